#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "archive/metadata.h"
#include "archive/record_reader.h"

namespace lycosa::inline archive {

// Makes exchanges of the records that stand beside each other and name each other.
class Assembler {
 public:
  explicit Assembler(DamageList& damage) : damage_(damage) {}

  using Item = ArchiveReader::Item;
  // Takes the next record of `file`. Gives the exchange that this record ends or completes, if there is one.
  std::optional<Item> add(WarcRecord record, const std::string& file);
  // Behind the last record of a file.
  std::optional<Item> finish();
  // Records with content that make no exchange, by type.
  const std::map<std::string, uint64_t>& passed_over() const { return passed_over_; }

 private:
  void pass_over(const WarcRecord& record);
  bool belongs(const WarcRecord& record) const;
  void take(WarcRecord record, const std::string& file);
  bool complete() const;

  DamageList& damage_;
  std::string file_;
  std::vector<std::string> ids_;  // of the records of the group, and those that they name
  std::optional<WarcRecord> response_, request_;
  std::optional<Metadata> metadata_;
  bool has_metadata_record_ = false;
  uint64_t place_ = 0;
  std::map<std::string, uint64_t> passed_over_;
};

}  // namespace lycosa::inline archive
