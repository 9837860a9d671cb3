# The web page's scripts and styles: bundled by esbuild from web/, then made into one C++ file, so that the program needs
# no file beside itself. Packages come through npm, whose lock file (web/package-lock.json) has their checksums.
find_program(NODE NAMES node nodejs REQUIRED)
find_program(NPM npm)

set(web ${CMAKE_SOURCE_DIR}/web)
set(web_build ${CMAKE_BINARY_DIR}/web)
file(GLOB web_sources CONFIGURE_DEPENDS ${web}/src/* ${web}/*.json ${web}/*.mjs)

# One folder of packages for all builds of a checkout is enough, but a build must not write into the sources.
add_custom_command(
  OUTPUT ${web_build}/packages.stamp
  COMMAND ${CMAKE_COMMAND} -DNPM=${NPM} -DWEB=${web} -DBUILD=${web_build} -P ${CMAKE_SOURCE_DIR}/cmake/npm.cmake
  DEPENDS ${web}/package.json ${web}/package-lock.json ${CMAKE_SOURCE_DIR}/cmake/npm.cmake
  COMMENT "npm: packages of the web page"
  VERBATIM)
add_custom_command(
  OUTPUT ${web_build}/assets.cc
  COMMAND ${NODE} ${web_build}/build.mjs ${web} ${web_build}
  DEPENDS ${web_build}/packages.stamp ${web_sources}
  COMMENT "esbuild: the web page"
  VERBATIM)

add_library(web_assets STATIC ${web_build}/assets.cc)
target_include_directories(web_assets PUBLIC ${CMAKE_SOURCE_DIR}/web/include)
