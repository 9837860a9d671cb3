#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lycosa::inline pipeline {

// Brings what people publish as XML into a form that an XML parser reads to its end, and remembers what was wrong.
//
// Elements and their attributes stay as they are, character data too, apart from this: an «&» that begins no reference
// stands for itself; the references of HTML have their text; a control character becomes U+FFFD; CDATA is text. What
// says nothing about the page is left out: comments, processing instructions, the declaration, a DOCTYPE with all that
// it declares; and end tags beyond the last open element. So nothing of the file can make an entity or name another
// file, and no token is longer than kMaxTag. Line feeds stay, so that lines are those of the file.
class XmlMender {
 public:
  // Bytes from the «<» of a tag to its «>». Longer ones are left out: parsers compare attributes with each other.
  static constexpr size_t kMaxTag = 8192;

  // Stands for a reference to an entity that the file itself declares: U+FDD0, which no text has.
  static constexpr std::string_view kUnknown = "\xef\xb7\x90";

  // `body` is valid UTF-8 and must outlive the mender.
  explicit XmlMender(std::string_view body) : begin_(body.data()), p_(begin_), end_(begin_ + body.size()) {}

  // The next 64 KiB or so; empty at the end.
  std::string_view next();

  // The first thing that was wrong: "an & that begins no reference"; empty when nothing was.
  const std::string& fault() const { return fault_; }
  size_t fault_line() const { return fault_line_; }
  // Lines read so far.
  size_t lines() const;
  // Whether the body ended inside a tag, so that all text before it is whole.
  bool ended_in_tag() const { return ended_in_tag_; }

 private:
  void text();
  void markup();
  void tag(bool is_end);
  void reference();
  void literal(char c);
  void note(std::string_view what);
  // Leaves out what stands up to `end`, but for its line feeds. Without an end, `what` has none.
  void leave_out(const char* end, std::string_view what);
  const char* find(std::string_view what, const char* from) const;
  const char* end_of_declaration();
  bool begins_with(std::string_view what) const { return std::string_view(p_, end_).starts_with(what); }

  const char* begin_;
  const char* p_;
  const char* end_;
  const char* cdata_end_ = nullptr;  // where the open CDATA section ends
  std::string piece_;
  std::string fault_;
  size_t fault_line_ = 0;
  bool ended_in_tag_ = false;
  size_t open_ = 0;        // elements
  bool declares_ = false;  // a DOCTYPE declared something
};

}  // namespace lycosa::inline pipeline
