# Everything we link to, all from Debian packages (packages.txt). A module names what it needs after LIBS.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(CURL REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc)
find_package(OpenSSL REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(LibXml2 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(tsl-robin-map REQUIRED)

foreach(package IN ITEMS libcares libdeflate libbrotlidec libzstd re2 libpsl libsodium libcmark-gfm)
  pkg_check_modules(${package} REQUIRED IMPORTED_TARGET ${package})
endforeach()

find_path(CLD2_INCLUDE cld2/public/compact_lang_det.h REQUIRED)
find_library(CLD2_LIBRARY cld2 REQUIRED)
add_library(cld2 INTERFACE)
target_include_directories(cld2 SYSTEM INTERFACE ${CLD2_INCLUDE})
target_link_libraries(cld2 INTERFACE ${CLD2_LIBRARY})

# toml++ is a header alone.
find_path(TOMLPLUSPLUS_INCLUDE toml++/toml.h REQUIRED)
add_library(tomlplusplus INTERFACE)
target_include_directories(tomlplusplus SYSTEM INTERFACE ${TOMLPLUSPLUS_INCLUDE})

# Boost.Beast and Asio are headers; nothing is linked. Warnings in them are not ours.
find_path(BOOST_INCLUDE boost/beast/core.hpp REQUIRED)
add_library(boost INTERFACE)
target_include_directories(boost SYSTEM INTERFACE ${BOOST_INCLUDE})
target_compile_definitions(boost INTERFACE BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_CONCEPTS)
find_library(CMARK_GFM_EXTENSIONS cmark-gfm-extensions REQUIRED)
add_library(cmark-gfm-extensions INTERFACE)
target_link_libraries(cmark-gfm-extensions INTERFACE ${CMARK_GFM_EXTENSIONS})
