#include "archive/record_reader.h"

#include <algorithm>

#include "base/text.h"

namespace lycosa::inline archive {
namespace {

constexpr size_t kMostHeadBytes = 1u << 20;

}  // namespace

void DamageList::add(const std::string& file, uint64_t offset, std::string what) {
  constexpr size_t kMost = 1000;
  if (list_.size() < kMost) list_.push_back({{file, offset}, std::move(what)});
}

RecordReader::RecordReader(std::unique_ptr<WarcInput> input, std::string file, size_t block_bytes, DamageList& damage)
    : input_(std::move(input)), file_(std::move(file)), block_bytes_(block_bytes), damage_(damage) {}

Result<std::optional<WarcRecord>> RecordReader::next() {
  for (;;) {
    WarcRecord record;
    switch (read_record(record)) {
      case Step::done:
        return std::optional(std::move(record));
      case Step::end:
        return std::optional<WarcRecord>();
      case Step::failed:
        return fail(ErrorKind::unavailable,
                    "the archive file " + file_ + " cannot be read: " + input_->fault() + "; check the disk");
      case Step::damaged:
        damage_.add(file_, record.offset, what_);
        if (!input_->resync()) return std::optional<WarcRecord>();
    }
  }
}

RecordReader::Step RecordReader::broken(std::string what) {
  what_ = std::move(what);
  return Step::damaged;
}

// The input stopped within a record.
RecordReader::Step RecordReader::stopped(WarcInput::State state) {
  if (state == WarcInput::State::failed) return Step::failed;
  if (state == WarcInput::State::damaged) return broken(input_->fault());
  return broken(state == WarcInput::State::end ? "the file ends within a record"
                                               : "a gzip member ends within a record");
}

RecordReader::Step RecordReader::read_record(WarcRecord& record) {
  Step step = skip_to_record();
  record.offset = input_->offset();
  if (step == Step::done) step = read_fields(record);
  if (step == Step::done) step = read_block(record);
  return step;
}

// To the first byte of the next record, in the next member where there are members.
RecordReader::Step RecordReader::skip_to_record() {
  for (;;) {
    WarcInput::State state = input_->fill();
    if (state == WarcInput::State::member_end) state = input_->next_member();
    if (state == WarcInput::State::end) return Step::end;
    if (state == WarcInput::State::member_end) continue;
    Step step = skip_line_ends();
    if (step != Step::done || !input_->unread().empty()) return step;
  }
}

// A line without its end; `budget` is what may still be read.
RecordReader::Step RecordReader::read_line(std::string& line, size_t& budget) {
  line.clear();
  for (;;) {
    WarcInput::State state = input_->fill();
    if (state != WarcInput::State::ready) return stopped(state);
    std::string_view unread = input_->unread();
    size_t end = unread.find('\n');
    std::string_view part = unread.substr(0, end);
    line += part;
    input_->consume(part.size() + (end == std::string_view::npos ? 0 : 1));
    if (part.size() >= budget) return broken("the head of a record is longer than 1 MiB");
    budget -= part.size() + 1;
    if (end == std::string_view::npos) continue;
    if (line.ends_with('\r')) line.pop_back();
    return Step::done;
  }
}

RecordReader::Step RecordReader::read_fields(WarcRecord& record) {
  size_t budget = kMostHeadBytes;
  std::string line;
  Step step = read_line(line, budget);
  if (step != Step::done) return step;
  if (!line.starts_with("WARC/")) return broken("no record begins here");
  for (;;) {
    step = read_line(line, budget);
    if (step != Step::done) return step;
    if (line.empty()) return Step::done;
    if ((line[0] == ' ' || line[0] == '\t') && !record.fields.empty()) {
      record.fields.back().value += ' ';
      record.fields.back().value += trim(line);
      continue;
    }
    size_t colon = line.find(':');
    if (colon == std::string::npos) continue;
    std::string_view text = line;
    record.fields.push_back({std::string(trim(text.substr(0, colon))), std::string(trim(text.substr(colon + 1)))});
  }
}

// Only the records that make an exchange are kept; others can be of any size.
size_t RecordReader::bytes_to_keep(const WarcRecord& record) const {
  return record.role() == WarcRecord::Role::other ? 0 : block_bytes_;
}

RecordReader::Step RecordReader::read_block(WarcRecord& record) {
  std::optional<uint64_t> length = parse_uint(record.field("Content-Length"));
  if (!length) return broken("a record has no Content-Length that is a number");
  record.block_bytes = *length;
  const size_t keep = bytes_to_keep(record);
  // The length is the file's word; memory is taken as the bytes come.
  uint64_t left = *length;
  while (left > 0) {
    WarcInput::State state = input_->fill();
    if (state != WarcInput::State::ready) return stopped(state);
    std::string_view part = input_->unread().substr(0, left);
    record.block += part.substr(0, keep - record.block.size());
    input_->consume(part.size());
    left -= part.size();
  }
  return skip_line_ends();
}

// Reads on to the end of the member, where its checksum is: a record is not given before it is known to be sound.
RecordReader::Step RecordReader::skip_line_ends() {
  for (;;) {
    WarcInput::State state = input_->fill();
    if (state == WarcInput::State::member_end || state == WarcInput::State::end) return Step::done;
    if (state != WarcInput::State::ready) return stopped(state);
    std::string_view unread = input_->unread();
    size_t blank = std::min(unread.find_first_not_of("\r\n"), unread.size());
    input_->consume(blank);
    if (blank < unread.size()) return Step::done;
  }
}

}  // namespace lycosa::inline archive
