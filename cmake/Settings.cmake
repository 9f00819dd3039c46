# Language, warnings, build types and speed-ups that hold for every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)

# Asserts stay on in every build type: -DNDEBUG appears nowhere.
# gcc 12 sees concatenations of texts reach out of bounds (its bug 105329), and where headers are precompiled it no longer
# keeps that to itself as it does for headers of the system.
set(kproof_false_alarms "-Wno-array-bounds -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread")
set(CMAKE_CXX_FLAGS_DEV "-O1 -g1 ${kproof_false_alarms}")
set(CMAKE_C_FLAGS_DEV "-O1 -g1")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1 ${kproof_false_alarms}")
set(CMAKE_C_FLAGS_RELEASE "-O2 -g1")
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion)
if(KPROOF_SANITIZE)
  add_compile_options(-fsanitize=${KPROOF_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${KPROOF_SANITIZE})
endif()
if(KPROOF_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# Paths below this folder count as relative ones, so that a second clone finds what the first one compiled; the two
# kinds of sloppiness are what ccache's manual asks for where headers are precompiled.
find_program(KPROOF_CCACHE ccache)
if(KPROOF_CCACHE)
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
    CCACHE_SLOPPINESS=pch_defines,time_macros ${KPROOF_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
endif()
if(KPROOF_TIDY)
  find_program(KPROOF_CLANG_TIDY clang-tidy REQUIRED)
  set(CMAKE_CXX_CLANG_TIDY ${KPROOF_CLANG_TIDY})
endif()
find_program(KPROOF_MOLD mold)
if(KPROOF_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
