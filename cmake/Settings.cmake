# Language, warnings, build types and speed-ups that hold for every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)

# Asserts stay on in every build type: -DNDEBUG appears nowhere.
# What handles each record is compiled with -O2 for users (HOT in Room.cmake); the rest waits for Kafka anyway.
set(CMAKE_CXX_FLAGS_DEV "-Og -g1")
set(CMAKE_C_FLAGS_DEV "-Og -g1")
set(CMAKE_CXX_FLAGS_RELEASE "-Og -g1")
set(CMAKE_C_FLAGS_RELEASE "-O2 -g1")
set(CMAKE_CXX_FLAGS_DEBUG "-g1")  # for the sanitizers: lines are what a trace needs
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

# Some files of a folder are compiled as one: the headers that they share are most of the work. So no two files of a room may
# give one name to two things, and each file still includes what it uses: `./test tidy` reads them one by one.
set(CMAKE_UNITY_BUILD ON CACHE BOOL "compile several files of a folder at once")
set(CMAKE_UNITY_BUILD_BATCH_SIZE 16 CACHE STRING "files at once; 0: the whole folder")
# What nothing here uses of nlohmann's header is a quarter of its cost.
add_compile_definitions(JSON_HAS_FILESYSTEM=0 JSON_HAS_EXPERIMENTAL_FILESYSTEM=0 JSON_HAS_RANGES=0)

# gcc collects garbage once it holds 128 MiB, which took it a seventh of the time of a unit.
add_compile_options($<$<CXX_COMPILER_ID:GNU>:--param=ggc-min-heapsize=524288>)
add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion)
if(KPROOF_SANITIZE)
  add_compile_options(-fsanitize=${KPROOF_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${KPROOF_SANITIZE})
endif()
if(KPROOF_SANITIZE STREQUAL thread)
  add_compile_definitions(BOOST_ASIO_DISABLE_FENCED_BLOCK)  # fences, which this sanitizer does not know
endif()
if(KPROOF_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# Paths below this folder count as relative ones, so that a second clone finds what the first one compiled.
find_program(KPROOF_CCACHE ccache)
if(KPROOF_CCACHE)
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${KPROOF_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
endif()
find_program(KPROOF_MOLD mold)
if(KPROOF_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
