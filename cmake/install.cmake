# What `cmake --install` copies beside what apps/ does. Two components: `programs` with their configs and manual, which is also the Debian package,
# and `development`: headers, libraries and a CMake package with the components core, data and torch.
include(CMakePackageConfigHelpers)

install(DIRECTORY ${PROJECT_SOURCE_DIR}/configs DESTINATION ${CMAKE_INSTALL_DATADIR}/hybrid COMPONENT programs)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/results/paper DESTINATION ${CMAKE_INSTALL_DATADIR}/hybrid/results
        COMPONENT programs)

# Headers of the folders that only the programs link stay at home.
set(without paper reproduce cli)
set(components core data)
if(HYBRID_TORCH)
  list(APPEND components torch)
else()
  list(APPEND without nets training)
endif()
list(TRANSFORM without REPLACE "(.+)" "PATTERN;\\1;EXCLUDE")
install(DIRECTORY ${PROJECT_SOURCE_DIR}/lib/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/hybrid COMPONENT development
        FILES_MATCHING PATTERN "*.h" ${without})

set(package ${CMAKE_INSTALL_LIBDIR}/cmake/hybrid)
foreach(component ${components})
  set_target_properties(hybrid_${component} PROPERTIES EXPORT_NAME ${component})
  install(TARGETS hybrid_${component} EXPORT hybrid_${component}
          ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
  # A file each, so that who wants core needs neither libcurl nor LibTorch.
  install(EXPORT hybrid_${component} FILE hybrid_${component}.cmake NAMESPACE hybrid:: DESTINATION ${package}
          COMPONENT development)
endforeach()

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/hybridConfig.cmake.in
  ${PROJECT_BINARY_DIR}/generated/hybridConfig.cmake INSTALL_DESTINATION ${package} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/generated/hybridConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/generated/hybridConfig.cmake
              ${PROJECT_BINARY_DIR}/generated/hybridConfigVersion.cmake
              ${CMAKE_CURRENT_LIST_DIR}/FindOpenCVImgcodecs.cmake
        DESTINATION ${package} COMPONENT development)
