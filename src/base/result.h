#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace lycosa::inline base {

// What an error is about, for a caller that must choose what to do next.
enum class ErrorKind {
  invalid,      // an argument or an input is not what it must be
  not_found,    // the thing named does not exist
  unavailable,  // it exists and cannot be used now: locked, unreachable, refused
  corrupt,      // it exists and is damaged
  exhausted,    // a limit, a disk or a memory is full
};

// An error that stops the work it belongs to. The message names the thing, the cause and the remedy.
// What the web does wrong is not an Error but an outcome in the record.
struct Error {
  ErrorKind kind = ErrorKind::invalid;
  std::string message;
};

// Says that a Result holds an error: `return fail(ErrorKind::invalid, "...")`.
struct Unexpected {
  Error error;
};

inline Unexpected fail(ErrorKind kind, std::string message) {
  return {{kind, std::move(message)}};
}

// A value, or the Error that kept it from being made. It has the interface of C++23's std::expected.
// value() and operator* need has_value(), error() needs its opposite; anything else is undefined.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Unexpected unexpected) : state_(std::in_place_index<1>, std::move(unexpected.error)) {}

  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  T& value() & { return *std::get_if<0>(&state_); }
  const T& value() const& { return *std::get_if<0>(&state_); }
  T&& value() && { return std::move(*std::get_if<0>(&state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const { return *std::get_if<1>(&state_); }
  // The error, ready to be returned from a function with another value type.
  Unexpected unexpected() const { return {error()}; }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Unexpected unexpected) : error_(std::move(unexpected.error)) {}

  bool has_value() const { return !error_; }
  explicit operator bool() const { return has_value(); }
  const Error& error() const { return *error_; }
  Unexpected unexpected() const { return {error()}; }

 private:
  std::optional<Error> error_;
};

}  // namespace lycosa::inline base
