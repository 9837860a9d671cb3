#include "pipeline/sitemap_xml.h"

#include <libxml/SAX2.h>
#include <libxml/parser.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <optional>
#include <string>

#include "base/text.h"
#include "pipeline/xml_mender.h"

namespace lycosa::inline pipeline {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// White space that people and content systems put around a URL, beyond ASCII's.
constexpr std::string_view kUnicodeSpaces[] = {
    "\xc2\x85",     "\xc2\xa0",     "\xe1\x9a\x80", "\xe2\x80\x80", "\xe2\x80\x81", "\xe2\x80\x82", "\xe2\x80\x83",
    "\xe2\x80\x84", "\xe2\x80\x85", "\xe2\x80\x86", "\xe2\x80\x87", "\xe2\x80\x88", "\xe2\x80\x89", "\xe2\x80\x8a",
    "\xe2\x80\x8b", "\xe2\x80\xa8", "\xe2\x80\xa9", "\xe2\x80\xaf", "\xe2\x81\x9f", "\xe3\x80\x80", kByteOrderMark};

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

// Of all names and attributes that a file has, kept by libxml2; and of elements that are open at once, which are more
// the more of them are never closed.
constexpr size_t kMaxNames = 1u << 20;
constexpr size_t kMaxDepth = 65536;
// Elements in which one that begins a sitemap must stand, and bytes of one location.
constexpr size_t kMaxBeforeRoot = 1000;
constexpr size_t kMaxCaptured = 64u << 10;
constexpr size_t kMaxMessage = 200;

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

enum class Format { unknown, urlset, index, rss, atom };

// The elements that begin a sitemap, in lower case, and how theirs are called that say a page's location and time.
struct Root {
  std::string_view name;
  Format format;
  std::string_view location, time;
};
constexpr std::array<Root, 5> kRoots = {{{"urlset", Format::urlset, "loc", "lastmod"},
                                         {"sitemapindex", Format::index, "loc", "lastmod"},
                                         {"rss", Format::rss, "link", "pubDate"},
                                         {"rdf", Format::rss, "link", "pubDate"},
                                         {"feed", Format::atom, "", "updated"}}};
constexpr size_t kMaxNoise = 8192;  // bytes before it

struct Name {
  std::string_view prefix, local;

  bool is(std::string_view name) const { return equals_ignoring_case(local, name); }
};

#if LIBXML_VERSION >= 21200
using ErrorPointer = const xmlError*;
#else
using ErrorPointer = xmlError*;
#endif

struct ParserDeleter {
  void operator()(xmlParserCtxt* parser) const {
    if (parser->myDoc != nullptr) xmlFreeDoc(parser->myDoc);
    xmlFreeParserCtxt(parser);
  }
};

// Reads the XML forms in one pass over the events of libxml2's push parser.
//
// The parser gets what the mender makes of the file inside an element of ours, so that noise before the root, text
// behind it and a second root are content and no end of it. Namespaces are told apart by prefix alone: an element
// counts when it has the root's prefix (RSS: none). So image:loc is never taken for loc, and a file whose namespace is
// wrong or undeclared is still read. Names are compared without regard to case.
class XmlReader {
 public:
  XmlReader(Sitemap& sitemap, const SitemapLimits& limits) : sitemap_(sitemap), limits_(limits) {}

  void read(std::string_view body) {
    xmlSAXHandler handler{};
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = on_start;
    handler.endElementNs = on_end;
    handler.characters = handler.ignorableWhitespace = on_text;
    handler.serror = on_fault;
    const std::unique_ptr<xmlParserCtxt, ParserDeleter> parser(
        xmlCreatePushParserCtxt(&handler, this, nullptr, 0, nullptr));
    if (!parser) {
      sitemap_.error = "no memory for an XML parser";
      return;
    }
    parser_ = parser.get();
    // Depth, and the length of what is between two tags, are bounded here and by the mender.
    xmlCtxtUseOptions(parser_, XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_HUGE);
    xmlDictSetLimit(parser_->dict, kMaxNames);
    XmlMender mender(body);
    feed("<lycosa>");
    for (std::string_view piece = mender.next(); !piece.empty() && !stopped_; piece = mender.next()) feed(piece);
    if (!stopped_) end_of_file(mender);
    if (!mender.fault().empty()) note(mender.fault_line(), mender.fault());
  }

 private:
  enum class Capture { none, location, guid, time, priority };

