#pragma once

#include "html/document.h"

namespace lycosa {

// What an element's class, id and role say about it, in the words that page authors use everywhere.
enum class NameHint : uint8_t { none, content, boilerplate };

NameHint name_hint(const html::Document& document, html::NodeId element);

}  // namespace lycosa
