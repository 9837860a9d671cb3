#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lycosa::inline extract {

// «Written by», «Autor»: a label whose value is an author.
bool is_author_label(std::string_view label);

// How many bytes at a line's beginning say that an author follows («By », «Von: », «Text: »), all of it when it is only
// that; 0 when it says nothing of the sort.
size_t by_word(std::string_view line);

// What a byline was found in: metadata, where a lone word in small letters can be a name; an element whose class speaks
// of an author; or words of the page.
enum class BylineTrust { metadata, author_box, words };

// The names in a byline, without «By», roles, dates and addresses. Empty when the text is no byline: too long, an
// address, a sentence.
std::vector<std::string> author_names(std::string_view byline, BylineTrust trust);

}  // namespace lycosa::inline extract
