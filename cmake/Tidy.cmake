# clang-tidy over each file by itself, a test for each folder: `./test tidy`. It reads the commands that would compile them,
# so that nothing has to be built.
find_program(KPROOF_RUN_CLANG_TIDY run-clang-tidy REQUIRED)
file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}
  ${CMAKE_SOURCE_DIR}/harness/*.cpp ${CMAKE_SOURCE_DIR}/audit/*.cpp ${CMAKE_SOURCE_DIR}/reports/*.cpp ${CMAKE_SOURCE_DIR}/tests/*.cpp)
set(folders)
foreach(file ${files})
  cmake_path(GET file PARENT_PATH folder)
  list(APPEND folders ${folder})
endforeach()
list(REMOVE_DUPLICATES folders)
string(REGEX REPLACE "([][.+*?^$(){}|\\])" "\\\\\\1" here "${CMAKE_SOURCE_DIR}")
foreach(folder ${folders})
  # run-clang-tidy finds no fault with no files.
  add_test(NAME tidy.${folder}
    COMMAND sh -c "said=$(\"$@\" 2>&1); code=$?; printf '%s\\n' \"$said\"; printf '%s' \"$said\" | grep -q ^clang-tidy && exit $code; \
                   echo 'no file was read'; exit 1" sh
            ${KPROOF_RUN_CLANG_TIDY} -quiet -j 1 -p ${CMAKE_BINARY_DIR} "^${here}/${folder}/[^/]*[.]cpp$")
  set_tests_properties(tidy.${folder} PROPERTIES LABELS "nightly;tidy" TIMEOUT 3600)
endforeach()
