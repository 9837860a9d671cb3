#include "pipeline/sitemap.h"

#include <expat.h>

#include <algorithm>
#include <charconv>
#include <climits>
#include <cstddef>
#include <memory>

#include "base/text.h"

namespace lycosa::inline pipeline {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// White space that people and content systems put around a URL, beyond ASCII's.
constexpr std::string_view kUnicodeSpaces[] = {
    "\xc2\x85",     "\xc2\xa0",     "\xe1\x9a\x80", "\xe2\x80\x80", "\xe2\x80\x81", "\xe2\x80\x82", "\xe2\x80\x83",
    "\xe2\x80\x84", "\xe2\x80\x85", "\xe2\x80\x86", "\xe2\x80\x87", "\xe2\x80\x88", "\xe2\x80\x89", "\xe2\x80\x8a",
    "\xe2\x80\x8b", "\xe2\x80\xa8", "\xe2\x80\xa9", "\xe2\x80\xaf", "\xe2\x81\x9f", "\xe3\x80\x80", kByteOrderMark};

std::string_view trim_spaces(std::string_view text) {
  for (bool again = true; again;) {
    again = false;
    text = trim(text);
    for (std::string_view space : kUnicodeSpaces) {
      if (text.starts_with(space)) {
        text.remove_prefix(space.size());
        again = true;
      }
      if (text.ends_with(space)) {
        text.remove_suffix(space.size());
        again = true;
      }
    }
  }
  return text;
}

bool looks_like_url(std::string_view text) {
  return starts_with_ignoring_case(text, "http://") || starts_with_ignoring_case(text, "https://");
}

// W3C-DTF as sitemaps.org asks for, down to a year or a month alone, and the date of RSS; most files have one of these.
// A day that is not known is the first, in UTC.
std::optional<Timestamp> time_of(std::string_view text) {
  if (const auto time = parse_time(text)) return time;
  if (text.size() == 4) return parse_time(std::string(text) + "-01-01");
  if (text.size() == 7) return parse_time(std::string(text) + "-01");
  if (const auto time = parse_http_date(text)) return time;
  // RFC 822 has "+0000" where HTTP has "GMT"; other offsets are left alone.
  if (text.ends_with(" +0000")) return parse_http_date(std::string(text.substr(0, text.size() - 5)) + "GMT");
  return std::nullopt;
}

std::optional<double> priority_of(std::string_view text) {
  double value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size() || !(value >= 0 && value <= 1)) return std::nullopt;
  return value;
}

struct Name {
  std::string_view prefix, local;
};

Name split_name(std::string_view name) {
  const size_t colon = name.find(':');
  if (colon == std::string_view::npos) return {{}, name};
  return {name.substr(0, colon), name.substr(colon + 1)};
}

// Expat keeps every name that it has met, so that 50 MiB of names would become many times that. Its allocations are
// counted, and past the allowance it reports that it is out of memory.
constexpr size_t kXmlMemory = 16u << 20;
constexpr size_t kMaxDepth = 256;
thread_local size_t xml_memory_left = 0;

// Each block begins with its size, in a header that keeps the alignment.
union BlockHeader {
  size_t size;
  std::max_align_t alignment;
};

void* xml_reallocate(void* block, size_t size) {
  BlockHeader* old = block == nullptr ? nullptr : static_cast<BlockHeader*>(block) - 1;
  const size_t old_size = old == nullptr ? 0 : old->size;
  if (size > old_size && size - old_size > xml_memory_left) return nullptr;
  auto* header = static_cast<BlockHeader*>(std::realloc(old, sizeof(BlockHeader) + size));
  if (header == nullptr) return nullptr;
  xml_memory_left += old_size;
  xml_memory_left -= size;
  header->size = size;
  return header + 1;
}

void* xml_allocate(size_t size) {
  return xml_reallocate(nullptr, size);
}

void xml_free(void* block) {
  if (block == nullptr) return;
  BlockHeader* header = static_cast<BlockHeader*>(block) - 1;
  xml_memory_left += header->size;
  std::free(header);
}

