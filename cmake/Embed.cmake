# cmake -DFILES=… -DHEADER=… -DFUNCTION=… -DOUTPUT=… -P Embed.cmake: writes the text of each file into a function that gives it by
# the file's name, up to its first dot. HEADER declares `std::string_view FUNCTION(std::string_view name)`.
set(text "#include \"${HEADER}\"\n\nnamespace kproof {\n\nstd::string_view ${FUNCTION}(std::string_view name) {\n")
foreach(file ${FILES})
  get_filename_component(name ${file} NAME_WE)
  file(READ ${file} content)
  string(APPEND text "  if (name == \"${name}\")\n    return R\"embedded(${content})embedded\";\n")
endforeach()
string(APPEND text "  return {};\n}\n\n}  // namespace kproof\n")
file(WRITE ${OUTPUT} "${text}")
