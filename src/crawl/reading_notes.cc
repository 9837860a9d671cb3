#include "crawl/reading_notes.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/text.h"

namespace lycosa::inline crawl {
namespace {

// The first place says how the process ended: kCrash, or nothing. Each of the others is a worker's, and holds an
// unparsed URL and a line feed, or a line feed alone. Longer URLs are not noted.
constexpr size_t kPlace = 4096;
constexpr char kCrash = '!';
constexpr size_t kSignalStackBytes = 64 << 10;

constexpr std::array kFatalSignals = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT};
// What a handler may touch: the open notes, and what was done with each of the signals before.
std::atomic<int> open_file{-1};
std::array<struct sigaction, kFatalSignals.size()> former_actions;

off_t place_of(int worker) {
  return (static_cast<off_t>(worker) + 1) * static_cast<off_t>(kPlace);
}

// Marks the notes, and lets the signal take its former course: a fault happens again on return, and what was sent is
// sent again.
void on_fatal_signal(int signal, siginfo_t* info, void*) {
  ReadingNotes::mark_crash();
  for (size_t i = 0; i < kFatalSignals.size(); ++i) {
    if (kFatalSignals[i] == signal) ::sigaction(signal, &former_actions[i], nullptr);
  }
  if (info->si_code <= 0) ::raise(signal);
}

void watch_fatal_signals() {
  struct sigaction action {};
  action.sa_sigaction = on_fatal_signal;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  for (size_t i = 0; i < kFatalSignals.size(); ++i) ::sigaction(kFatalSignals[i], &action, &former_actions[i]);
}

void leave_fatal_signals() {
  for (size_t i = 0; i < kFatalSignals.size(); ++i) ::sigaction(kFatalSignals[i], &former_actions[i], nullptr);
}

}  // namespace

Result<std::unique_ptr<ReadingNotes>> ReadingNotes::open(const std::string& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0644);
  if (file < 0) {
    return fail(ErrorKind::unavailable, path + " cannot be written: " + std::strerror(errno) +
                                            "; the store's folder must be writable and its disk not full");
  }
  return std::unique_ptr<ReadingNotes>(new ReadingNotes(file));
}

ReadingNotes::ReadingNotes(int file) : file_(file) {
  if (open_file.exchange(file) < 0) watch_fatal_signals();
}

ReadingNotes::~ReadingNotes() {
  int mine = file_;
  if (open_file.compare_exchange_strong(mine, -1)) leave_fatal_signals();
  ::close(file_);
}

void ReadingNotes::mark_crash() {
  const int file = open_file.load();
  if (file < 0) return;
  [[maybe_unused]] const auto written = ::pwrite(file, &kCrash, 1, 0);
}

void ReadingNotes::begin(int worker, const std::string& unparsed) {
  if (unparsed.size() + 1 > kPlace) return;
  const std::string line = unparsed + "\n";
  [[maybe_unused]] const auto written = ::pwrite(file_, line.data(), line.size(), place_of(worker));
}

void ReadingNotes::end(int worker) {
  [[maybe_unused]] const auto written = ::pwrite(file_, "\n", 1, place_of(worker));
}

std::vector<UrlKey> ReadingNotes::left_behind(const std::string& path) {
  std::vector<UrlKey> keys;
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return keys;
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (text.empty() || text.front() != kCrash) return keys;
  for (size_t place = kPlace; place < text.size(); place += kPlace) {
    const size_t end = text.find('\n', place);
    if (end == std::string::npos || end == place) continue;
    std::string unparsed = text.substr(place, end - place);
    if (!parse_unparsed(unparsed)) continue;
    const uint64_t hash = root_hash(root_of_unparsed(unparsed));
    keys.push_back({hash, std::move(unparsed)});
  }
  return keys;
}

void ReadingNotes::clear(const std::string& path) {
  ::unlink(path.c_str());
}

SignalStack::SignalStack() {
  stack_t now{};
  if (::sigaltstack(nullptr, &now) != 0 || (now.ss_flags & SS_DISABLE) == 0) return;
  room_ = std::make_unique<char[]>(kSignalStackBytes);
  stack_t stack{};
  stack.ss_sp = room_.get();
  stack.ss_size = kSignalStackBytes;
  if (::sigaltstack(&stack, nullptr) != 0) room_.reset();
}

SignalStack::~SignalStack() {
  if (!room_) return;
  stack_t none{};
  none.ss_flags = SS_DISABLE;
  ::sigaltstack(&none, nullptr);
}

}  // namespace lycosa::inline crawl
