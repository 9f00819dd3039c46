# A room: one static library from the files of one folder. What it may see is what it links: the same table stands in
# docs/architecture.md and is held by tests/architecture_test. HOT: it handles each record, so users get it with -O2.
# PARTS: folders of the room that have a subject each, and are no rooms of their own. WITHOUT: files of the folder that
# belong to a program of their own.
#
#   kproof_room(kproof_agent HOT SEES kproof_kafka kproof_stamp USES rdkafka)
function(kproof_room name)
  cmake_parse_arguments(ROOM "HOT" "" "PARTS;SEES;USES;WITHOUT" ${ARGN})
  list(TRANSFORM ROOM_PARTS PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/")
  list(TRANSFORM ROOM_PARTS APPEND "/*.cpp")
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp ${ROOM_PARTS})
  foreach(file ${ROOM_WITHOUT})
    list(REMOVE_ITEM sources ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  endforeach()
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${ROOM_SEES} PRIVATE fmt::fmt ${ROOM_USES})
  if(name IN_LIST KPROOF_ONE_BY_ONE)
    set_target_properties(${name} PROPERTIES UNITY_BUILD OFF)
  endif()
  if(ROOM_HOT)
    target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O2>)
  endif()
endfunction()
