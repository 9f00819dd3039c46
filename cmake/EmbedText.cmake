# embed_text(kproof_settings HEADER harness/settings/embedded.h FUNCTION EmbeddedTable FILES …): the files become text in the room.
function(embed_text room)
  cmake_parse_arguments(EMBED "" "HEADER;FUNCTION" "FILES" ${ARGN})
  set(output ${CMAKE_CURRENT_BINARY_DIR}/embedded.cpp)
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} "-DFILES=${EMBED_FILES}" -DHEADER=${EMBED_HEADER} -DFUNCTION=${EMBED_FUNCTION} -DOUTPUT=${output}
            -P ${CMAKE_SOURCE_DIR}/cmake/Embed.cmake
    DEPENDS ${EMBED_FILES} ${CMAKE_SOURCE_DIR}/cmake/Embed.cmake
    VERBATIM)
  # Of a target that links nothing too: else the text, and all of the room with it, waits for every room that this one sees.
  add_custom_target(${room}_text DEPENDS ${output})
  set_source_files_properties(${output} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  target_sources(${room} PRIVATE ${output})
endfunction()
