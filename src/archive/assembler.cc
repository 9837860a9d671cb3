#include "archive/assembler.h"

#include <algorithm>

#include "archive/stale_encoding.h"
#include "base/text.h"

namespace lycosa::inline archive {
namespace {

using Role = WarcRecord::Role;

// The ids of a record, and of those that it says were made with it.
std::vector<std::string> ids_of(const WarcRecord& record) {
  std::vector<std::string> ids;
  for (const Header& field : record.fields) {
    for (std::string_view name : {"WARC-Record-ID", "WARC-Concurrent-To", "WARC-Refers-To"}) {
      if (equals_ignoring_case(field.name, name)) ids.push_back(field.value);
    }
  }
  return ids;
}

// Where the body begins: behind the first empty line.
size_t head_size(std::string_view block) {
  for (size_t end = block.find('\n'); end != std::string_view::npos; end = block.find('\n', end + 1)) {
    std::string_view rest = block.substr(end + 1);
    if (rest.starts_with("\r\n")) return end + 3;
    if (rest.starts_with('\n')) return end + 2;
  }
  return block.size();
}

// Heads and body out of the blocks, with what the head says.
void fill_response(Exchange& exchange, WarcRecord& response, size_t head_bytes) {
  exchange.response_head = response.block.substr(0, head_bytes);
  exchange.body = std::move(response.block);
  exchange.body.erase(0, head_bytes);
}

// What others archived with another type, or none, is HTTP when it begins so.
bool holds_http(const WarcRecord& response) {
  if (starts_with_ignoring_case(response.field("Content-Type"), "application/http")) return true;
  return is_http_url(response.url()) && starts_with_ignoring_case(response.block, "HTTP/");
}

// The head that a page archived without one would have had.
void give_head(WarcRecord& resource) {
  const std::string head =
      "HTTP/1.1 200 OK\r\nContent-Type: " + std::string(resource.field("Content-Type")) + "\r\n\r\n";
  resource.block.insert(0, head);
  resource.block_bytes += head.size();
}

// From others' files: what the records say, where ours have a metadata record.
std::optional<Exchange> exchange_of_others(WarcRecord& response, const std::string& file, DamageList& damage) {
  Exchange exchange;
  std::optional<ParsedHead> head = parse_response_head(response.block);
  if (!head) {
    damage.add(file, response.offset, "the response has no status line");
    return std::nullopt;
  }
  exchange.truncated = !response.block_is_whole() || !response.field("WARC-Truncated").empty();
  fill_response(exchange, response, head_size(response.block));
  exchange.status = head->status;
  exchange.headers = std::move(head->headers);
  exchange.protocol = std::move(head->protocol);
  for (const Header& field : response.fields) {
    if (equals_ignoring_case(field.name, "WARC-Protocol") && equals_ignoring_case(field.value, "h2"))
      exchange.protocol = "h2";
  }
  exchange.url = response.url();
  exchange.stamp = parse_time(response.field("WARC-Date")).value_or(Timestamp());
  exchange.address = response.field("WARC-IP-Address");
  forget_stale_encoding(exchange);
  return exchange;
}

Exchange own_exchange(Metadata metadata, WarcRecord* response) {
  Exchange exchange = std::move(metadata.exchange);
  if (response != nullptr && metadata.head_bytes) {
    exchange.truncated |= !response->block_is_whole();
    fill_response(exchange, *response, std::min(*metadata.head_bytes, response->block.size()));
  }
  if (!metadata.headers_given) {
    if (std::optional<ParsedHead> head = parse_response_head(exchange.response_head))
      exchange.headers = std::move(head->headers);
  }
  return exchange;
}

}  // namespace

bool Assembler::belongs(const WarcRecord& record) const {
  switch (record.role()) {
    case Role::response:
      if (response_ || has_metadata_record_) return false;
      break;
    case Role::request:
      if (request_) return false;
      break;
    case Role::metadata:
      if (has_metadata_record_) return false;
      break;
    case Role::other:
      return false;
  }
  for (const std::string& id : ids_of(record)) {
    if (std::find(ids_.begin(), ids_.end(), id) != ids_.end()) return true;
  }
  return false;
}

void Assembler::take(WarcRecord record, const std::string& file) {
  file_ = file;
  for (std::string& id : ids_of(record)) ids_.push_back(std::move(id));
  switch (record.role()) {
    case Role::response:
      place_ = record.offset;
      if (std::string_view id = record.field(kMetadataField); !id.empty()) ids_.emplace_back(id);
      response_ = std::move(record);
      break;
    case Role::request:
      request_ = std::move(record);
      break;
    case Role::metadata:
      if (!response_) place_ = record.offset;
      has_metadata_record_ = true;
      if (starts_with_ignoring_case(record.field("Content-Type"), "application/json"))
        metadata_ = read_metadata(record.block);
      break;
    case Role::other:
      break;
  }
}

// Ours say when they are; those of others end where the next begins.
bool Assembler::complete() const {
  return metadata_ && (!metadata_->has_request || request_) && (!metadata_->head_bytes || response_);
}

// Records that hold what somebody fetched, in a form that is not read.
void Assembler::pass_over(const WarcRecord& record) {
  for (const std::string_view type : {"response", "resource", "revisit", "conversion", "continuation"}) {
    if (equals_ignoring_case(record.field("WARC-Type"), type)) ++passed_over_[std::string(type)];
  }
}

std::optional<Assembler::Item> Assembler::add(WarcRecord record, const std::string& file) {
  if (record.role() == Role::other) pass_over(record);
  if (belongs(record)) {
    take(std::move(record), file);
    return complete() ? finish() : std::nullopt;
  }
  std::optional<Item> before = finish();
  take(std::move(record), file);
  // One that a single record makes waits for no other; when one stands before it, the next call finds it.
  if (!before && complete()) return finish();
  return before;
}

std::optional<Assembler::Item> Assembler::finish() {
  std::optional<WarcRecord> response = std::exchange(response_, std::nullopt);
  std::optional<WarcRecord> request = std::exchange(request_, std::nullopt);
  std::optional<Metadata> metadata = std::exchange(metadata_, std::nullopt);
  const bool is_complete = metadata && (!metadata->has_request || request) && (!metadata->head_bytes || response);
  ids_.clear();
  has_metadata_record_ = false;

  std::optional<Item> item;
  const bool is_ours = metadata || (response && !response->field(kMetadataField).empty());
  if (is_ours && !is_complete) {
    damage_.add(file_, place_, "records of the exchange are missing");
    return item;
  }
  if (is_ours) {
    item = Item{own_exchange(std::move(*metadata), response ? &*response : nullptr), {file_, place_}};
  } else if (response) {
    if (response->is_page_resource()) give_head(*response);
    if (!holds_http(*response)) {
      pass_over(*response);
      return item;
    }
    std::optional<Exchange> exchange = exchange_of_others(*response, file_, damage_);
    if (!exchange) return item;
    item = Item{std::move(*exchange), {file_, place_}};
  }
  if (item && request) item->exchange.request_head = std::move(request->block);
  return item;
}

}  // namespace lycosa::inline archive