constexpr XML_Memory_Handling_Suite kXmlMemorySuite = {xml_allocate, xml_reallocate, xml_free};

// Reads the XML forms in one pass over expat's events.
//
// Namespaces are told apart by prefix alone: an element counts when it has the root's prefix (RSS: none). So image:loc
// is never taken for loc, and a file whose namespace is wrong or undeclared is still read.
class XmlReader {
 public:
  XmlReader(Sitemap& sitemap, const SitemapLimits& limits) : sitemap_(sitemap), limits_(limits) {}

  void read(std::string_view body) {
    xml_memory_left = kXmlMemory;
    const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(
        XML_ParserCreate_MM(nullptr, &kXmlMemorySuite, nullptr), XML_ParserFree);
    if (!parser) {
      sitemap_.error = "no memory for an XML parser";
      return;
    }
    parser_ = parser.get();
    XML_SetUserData(parser_, this);
    XML_SetElementHandler(parser_, on_start, on_end);
    XML_SetCharacterDataHandler(parser_, on_text);
    XML_SetStartDoctypeDeclHandler(parser_, on_doctype);
    XML_SetUnknownEncodingHandler(parser_, on_unknown_encoding, nullptr);
    // One call over the whole body: expat then reads it in place, and a token that never ends is looked at once.
    if (XML_Parse(parser_, body.data(), static_cast<int>(body.size()), XML_TRUE) != XML_STATUS_OK) broke_off(body);
  }

 private:
  enum class Format { unknown, urlset, index, rss, atom };
  enum class Capture { none, location, guid, time, priority };

  static XmlReader& self(void* user) { return *static_cast<XmlReader*>(user); }
  static void on_start(void* user, const XML_Char* name, const XML_Char** attributes) {
    self(user).start(name, attributes);
  }
  static void on_end(void* user, const XML_Char*) { self(user).end(); }
  static void on_text(void* user, const XML_Char* text, int size) {
    self(user).text({text, static_cast<size_t>(size)});
  }
  static void on_doctype(void* user, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    self(user).stop("it has a DOCTYPE, which is refused");
  }
  // Every encoding in use keeps ASCII where it is, and URLs are ASCII: anything else may as well be U+FFFD.
  static int on_unknown_encoding(void*, const XML_Char*, XML_Encoding* encoding) {
    for (int i = 0; i < 256; ++i) encoding->map[i] = i < 0x80 ? i : 0xfffd;
    encoding->data = nullptr;
    encoding->convert = nullptr;
    encoding->release = nullptr;
    return XML_STATUS_OK;
  }

  void start(std::string_view full_name, const XML_Char** attributes) {
    const Name name = split_name(full_name);
    if (++depth_ > kMaxDepth) {
      stop("its elements are nested more than " + std::to_string(kMaxDepth) + " deep");
      return;
    }
    if (depth_ == 1) {
      start_root(name);
      return;
    }
    // Inside a location, elements are noise around its text (<loc><url>...</url></loc>).
    if (capture_depth_ != 0 || name.prefix != prefix_) return;
    if (entry_depth_ == 0) {
      if (name.local == entry_name_ && (depth_ == 2 || format_ == Format::rss)) start_entry();
      return;
    }
    if (depth_ != entry_depth_ + 1) return;
    if (format_ == Format::atom && name.local == "link") atom_link(attributes);
    capturing_ = capture_of(name.local);
    if (capturing_ == Capture::none) return;
    capture_depth_ = depth_;
    captured_.clear();
  }

  Capture capture_of(std::string_view element) const {
    if (format_ != Format::atom && element == location_name_) return Capture::location;
    if (format_ == Format::rss && element == "guid") return Capture::guid;
    if (element == time_name_) return Capture::time;
    return format_ == Format::urlset && element == "priority" ? Capture::priority : Capture::none;
  }

