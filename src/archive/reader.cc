#include <filesystem>

#include "archive/archive.h"
#include "archive/assembler.h"
#include "archive/files.h"
#include "archive/record_reader.h"
#include "base/text.h"

namespace lycosa::inline archive {
namespace {

Result<RecordReader> open_file(const std::string& folder, const ArchivePlace& place, ArchiveReadOptions options,
                               DamageList& damage) {
  Result<std::unique_ptr<WarcInput>> input = WarcInput::open(folder + "/" + place.file, place.offset);
  if (!input) return input.unexpected();
  return RecordReader(std::move(*input), place.file, options.block_bytes, damage);
}

}  // namespace

struct ArchiveReader::State {
  std::string folder;
  std::vector<std::string> files;
  bool whole_folder = false;
  size_t next_file = 0;
  ArchiveReadOptions options;
  DamageList damage;
  std::optional<RecordReader> records;
  Assembler assembler{damage};
  uint64_t record_count = 0;
  uint64_t response_count = 0;
};

ArchiveReader::ArchiveReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
ArchiveReader::~ArchiveReader() = default;

Result<std::unique_ptr<ArchiveReader>> ArchiveReader::open(const std::string& path, ArchiveReadOptions options) {
  auto state = std::make_unique<State>();
  state->options = options;
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    Result<std::vector<std::string>> files = archive_files(path);
    if (!files) return files.unexpected();
    state->folder = path;
    state->files = std::move(*files);
    state->whole_folder = true;
  } else if (std::filesystem::exists(path, error)) {
    std::filesystem::path file(path);
    state->folder = file.has_parent_path() ? file.parent_path().string() : ".";
    state->files = {file.filename().string()};
  } else {
    return fail(ErrorKind::not_found, "there is no archive at " + path + "; name a WARC file, or a folder of them");
  }
  return std::unique_ptr<ArchiveReader>(new ArchiveReader(std::move(state)));
}

Result<std::optional<ArchiveReader::Item>> ArchiveReader::next() {
  State& state = *state_;
  for (;;) {
    if (!state.records) {
      if (state.next_file == state.files.size()) return std::optional<Item>();
      const ArchivePlace start{state.files[state.next_file++], 0};
      Result<RecordReader> records = open_file(state.folder, start, state.options, state.damage);
      if (!records && state.whole_folder && records.error().kind == ErrorKind::invalid) {
        state.damage.add(start.file, 0, "it is not a file");
        continue;
      }
      if (!records) return records.unexpected();
      state.records.emplace(std::move(*records));
    }
    Result<std::optional<WarcRecord>> record = state.records->next();
    std::optional<Item> item;
    if (record && *record) {
      ++state.record_count;
      if ((*record)->field("WARC-Type") == "response") ++state.response_count;
      item = state.assembler.add(std::move(**record), state.records->file());
    } else {
      state.records.reset();
      if (!record) return record.unexpected();
      item = state.assembler.finish();
    }
    if (item) return item;
  }
}

const std::vector<ArchiveDamage>& ArchiveReader::damage() const {
  return state_->damage.list();
}
uint64_t ArchiveReader::records() const {
  return state_->record_count;
}
uint64_t ArchiveReader::responses() const {
  return state_->response_count;
}

const std::map<std::string, uint64_t>& ArchiveReader::passed_over() const {
  return state_->assembler.passed_over();
}

Result<Exchange> read_exchange(const std::string& folder, const ArchivePlace& place, ArchiveReadOptions options) {
  if (place.file.find('/') != std::string::npos) {
    return fail(ErrorKind::invalid, "an archive file is named without folders, not " + visible(place.file));
  }
  DamageList damage;
  Result<RecordReader> records = open_file(folder, place, options, damage);
  if (!records) return records.unexpected();
  Assembler assembler(damage);
  std::optional<ArchiveReader::Item> item;
  for (bool more = true; more && !item;) {
    Result<std::optional<WarcRecord>> record = records->next();
    if (!record) return record.unexpected();
    // Behind damage stand other exchanges than the one that was asked for.
    more = record->has_value() && damage.list().empty();
    item = more ? assembler.add(std::move(**record), place.file) : assembler.finish();
  }
  if (item && item->place.offset == place.offset) return std::move(item->exchange);
  std::string why = damage.list().empty() ? "no exchange begins there" : damage.list().front().what;
  return fail(ErrorKind::corrupt, "the archive file " + place.file + " has no sound exchange at byte " +
                                      std::to_string(place.offset) + ": " + why +
                                      "; fetch the page again, or restore the file from a copy");
}

}  // namespace lycosa::inline archive