  static XmlReader& self(void* user) { return *static_cast<XmlReader*>(user); }
  static void on_start(void* user, const xmlChar* local, const xmlChar* prefix, const xmlChar*, int, const xmlChar**,
                       int attribute_count, int, const xmlChar** attributes) {
    self(user).start({view(prefix), view(local)}, attributes, attribute_count);
  }
  static void on_end(void* user, const xmlChar*, const xmlChar*, const xmlChar*) { self(user).end(); }
  static void on_text(void* user, const xmlChar* text, int size) {
    self(user).text({reinterpret_cast<const char*>(text), static_cast<size_t>(size)});
  }
  static void on_fault(void* user, ErrorPointer error) { self(user).fault(*error); }

  void feed(std::string_view piece) { xmlParseChunk(parser_, piece.data(), static_cast<int>(piece.size()), 0); }

  // Namespaces are no matter of ours, and what is missing at the end is told otherwise.
  void fault(const xmlError& error) {
    if (stopped_ || at_end_ || error.domain == XML_FROM_NAMESPACE || error.level == XML_ERR_WARNING) return;
    if (error.code == XML_ERR_NO_MEMORY)
      return stop("it has more than " + std::to_string(kMaxNames) + " bytes of names");
    const std::string_view message = error.message == nullptr ? "it is not XML" : trim(error.message);
    note(error.line > 0 ? static_cast<size_t>(error.line) : 1, to_valid_utf8(message.substr(0, kMaxMessage)));
  }

  size_t line() const { return static_cast<size_t>(xmlSAX2GetLineNumber(parser_)); }

  // The fault that stands first in the file is the one to tell.
  void note(size_t line, std::string what) {
    if (sitemap_.fault && sitemap_.fault->line <= line) return;
    sitemap_.fault = SitemapFault{line, std::move(what)};
  }

  void start(const Name& name, const xmlChar** attributes, int attribute_count) {
    if (++depth_ > kMaxDepth) {
      return stop("more than " + std::to_string(kMaxDepth) + " of its elements are open at once");
    }
    if (depth_ == 1) return;  // ours
    if (capture_depth_ != 0) {
      // Inside a location, elements are noise around its text (<loc><url>...</url></loc>), unless the text is there
      // already: then it was not closed.
      if (trim_spaces(captured_).empty() || !begins_anything(name)) return;
      end_capture();
    }
    if (begins_root(name)) return;
    if (format_ == Format::unknown) return come_nearer(name);
    if (name.prefix != prefix_) return;
    if (begins_entry(name)) return start_entry(name);
    if (entry_depth_ == 0 || depth_ != entry_depth_ + 1) return;
    if (format_ == Format::atom && name.is("link")) atom_link(attributes, attribute_count);
    capturing_ = capture_of(name);
    if (capturing_ == Capture::none) return;
    capture_depth_ = depth_;
    captured_.clear();
  }

  static const Root* root_of(const Name& name) {
    const auto* found =
        std::find_if(kRoots.begin(), kRoots.end(), [&](const Root& root) { return name.is(root.name); });
    return found == kRoots.end() ? nullptr : found;
  }

  // An entry's own element may have the name of a root.
  bool begins_root(const Name& name) {
    const Root* root = entry_depth_ == 0 ? root_of(name) : nullptr;
    if (root == nullptr) return false;
    format_ = root->format;
    prefix_ = format_ == Format::rss ? "" : name.prefix;
    location_name_ = root->location;
    time_name_ = root->time;
    return true;
  }

  void come_nearer(const Name& name) {
    if (first_.empty()) first_ = utf8_prefix(name.local, 60);
    if (++before_root_ > kMaxBeforeRoot) no_root();
  }

  void no_root() {
    stop(first_.empty() ? "it has no elements"
                        : "its root element is <" + first_ + ">; a sitemap has urlset, sitemapindex, rss or feed");
  }

  // A urlset can name sitemaps, and an index pages.
  bool begins_entry(const Name& name) const {
    switch (format_) {
      case Format::unknown:
        return false;
      case Format::urlset:
      case Format::index:
        return name.is("url") || name.is("sitemap");
      case Format::rss:
        return name.is("item");
      case Format::atom:
        return name.is("entry");
    }
    return false;
  }

  bool begins_anything(const Name& name) const {
    return name.prefix == prefix_ && (begins_entry(name) || capture_of(name) != Capture::none || name.is("changefreq"));
  }

  Capture capture_of(const Name& name) const {
    if (name.is(location_name_)) return Capture::location;
    if (format_ == Format::rss && name.is("guid")) return Capture::guid;
    if (name.is(time_name_)) return Capture::time;
    return format_ == Format::urlset && name.is("priority") ? Capture::priority : Capture::none;
  }

