# The headers that most files include, compiled once for all rooms and once for all tests (those see GoogleTest too).
# Nothing may depend on this: each file includes what it uses, and the preset `tidy` builds without it.
option(KPROOF_PCH "precompile the common headers" ON)

set(kproof_common_headers <algorithm> <array> <atomic> <cerrno> <chrono> <csignal> <cstdint> <cstdio> <cstdlib> <cstring>
  <deque> <exception> <filesystem> <fmt/format.h> <fstream> <functional> <limits> <map> <memory> <mutex> <optional> <set>
  <span> <sstream> <string> <string_view> <thread> <tuple> <unordered_map> <utility> <variant> <vector>)

# kproof_precompiled(kproof_pch HEADERS <vector> … USES fmt::fmt): what kproof_use_precompiled can name.
function(kproof_precompiled name)
  cmake_parse_arguments(PCH "" "" "HEADERS;USES" ${ARGN})
  if(NOT KPROOF_PCH)
    return()
  endif()
  file(WRITE ${CMAKE_BINARY_DIR}/${name}.cpp "// Nothing: it stands for the headers that are compiled with it.\n")
  add_library(${name} OBJECT ${CMAKE_BINARY_DIR}/${name}.cpp)
  target_precompile_headers(${name} PRIVATE ${PCH_HEADERS})
  target_link_libraries(${name} PRIVATE ${PCH_USES})
endfunction()

# A target that is compiled with them. fmt comes along: its macros must be the same on both sides.
function(kproof_use_precompiled target name)
  target_link_libraries(${target} PRIVATE fmt::fmt)
  if(KPROOF_PCH)
    target_precompile_headers(${target} REUSE_FROM ${name})
  endif()
endfunction()

kproof_precompiled(kproof_pch HEADERS ${kproof_common_headers} USES fmt::fmt)
