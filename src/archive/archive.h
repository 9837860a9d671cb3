#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "exchange/exchange.h"

namespace lycosa::inline archive {

// Exchanges on disk as WARC 1.1, and back. docs/formats/archive.md has the format.
//
// What is written is read back equal in every field. An answered exchange is three records, response, request and
// metadata; an unanswered one is metadata and request. Each record is a gzip member of its own.

// An exchange ready to be appended.
struct EncodedExchange {
  std::string bytes;
};

// The costly part of writing: digests and compression. Several threads may do it at the same time.
EncodedExchange encode_exchange(const Exchange& exchange);

struct ArchiveOptions {
  uint64_t file_bytes = 1u << 30;   // a file that has grown past it is closed and the next one begun
  std::string software = "lycosa";  // for the warcinfo record: name and version
  std::string user_agent;           // likewise; empty when there is none
};

// Appends exchanges to new files of a folder, `lycosa-YYYYMMDDhhmmss-NNNNN.warc.gz`; never touches an older file.
// The file is made when the first exchange comes. One thread at a time.
class ArchiveWriter {
 public:
  // Makes the folder if need be. The clock must outlive the writer.
  static Result<std::unique_ptr<ArchiveWriter>> open(const std::string& folder, const Clock& clock,
                                                     ArchiveOptions options = {});
  ~ArchiveWriter();
  ArchiveWriter(const ArchiveWriter&) = delete;
  ArchiveWriter& operator=(const ArchiveWriter&) = delete;

  // When it returns, the operating system has the exchange, so killing the process loses nothing of it. After an error
  // (such as a full disk) the file ends with the last complete exchange, and append() may be tried again.
  Result<ArchivePlace> append(const EncodedExchange& exchange);
  Result<ArchivePlace> append(const Exchange& exchange) { return append(encode_exchange(exchange)); }
  // Waits until everything appended is on the disk, where it also survives a loss of power.
  Result<void> sync();

 private:
  ArchiveWriter(std::string folder, const Clock& clock, ArchiveOptions options);
  Result<void> begin_file();
  void close_file();

  std::string folder_;
  const Clock& clock_;
  ArchiveOptions options_;
  std::string file_;
  int fd_ = -1;
  uint64_t size_ = 0;
};

struct ArchiveReadOptions {
  // How many bytes of one record are kept; the rest is skipped, and the exchange is then `truncated`.
  size_t block_bytes = 80u << 20;
};

// A place that could not be read, and why. Reading continued behind it where that was possible.
struct ArchiveDamage {
  ArchivePlace place;
  std::string what;
};

// Streams the exchanges of a file or folder (*.warc, *.warc.gz; in the order of writing), from anyone's WARC files.
//
// From files that others wrote it takes HTTP responses, each with the request beside it, and resource records that hold
// HTML of an http or https URL, as a page that was answered with 200. Other records are skipped. A body that was
// decoded before it was archived is given without the Content-Encoding that its head still names. Damage never ends the
// reading of a folder: it is noted, and the next sound record is looked for. One thread at a time.
class ArchiveReader {
 public:
  static Result<std::unique_ptr<ArchiveReader>> open(const std::string& path, ArchiveReadOptions options = {});
  ~ArchiveReader();
  ArchiveReader(const ArchiveReader&) = delete;
  ArchiveReader& operator=(const ArchiveReader&) = delete;

  struct Item {
    Exchange exchange;
    ArchivePlace place;
  };
  // The next exchange; nothing when all were read. Fails only when a file cannot be opened or read.
  Result<std::optional<Item>> next();

  const std::vector<ArchiveDamage>& damage() const;
  // Records met so far, of any type; and those of type response.
  uint64_t records() const;
  uint64_t responses() const;
  // Records so far that hold something that was fetched and gave no exchange, by their WARC-Type: revisits,
  // conversions, resources that are no page, responses of other protocols.
  const std::map<std::string, uint64_t>& passed_over() const;

 private:
  struct State;
  explicit ArchiveReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// The exchange at a place that append() or a reader gave. not_found when the file is missing, corrupt when no sound
// exchange begins there.
Result<Exchange> read_exchange(const std::string& folder, const ArchivePlace& place, ArchiveReadOptions options = {});

}  // namespace lycosa::inline archive
