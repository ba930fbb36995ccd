# `cpack` makes a Debian package of the programs, their configs and their manual; what they link is found by
# dpkg-shlibdeps.
find_program(HYBRID_GZIP gzip REQUIRED)
set(changelog ${PROJECT_BINARY_DIR}/generated/changelog.gz)
add_custom_command(OUTPUT ${changelog}
  COMMAND sh -c "${HYBRID_GZIP} -9nc '${CMAKE_CURRENT_LIST_DIR}/debian/changelog' > '${changelog}'"
  DEPENDS ${CMAKE_CURRENT_LIST_DIR}/debian/changelog VERBATIM)
add_custom_target(changelog ALL DEPENDS ${changelog})
install(FILES ${changelog} ${CMAKE_CURRENT_LIST_DIR}/debian/copyright
        DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/hybrid COMPONENT programs)

set(CPACK_GENERATOR DEB)
set(CPACK_COMPONENTS_ALL programs)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_PACKAGE_CONTACT "The hybrid authors <maintainers@hybrid.example>")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_NAME hybrid)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS gnuplot-nox)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS dataset-fashion-mnist)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "split inference between a tiny device and the cloud")
set(CPACK_PACKAGE_DESCRIPTION "\
A cheap network and a router run on a microcontroller; the router decides,
input by input, whether the answer will do or a large network in the cloud
is worth the radio. The programs train such pairs, or take the outputs of two
models, and tell the trade-off between accuracy, latency and energy, with a
threshold for a budget.")
include(CPack)
