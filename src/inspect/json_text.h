#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace lycosa::inline inspect {

// Writes JSON as one line of ASCII, straight into a string: a report is some 300 members, and to build a tree of values
// and print that took three times as long as to ask the store. What is not UTF-8 becomes U+FFFD.
//
//   out.begin_object(); out.member("code", 7); out.key("rows"); out.begin_array(); ... out.end_array();
//   out.end_object();
class JsonText {
 public:
  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }
  void key(std::string_view name);

  void value(std::string_view text);
  void value(const std::string& text) { value(std::string_view(text)); }
  void value(const char* text) { value(std::string_view(text)); }
  void value(bool flag) { plain(flag ? "true" : "false"); }
  void value(std::nullptr_t) { plain("null"); }
  void value(double number);  // null when it is not finite
  void value(std::integral auto number) { plain(std::to_string(number)); }
  template <class T>
  void value(const std::optional<T>& maybe) {
    maybe ? value(*maybe) : value(nullptr);
  }

  template <class T>
  void member(std::string_view name, const T& what) {
    key(name);
    value(what);
  }

  std::string take() { return std::move(out_); }

 private:
  void plain(std::string_view text) {
    comma();
    out_ += text;
  }
  void open(char bracket) {
    comma();
    out_ += bracket;
    fresh_ = true;
  }
  void close(char bracket) {
    out_ += bracket;
    fresh_ = false;
  }
  // Before every value but the first of its object or array, and the one that follows its key.
  void comma() {
    if (!fresh_) out_ += ',';
    fresh_ = false;
  }
  void string(std::string_view text);
  void escaped(std::string_view text);

  std::string out_;
  bool fresh_ = true;
};

}  // namespace lycosa::inline inspect
