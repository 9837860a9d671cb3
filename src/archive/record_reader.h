#pragma once

#include <optional>
#include <string>
#include <vector>

#include "archive/archive.h"
#include "archive/input.h"
#include "archive/record.h"

namespace lycosa::inline archive {

// What went wrong while reading, in bounded memory: of a file full of damage the first places are told.
class DamageList {
 public:
  void add(const std::string& file, uint64_t offset, std::string what);
  const std::vector<ArchiveDamage>& list() const { return list_; }

 private:
  std::vector<ArchiveDamage> list_;
};

// The records of one file in order; damaged ones are noted and passed over.
class RecordReader {
 public:
  // `block_bytes` limits what is kept of a block.
  RecordReader(std::unique_ptr<WarcInput> input, std::string file, size_t block_bytes, DamageList& damage);

  // Nothing at the end of the file. Fails when the file cannot be read.
  Result<std::optional<WarcRecord>> next();
  const std::string& file() const { return file_; }

 private:
  enum class Step { done, end, damaged, failed };
  Step read_record(WarcRecord& record);
  Step skip_to_record();
  Step read_line(std::string& line, size_t& budget);
  Step read_fields(WarcRecord& record);
  Step read_block(WarcRecord& record);
  Step skip_line_ends();
  Step broken(std::string what);
  Step stopped(WarcInput::State state);
  size_t bytes_to_keep(const WarcRecord& record) const;

  std::unique_ptr<WarcInput> input_;
  std::string file_;
  size_t block_bytes_;
  DamageList& damage_;
  std::string what_;
};

}  // namespace lycosa::inline archive
