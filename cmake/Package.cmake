# What an installed kproof is: the program, the shim that it puts into JVMs, scenarios, their schema, a compose file, pages, man page and
# completion; and as packages: `cmake --build --preset release && (cd build/release && cpack)`.
include(GNUInstallDirs)

# Made by the program from its own command line, so that neither can say anything else than it does.
set(kproof_texts)
function(kproof_text file)
  add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/texts/${file}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/texts
    COMMAND kproof ${ARGN} > ${CMAKE_BINARY_DIR}/texts/${file}
    DEPENDS kproof VERBATIM)
  set(kproof_texts ${kproof_texts} ${CMAKE_BINARY_DIR}/texts/${file} PARENT_SCOPE)
endfunction()
kproof_text(kproof.bash completion bash)
kproof_text(_kproof completion zsh)
kproof_text(kproof.fish completion fish)
kproof_text(kproof.1 man-page)
add_custom_command(OUTPUT ${CMAKE_BINARY_DIR}/texts/kproof.1.gz
  COMMAND gzip -9nc ${CMAKE_BINARY_DIR}/texts/kproof.1 > ${CMAKE_BINARY_DIR}/texts/kproof.1.gz
  DEPENDS ${CMAKE_BINARY_DIR}/texts/kproof.1 VERBATIM)
add_custom_target(kproof_texts ALL DEPENDS ${kproof_texts} ${CMAKE_BINARY_DIR}/texts/kproof.1.gz)

set(texts ${CMAKE_BINARY_DIR}/texts)
install(FILES ${texts}/kproof.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME kproof)
install(FILES ${texts}/_kproof DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES ${texts}/kproof.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(FILES ${texts}/kproof.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(DIRECTORY scenarios DESTINATION ${CMAKE_INSTALL_DATADIR}/kproof FILES_MATCHING PATTERN "*.yaml")
install(DIRECTORY clients DESTINATION ${CMAKE_INSTALL_DATADIR}/kproof FILES_MATCHING PATTERN "*.java")
install(FILES docs/scenario.schema.json docker-compose.yml DESTINATION ${CMAKE_INSTALL_DATADIR}/kproof)
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR} PATTERN "*.schema.json" EXCLUDE)
install(FILES README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
install(FILES third_party/uplot/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME uPlot.LICENSE)

set(CPACK_GENERATOR DEB TGZ)
set(CPACK_PACKAGE_NAME kproof)
set(CPACK_PACKAGE_VENDOR "kproof maintainers")
set(CPACK_PACKAGE_CONTACT "kproof maintainers <maintainers@kproof.invalid>")
set(CPACK_PACKAGE_DESCRIPTION
  "It runs a real cluster, sends and reads records through instrumented clients, breaks brokers, networks and disks on
purpose meanwhile, and says what became of every acknowledged record and whether the settings had promised otherwise.")
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)

# The libraries are found by dpkg-shlibdeps (package dpkg-dev). Kafka needs Java, fetching it Maven, and its clients pip; the rest is for the
# private sandbox and its disks.
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS
  "openjdk-17-jre-headless | java17-runtime-headless, maven, python3-pip, iproute2, nftables, e2fsprogs")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