  void start_entry(const Name& name) {
    if (entry_depth_ != 0) end_entry();  // it was not closed
    entry_depth_ = depth_;
    entry_role_ = name.is("sitemap") ? Role::sitemap : Role::page;
    entry_begins_ = sitemap_.entries.size();
    lastmod_.reset();
    priority_.reset();
    fallback_.clear();
  }

  // The entry's page is its link without a relation, or with the relation "alternate" (RFC 4287, section 4.2.7.2).
  void atom_link(const xmlChar** attributes, int count) {
    std::string_view href, rel = "alternate";
    // Each has five: its name, its prefix, its namespace, where its value begins and where it ends.
    for (int i = 0; i < count; ++i, attributes += 5) {
      const auto* begin = reinterpret_cast<const char*>(attributes[3]);
      const std::string_view value(begin, static_cast<size_t>(reinterpret_cast<const char*>(attributes[4]) - begin));
      if (view(attributes[0]) == "href") href = value;
      if (view(attributes[0]) == "rel") rel = value;
    }
    if (rel == "alternate" && !entry_has_location()) add(href);
  }

  void text(std::string_view piece) {
    if (capture_depth_ != 0) {
      captured_ += piece.substr(0, kMaxCaptured - std::min(kMaxCaptured, captured_.size()));
    } else if (format_ == Format::index && depth_ == entry_depth_ && depth_ != 0 && fallback_.size() < kMaxCaptured) {
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
        // The beginning of a location is another one.
        if (captured_.size() >= kMaxCaptured) return note(line(), "a location of more than 65535 bytes");
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
    // What the file's own entities stand for is not known.
    if (location.empty() || stopped_) return;
    if (location.find(XmlMender::kUnknown) != std::string_view::npos) {
      ++sitemap_.skipped;
      return;
    }
    if (sitemap_.entries.size() >= limits_.max_urls) {
      sitemap_.cut = too_many_urls(limits_);
      return stop("");
    }
    sitemap_.entries.push_back({std::string(location), {}, {}, entry_role_});
  }

  void stop(std::string why) {
    if (stopped_) return;
    stopped_ = true;
    sitemap_.error = std::move(why);
    xmlStopParser(parser_);
  }

  // A file that ends inside the tag after a location has the whole location; one that ends in its text may not.
  void end_of_file(const XmlMender& mender) {
    const bool open = depth_ > 1;
    at_end_ = true;
    xmlParseChunk(parser_, nullptr, 0, 1);  // text that it still holds back
    if (capture_depth_ != 0 && mender.ended_in_tag()) end_capture();
    if (entry_depth_ != 0) end_entry();
    if (format_ == Format::unknown) return no_root();
    if (open && sitemap_.cut.empty()) note(mender.lines(), "the file ends and elements are open");
  }

  Sitemap& sitemap_;
  const SitemapLimits& limits_;
  xmlParserCtxt* parser_ = nullptr;
  Format format_ = Format::unknown;
  std::string prefix_;  // of the root and so of all that counts
  std::string_view location_name_, time_name_;
  std::string first_;         // the first element's name
  size_t before_root_ = 0;    // elements that were no root
  size_t depth_ = 0;          // of open elements, with ours
  size_t entry_depth_ = 0;    // of the open url, sitemap, item or entry; 0 outside
  size_t capture_depth_ = 0;  // of the open element whose text is wanted; 0 outside
  Capture capturing_ = Capture::none;
  Role entry_role_ = Role::page;
  size_t entry_begins_ = 0;  // its first place in the sitemap's entries
  std::optional<Timestamp> lastmod_;
  std::optional<double> priority_;
  bool stopped_ = false;
  bool at_end_ = false;
  std::string captured_;
  std::string fallback_;  // used when the entry has no location of its own
};

}  // namespace

std::string too_many_urls(const SitemapLimits& limits) {
  return "it has more URLs than sitemap-urls, " + std::to_string(limits.max_urls);
}

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

bool has_xml_behind_noise(std::string_view text) {
  const std::string head = ascii_lower(text.substr(0, kMaxNoise));
  if (head.find("<?xml") != std::string::npos) return true;
  return std::any_of(kRoots.begin(), kRoots.end(), [&](const Root& root) {
    const size_t at = head.find(root.name);
    return at != std::string::npos && at > 0 && (head[at - 1] == '<' || head[at - 1] == ':');
  });
}

void read_sitemap_xml(std::string_view body, const SitemapLimits& limits, Sitemap& sitemap) {
  xmlInitParser();
  XmlReader(sitemap, limits).read(body);
}

}  // namespace lycosa::inline pipeline
