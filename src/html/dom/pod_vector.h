#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>
#include <type_traits>
#include <utility>

namespace lycosa::html {

// A growing array of trivially copyable values.
//
// Grows with realloc, so that a large array is moved by remapping pages and never held twice, and push() compiles to a
// compare and a store; by a quarter, because a Document is to stay small and realloc mostly grows in place. Elements
// are not initialised until they are pushed.
template <class T>
class PodVector {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  PodVector() = default;
  ~PodVector() { std::free(data_); }
  PodVector(const PodVector&) = delete;
  PodVector& operator=(const PodVector&) = delete;

  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  size_t capacity() const { return capacity_; }
  T* data() { return data_; }
  const T* data() const { return data_; }
  T& operator[](size_t i) { return data_[i]; }
  const T& operator[](size_t i) const { return data_[i]; }
  T& back() { return data_[size_ - 1]; }
  const T& back() const { return data_[size_ - 1]; }
  T* begin() { return data_; }
  T* end() { return data_ + size_; }
  const T* begin() const { return data_; }
  const T* end() const { return data_ + size_; }

  void push(const T& value) {
    if (size_ == capacity_) [[unlikely]] {
      const T copy = value;  // value may live in this array
      grow(size_ + 1);
      data_[size_++] = copy;
      return;
    }
    data_[size_++] = value;
  }
  void pop() { --size_; }
  // Drops all elements from `size` on.
  void truncate(size_t size) { size_ = size; }
  // Adds `count` elements without a value and returns the first.
  T* extend(size_t count) {
    if (capacity_ - size_ < count) [[unlikely]]
      grow(size_ + count);
    T* first = data_ + size_;
    size_ += count;
    return first;
  }
  void insert(size_t at, const T& value) {
    const T copy = value;
    extend(1);
    for (size_t i = size_ - 1; i > at; --i) data_[i] = data_[i - 1];
    data_[at] = copy;
  }
  void erase(size_t at) {
    for (size_t i = at + 1; i < size_; ++i) data_[i - 1] = data_[i];
    --size_;
  }
  void reserve(size_t capacity) {
    if (capacity > capacity_) resize_storage(capacity);
  }

  // Gives back what is not needed.
  void shrink() {
    if (capacity_ - size_ > capacity_ / 16 && size_ > 0) resize_storage(size_);
  }

 private:
  [[gnu::noinline]] void grow(size_t needed) {
    size_t wanted = capacity_ + capacity_ / 4 + 32;
    resize_storage(wanted < needed ? needed : wanted);
  }
  void resize_storage(size_t capacity) {
    void* storage = std::realloc(static_cast<void*>(data_), capacity * sizeof(T));
    if (storage == nullptr) throw std::bad_alloc();
    data_ = static_cast<T*>(storage);
    capacity_ = capacity;
  }

  T* data_ = nullptr;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

}  // namespace lycosa::html