  void start_root(const Name& name) {
    prefix_ = name.prefix;
    location_name_ = "loc";
    time_name_ = "lastmod";
    if (name.local == "urlset") {
      format_ = Format::urlset;
      entry_name_ = "url";
    } else if (name.local == "sitemapindex") {
      format_ = Format::index;
      entry_name_ = "sitemap";
      sitemap_.is_index = true;
    } else if (name.local == "rss" || name.local == "RDF") {
      format_ = Format::rss;
      entry_name_ = "item";
      location_name_ = "link";
      time_name_ = "pubDate";
      prefix_.clear();
    } else if (name.local == "feed") {
      format_ = Format::atom;
      entry_name_ = "entry";
      time_name_ = "updated";
    } else {
      stop("its root element is <" + std::string(utf8_prefix(name.local, 60)) +
           ">; a sitemap has urlset, sitemapindex, rss or feed");
    }
  }

  void start_entry() {
    entry_depth_ = depth_;
    entry_begins_ = sitemap_.entries.size();
    lastmod_.reset();
    priority_.reset();
    fallback_.clear();
  }

  // The entry's page is its link without a relation, or with the relation "alternate" (RFC 4287, section 4.2.7.2).
  void atom_link(const XML_Char** attributes) {
    std::string_view href, rel = "alternate";
    for (; *attributes != nullptr; attributes += 2) {
      const std::string_view key = attributes[0];
      if (key == "href") href = attributes[1];
      if (key == "rel") rel = attributes[1];
    }
    if (rel == "alternate" && !entry_has_location()) add(href);
  }

  void text(std::string_view piece) {
    if (capture_depth_ != 0) {
      captured_ += piece;
    } else if (format_ == Format::index && depth_ == entry_depth_ && depth_ != 0) {
      // Some indexes have the URL in <sitemap> itself, without a <loc>.
      fallback_ += piece;
    }
  }

  void end() {
    if (capture_depth_ == depth_) end_capture();
    if (entry_depth_ == depth_) end_entry();
    --depth_;
  }

  void end_capture() {
    capture_depth_ = 0;
    const std::string_view text = trim_spaces(captured_);
    switch (capturing_) {
      case Capture::none:
        return;
      case Capture::location:
        if (format_ != Format::rss || !entry_has_location()) add(text);
        return;
      case Capture::guid:
        // A guid need not be a URL, and where there is a link, that is the page.
        fallback_ = text;
        return;
      case Capture::time:
        lastmod_ = time_of(text);
        return;
      case Capture::priority:
        priority_ = priority_of(text);
        return;
    }
  }

  void end_entry() {
    if (!entry_has_location() && looks_like_url(trim_spaces(fallback_))) add(fallback_);
    entry_depth_ = 0;
    for (size_t i = entry_begins_; i < sitemap_.entries.size(); ++i) {
      sitemap_.entries[i].lastmod = lastmod_;
      sitemap_.entries[i].priority = priority_;
    }
  }

  bool entry_has_location() const { return sitemap_.entries.size() > entry_begins_; }

  void add(std::string_view location) {
    location = trim_spaces(location);
    if (location.empty() || stopped_) return;
    if (sitemap_.entries.size() >= limits_.max_urls) {
      sitemap_.truncated = true;
      stop("");
      return;
    }
    sitemap_.entries.push_back({std::string(location), {}, {}});
  }

  void stop(std::string why) {
    if (stopped_) return;
    stopped_ = true;
    sitemap_.error = std::move(why);
    XML_StopParser(parser_, XML_FALSE);
  }

  void broke_off(std::string_view body) {
    if (stopped_) return;
    const XML_Index at = XML_GetCurrentByteIndex(parser_);
    const bool before_markup = at >= 0 && static_cast<size_t>(at) < body.size() && body[static_cast<size_t>(at)] == '<';
    // A file that ends inside the tag after a location has the whole location; one that ends in its text may not.
    if (capture_depth_ != 0 && before_markup && XML_GetErrorCode(parser_) == XML_ERROR_UNCLOSED_TOKEN) end_capture();
    if (sitemap_.truncated) return;  // by our own limit: the end is no fault of the file's
    sitemap_.error =
        "line " + std::to_string(XML_GetCurrentLineNumber(parser_)) + ": " + XML_ErrorString(XML_GetErrorCode(parser_));
  }

