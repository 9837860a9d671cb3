#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "archive/archive.h"
#include "archive/files.h"
#include "archive/gzip_member.h"
#include "archive/record.h"
#include "base/text.h"

namespace lycosa::inline archive {
namespace {

std::string reason_of(int error) {
  return std::strerror(error);
}

ErrorKind kind_of(int error) {
  return error == ENOSPC || error == EDQUOT || error == EFBIG ? ErrorKind::exhausted : ErrorKind::unavailable;
}

// Writes all of `bytes`, or gives errno.
int write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return 0;
}

// A value of the warcinfo block must stay on its line.
std::string one_line(std::string_view text) {
  return collapse_whitespace(visible(text));
}

std::string warcinfo_member(const std::string& file, Timestamp now, const ArchiveOptions& options) {
  std::string block = "software: " + one_line(options.software) +
                      "\r\nformat: WARC File Format 1.1\r\n"
                      "conformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n";
  if (!options.user_agent.empty()) block += "http-header-user-agent: " + one_line(options.user_agent) + "\r\n";
  std::string record = "WARC/1.1\r\nWARC-Type: warcinfo\r\nWARC-Record-ID: " + new_record_id() +
                       "\r\nWARC-Date: " + rfc3339_ms(now) + "\r\nWARC-Filename: " + file +
                       "\r\nContent-Type: application/warc-fields\r\nContent-Length: " + std::to_string(block.size()) +
                       "\r\n\r\n" + block + "\r\n\r\n";
  std::string member;
  append_gzip_member(member, record, Packing::deflated);
  return member;
}

}  // namespace

ArchiveWriter::ArchiveWriter(std::string folder, const Clock& clock, ArchiveOptions options)
    : folder_(std::move(folder)), clock_(clock), options_(std::move(options)) {}

ArchiveWriter::~ArchiveWriter() {
  close_file();
}

Result<std::unique_ptr<ArchiveWriter>> ArchiveWriter::open(const std::string& folder, const Clock& clock,
                                                           ArchiveOptions options) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    return fail(ErrorKind::unavailable, "the archive's folder " + folder + " cannot be made: " + error.message() +
                                            "; choose another store, or free its name");
  }
  if (::access(folder.c_str(), W_OK | X_OK) != 0) {
    return fail(ErrorKind::unavailable, "the archive's folder " + folder + " cannot be written to: " +
                                            reason_of(errno) + "; change its permissions, or choose another store");
  }
  return std::unique_ptr<ArchiveWriter>(new ArchiveWriter(folder, clock, std::move(options)));
}

Result<void> ArchiveWriter::begin_file() {
  constexpr int kMostTries = 100;  // another process may take the same number at the same time
  Result<uint64_t> serial = next_archive_serial(folder_);
  if (!serial) return serial.unexpected();
  for (int i = 0; i < kMostTries && fd_ < 0; ++i) {
    file_ = archive_file_name(clock_.now(), *serial + static_cast<uint64_t>(i));
    fd_ = ::open((folder_ + "/" + file_).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0644);
    if (fd_ < 0 && errno != EEXIST) break;
  }
  if (fd_ < 0) {
    return fail(kind_of(errno), "the archive file " + folder_ + "/" + file_ + " cannot be made: " + reason_of(errno) +
                                    "; make room or change the folder's permissions");
  }
  std::string member = warcinfo_member(file_, clock_.now(), options_);
  if (int error = write_all(fd_, member); error != 0) {
    ::unlink((folder_ + "/" + file_).c_str());
    close_file();
    return fail(kind_of(error), "the archive file " + folder_ + "/" + file_ +
                                    " cannot be written: " + reason_of(error) + "; make room on the disk");
  }
  size_ = member.size();
  return {};
}

Result<ArchivePlace> ArchiveWriter::append(const EncodedExchange& exchange) {
  if (fd_ < 0) {
    if (Result<void> begun = begin_file(); !begun) return begun.unexpected();
  }
  ArchivePlace place{file_, size_};
  if (int error = write_all(fd_, exchange.bytes); error != 0) {
    // What was half written would stand as damage in the middle of the file.
    if (::ftruncate(fd_, static_cast<off_t>(size_)) != 0) close_file();
    return fail(kind_of(error), "the archive file " + folder_ + "/" + place.file +
                                    " cannot be written: " + reason_of(error) + "; make room on the disk");
  }
  size_ += exchange.bytes.size();
  if (size_ >= options_.file_bytes) close_file();
  return place;
}

Result<void> ArchiveWriter::sync() {
  int error = fd_ >= 0 && ::fdatasync(fd_) != 0 ? errno : 0;
  // The folder holds the names of the files.
  if (int folder = ::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); folder >= 0) {
    if (::fsync(folder) != 0 && errno != EINVAL) error = errno;
    ::close(folder);
  }
  if (error == 0) return {};
  return fail(kind_of(error),
              "the archive " + folder_ + " cannot be brought to the disk: " + reason_of(error) + "; check the disk");
}

void ArchiveWriter::close_file() {
  if (fd_ < 0) return;
  ::fdatasync(fd_);  // so that sync() need not remember files that are closed
  ::close(fd_);
  fd_ = -1;
  size_ = 0;
}

}  // namespace lycosa::inline archive
