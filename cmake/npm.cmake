# npm.cmake: installs what web/package-lock.json names into BUILD, or says plainly what is wrong.
if(NOT NPM)
  message(FATAL_ERROR "npm is not there: install the Debian package npm (packages.txt names it)")
endif()
file(MAKE_DIRECTORY ${BUILD})
foreach(name package.json package-lock.json .npmrc build.mjs)
  configure_file(${WEB}/${name} ${BUILD}/${name} COPYONLY)
endforeach()
execute_process(COMMAND ${NPM} ci --prefer-offline --ignore-scripts --no-audit --no-fund --loglevel=error
  WORKING_DIRECTORY ${BUILD} RESULT_VARIABLE code OUTPUT_VARIABLE out ERROR_VARIABLE out)
if(NOT code EQUAL 0)
  message(FATAL_ERROR "npm could not install the web page's packages (web/package-lock.json). It needs its package "
    "registry, or a cache that has them: see that this machine reaches the registry that `npm config get registry` "
    "names, then build again.\n${out}")
endif()
file(TOUCH ${BUILD}/packages.stamp)
