#pragma once

#include <string>

#include "html/document.h"

namespace lycosa::inline extract {

// What boilerpipe 1.2.0's DefaultExtractor keeps of a page, blocks parted by line feeds. After Kohlschütter, Fankhauser
// and Nejdl, «Boilerplate Detection using Shallow Text Features», WSDM 2010. One thing differs from the Java program:
// every boundary of an inline element is white space.
std::string boilerpipe_text(const html::Document& document);

}  // namespace lycosa::inline extract