  Sitemap& sitemap_;
  const SitemapLimits& limits_;
  XML_Parser parser_ = nullptr;
  Format format_ = Format::unknown;
  std::string prefix_;
  std::string_view entry_name_, location_name_, time_name_;
  size_t depth_ = 0;          // of open elements
  size_t entry_depth_ = 0;    // of the open url, sitemap, item or entry; 0 outside
  size_t capture_depth_ = 0;  // of the open element whose text is wanted; 0 outside
  Capture capturing_ = Capture::none;
  size_t entry_begins_ = 0;  // its first place in the sitemap's entries
  std::optional<Timestamp> lastmod_;
  std::optional<double> priority_;
  bool stopped_ = false;
  std::string captured_;
  std::string fallback_;  // used when the entry has no location of its own
};

// One URL a line. Lines that are no URL are left out, and a file without any is not a sitemap.
void read_lines(std::string_view body, Sitemap& sitemap, const SitemapLimits& limits) {
  while (!body.empty()) {
    const size_t end = body.find_first_of("\r\n");
    const std::string_view line = trim_spaces(body.substr(0, end));
    // The last line of a file that was cut may be the beginning of a URL.
    const bool cut = end == std::string_view::npos && sitemap.truncated;
    body.remove_prefix(end == std::string_view::npos ? body.size() : end + 1);
    if (cut || !looks_like_url(line)) continue;
    if (sitemap.entries.size() >= limits.max_urls) {
      sitemap.truncated = true;
      return;
    }
    sitemap.entries.push_back({to_valid_utf8(line), {}, {}});
  }
  if (sitemap.entries.empty()) sitemap.error = "it is neither XML nor a list of URLs";
}

bool is_utf16(std::string_view body) {
  return body.starts_with("\xff\xfe") || body.starts_with("\xfe\xff");
}

// `truncated`: the body is the beginning of a longer one.
Sitemap read(std::string_view body, bool truncated, const SitemapLimits& limits) {
  Sitemap sitemap;
  sitemap.truncated = truncated;
  const size_t max_bytes = std::min(limits.max_bytes, static_cast<size_t>(INT_MAX));
  if (body.size() > max_bytes) {
    body = body.substr(0, max_bytes);
    sitemap.truncated = true;
  }
  if (!is_utf16(body)) body = trim_spaces(body);  // an XML declaration must come first, and often does not
  if (body.empty()) {
    sitemap.error = "it is empty";
  } else if (body.front() == '<' || is_utf16(body)) {
    XmlReader(sitemap, limits).read(body);
  } else {
    read_lines(body, sitemap, limits);
  }
  return sitemap;
}

}  // namespace

Sitemap read_sitemap(std::string_view body, const SitemapLimits& limits) {
  return read(body, false, limits);
}

Sitemap process_sitemap(const Exchange& exchange, const DecodeLimits& decode, const SitemapLimits& limits) {
  DecodeLimits bounded = decode;
  bounded.max_bytes = limits.max_bytes;
  DecodedBody body = decode_body(exchange, bounded);
  if (!body.failed && std::string_view(body.bytes).starts_with("\x1f\x8b")) {
    Exchange file;
    file.status = 200;
    file.headers = {{"Content-Encoding", "gzip"}};
    file.body = std::move(body.bytes);
    const bool truncated = body.truncated;
    body = decode_body(file, bounded);
    body.truncated |= truncated;
  }
  if (body.failed) {
    Sitemap unread;
    unread.error = body.detail;
    return unread;
  }
  return read(body.bytes, body.truncated, limits);
}

}  // namespace lycosa::inline pipeline
