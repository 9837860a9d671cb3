# Warnings, sanitizers and ccache, for every target of the project.
add_library(lycosa_warnings INTERFACE)
target_compile_options(lycosa_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wno-missing-field-initializers)
if(LYCOSA_WERROR)
  target_compile_options(lycosa_warnings INTERFACE -Werror)
endif()

if(LYCOSA_SANITIZE)
  add_compile_options(-fsanitize=${LYCOSA_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${LYCOSA_SANITIZE})
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
