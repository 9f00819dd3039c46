# A room: one static library from the files of one folder. What it may see is what it links: the same table stands in
# docs/architecture.md and is held by tests/architecture_test.
#
#   kproof_room(kproof_agent SEES kproof_kafka kproof_stamp USES rdkafka)
function(kproof_room name)
  cmake_parse_arguments(ROOM "" "" "SEES;USES" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PUBLIC ${ROOM_SEES} PRIVATE ${ROOM_USES})
  kproof_use_precompiled(${name} kproof_pch)
endfunction()
