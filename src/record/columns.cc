#include "record/columns.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace lycosa::inline record {
namespace {

constexpr ColumnType kInteger = ColumnType::integer;
constexpr ColumnType kReal = ColumnType::real;
constexpr ColumnType kText = ColumnType::text;
constexpr ColumnType kBlob = ColumnType::blob;

constexpr Column known(std::string_view name, ColumnType type, std::string_view sentence) {
  return {name, type, false, false, sentence};
}
constexpr Column maybe(std::string_view name, ColumnType type, std::string_view sentence) {
  return {name, type, true, false, sentence};
}

constexpr Column shown(Column column, Face face) {
  column.face = face;
  return column;
}

// Shown in a report however it is read, and compared between two reports besides.
constexpr unsigned kReported = kInJson | kInTerminal | kOnPage;
constexpr unsigned kCompared = kReported | kInComparison;

constexpr Column merged(Merge merge, Column column) {
  column.merge = merge;
  return column;
}

constexpr Column kRootHash{"root_hash", kInteger, false, true,
                           "SipHash-2-4 of the root with its top bit cleared; modulo the shard count it is the shard"};
constexpr Column kUnparsed = known("src_unparsed", kText, "Unparsed URL of the page");
constexpr Column kVer =
    known("ver", kInteger, "Version: stamp of the crawl in ms; of two rows with one key the larger wins");
constexpr Column kContentHash{"content_hash", kInteger, true, true, "63 bits of a hash of the decoded body"};
constexpr Column kSimilarityHash{"similarity_hash", kInteger, true, true,
                                 "Similarity hash of the readable text, 64 bits as a signed number"};
constexpr Column kArchiveFile = maybe("archive_file", kText, "File of the archive that holds the exchange");
constexpr Column kArchiveOffset = maybe("archive_offset", kInteger, "Where its record begins in that file, in bytes");

constexpr Column kPageInfo[] = {
    kRootHash,
    kUnparsed,
    shown(known("download_stamp", kInteger, "When the last crawl was answered, in Unix seconds"),
          {.member = "last_crawled", .label = "Last Crawled", .form = Form::stamp, .shown = kReported, .rank = 1}),
    shown(known("download_http_code", kInteger, "HTTP status code of the answer"),
          {.member = "http_status", .label = "HTTP Status Code", .shown = kCompared, .rank = 3}),
    shown(known("download_type", kText, "Media type, lower case, without parameters"),
          {.member = "type", .label = "Type", .shown = kCompared}),
    shown(known("download_size", kInteger, "Size of the decoded body in bytes"),
          {.member = "size", .label = "Size", .form = Form::bytes, .shown = kCompared}),
    shown(known("wire_size", kInteger, "Size of the body as it came, in bytes"),
          {.member = "wire_size", .before = ", ", .after = " on the wire", .form = Form::bytes, .shown = kReported}),
    shown(known("download_ms", kInteger, "Time that the fetch took, in ms"),
          {.member = "download_ms", .before = ", in ", .form = Form::duration, .shown = kReported}),
    shown(known("protocol", kText, "Protocol of the answer"),
          {.member = "protocol", .before = ", over ", .shown = kReported}),
    shown(known("charset", kText, "Encoding that the page was decoded with"),
          {.member = "charset", .label = "Encoding", .shown = kCompared}),
    shown(maybe("meta_title", kText, "Title; null when there is none"),
          {.member = "meta_title", .label = "Meta Title", .absent = "not set", .shown = kCompared, .rank = 4}),
    shown(maybe("meta_description", kText, "Description from the page's metadata; null when there is none"),
          {.member = "meta_description",
           .label = "Meta Description",
           .absent = "not set",
           .shown = kCompared,
           .rank = 5}),
    shown(maybe("meta_canonical", kText, "Canonical as an unparsed URL; null when none is declared"),
          {.member = "meta_canonical",
           .label = "Meta Canonical",
           .absent = "not set",
           .form = Form::url,
           .shown = kCompared,
           .rank = 6}),
    shown(maybe("meta_canonical_raw", kText, "Canonical as it stood in the page or header"),
          {.member = "meta_canonical_raw", .shown = kInJson}),
    shown(maybe("meta_canonical_source", kText, "Where the canonical was declared"),
          {.member = "meta_canonical_source", .shown = kInJson}),
    shown(maybe("meta_lang", kText, "Language that the page declares"),
          {.member = "meta_lang", .label = "Language", .before = "declared ", .shown = kCompared}),
    shown(maybe("text_lang", kText, "Language that was detected in its text"),
          {.member = "text_lang", .before = ", detected ", .shown = kCompared}),
    shown(maybe("directives", kText, "Robots directives of header and page with their places"),
          {.member = "directives", .label = "Directives", .shown = kCompared}),
    shown(maybe("fh_dont_index", kInteger, "1 when host or page must not be indexed, else 0"),
          {.member = "fh_dont_index", .shown = kInJson | kInComparison}),
    shown(maybe("fh_dont_index_reason", kText, "Reason code behind a 1"),
          {.member = "fh_dont_index_reason", .shown = kInJson}),
    shown(maybe("fh_dont_index_evidence", kText, "What that rests on"),
          {.member = "fh_dont_index_evidence", .shown = kInJson}),
    shown(maybe("ml_spam_score", kReal,
                "0 when the scorer found the page clean, else its score up to 1; null when not scored"),
          {.member = "ml_spam_score", .shown = kInJson | kInComparison}),
    shown(maybe("ml_spam_evidence", kText, "Signals that made the score"),
          {.member = "ml_spam_evidence", .shown = kInJson}),
    shown(maybe("soft_404_score", kReal,
                "Sum of the signals of a page that says that it is not there; null when not scored"),
          {.member = "soft_404_score", .label = "Soft 404 Signals", .shown = kReported}),
    shown(maybe("soft_404_evidence", kText, "Signals that made the sum; null when none did"),
          {.member = "soft_404_evidence", .before = ": ", .shown = kReported}),
    shown(
        maybe("needs_js_score", kReal, "Sum of the signals of a page whose text comes by script; null when not scored"),
        {.member = "needs_js_score", .label = "Needs JavaScript Signals", .shown = kReported}),
    shown(maybe("needs_js_evidence", kText, "Signals that made the sum; null when none did"),
          {.member = "needs_js_evidence", .before = ": ", .shown = kReported}),
    shown(maybe("history_drop_reason", kText,
                "Reason code for which the page's history keeps it out; null when none does"),
          {.member = "history_drop_reason", .shown = kInJson | kInComparison}),
    shown(maybe("history_drop_evidence", kText, "What that rests on"),
          {.member = "history_drop_evidence", .shown = kInJson}),
    shown(kContentHash, {.member = "content_hash", .shown = kInJson | kInComparison}),
    shown(kSimilarityHash, {.member = "similarity_hash", .shown = kInJson}),
    shown(maybe("redirect_target", kText, "Where the page redirects to, as an unparsed URL"),
          {.member = "redirect_target", .label = "Redirect Target", .form = Form::url, .shown = kCompared}),
    shown(maybe("redirect_raw", kText, "Location header, or refresh, as it stood"),
          {.member = "redirect_raw", .shown = kInJson}),
    shown(maybe("etag", kText, "ETag header as it stood"), {.member = "etag", .shown = kInJson}),
    shown(maybe("last_modified", kText, "Last-Modified header as it stood"),
          {.member = "last_modified", .shown = kInJson}),
    shown(maybe("unavailable_after_stamp", kInteger, "When the page asks to leave the index, in Unix seconds"),
          {.member = "unavailable_after", .label = "Unavailable After", .form = Form::stamp, .shown = kReported}),
    shown(merged(Merge::least, maybe("first_indexed_stamp", kInteger,
                                     "First download_stamp at which all index filters passed; null before")),
          {.member = "first_indexed",
           .label = "First Indexed",
           .absent = "not yet",
           .form = Form::stamp,
           .shown = kReported,
           .rank = 2}),
    shown(merged(Merge::least, known("first_crawled_stamp", kInteger, "First download_stamp that was stored")),
          {.member = "first_crawled", .label = "First Crawled", .form = Form::stamp, .shown = kReported}),
    shown(known("flags", kText, "Flags of the crawl, space-separated, such as truncated"),
          {.member = "flags", .label = "Flags", .form = Form::words, .shown = kCompared}),
    shown(
        maybe("parse_errors", kText,
              "Parse errors of the page by the HTML standard's names, each with its number; null when there are none"),
        {.member = "parse_errors", .label = "Parse Errors", .shown = kReported}),
    shown(known("words", kInteger, "Words of all visible text"),
          {.member = "words", .label = "Words", .shown = kCompared}),
    shown(maybe("link_density", kReal, "Share of those words that stand in links; null when the page was not read"),
          {.member = "link_density",
           .before = ", ",
           .after = " of them in links",
           .form = Form::share,
           .shown = kReported}),
    shown(known("links_found", kInteger, "Links of every kind in the page"),
          {.member = "links_found", .label = "Links", .after = " found", .shown = kCompared}),
    shown(known("links_not_http", kInteger, "Those of them that are not http or https"),
          {.member = "links_not_http", .before = ", ", .after = " of them not http", .shown = kReported}),
    shown(known("links_invalid", kInteger, "Those of them that are not URLs"),
          {.member = "links_invalid", .before = ", ", .after = " not URLs", .shown = kReported}),
    shown(
        maybe("sitemap_urls", kInteger, "URLs that were taken from it as a sitemap; null when it was not read as one"),
        {.member = "sitemap_urls", .label = "Sitemap", .after = " URLs taken", .shown = kCompared}),
    shown(maybe("sitemap_skipped", kInteger, "Its locations that are no http or https URLs"),
          {.member = "sitemap_skipped", .before = ", ", .after = " locations skipped", .shown = kReported}),
    shown(maybe("sitemap_fault", kText, "The first thing that it has wrong as a sitemap, behind which it was read on"),
          {.member = "sitemap_fault", .label = "Sitemap Fault", .shown = kCompared}),
    shown(maybe("sitemap_end", kText, "Why it was not read to its end as a sitemap, or not at all; null when it was"),
          {.member = "sitemap_end", .label = "Sitemap Read Until", .shown = kCompared}),
    merged(Merge::greatest, maybe("links_ver", kInteger,
                                  "ver of the crawl whose outgoing links are the current ones; null when it has none")),
    shown(kArchiveFile, {.member = "archive_file", .label = "Archive", .shown = kReported}),
    shown(kArchiveOffset, {.member = "archive_offset", .before = " at byte ", .shown = kReported}),
    kVer,
};

constexpr Column kPageText[] = {
    kRootHash,
    kUnparsed,
    known("boilerpipe_text", kBlob, "Main text, one zstd frame of UTF-8 against markdown"),
    known("markdown", kBlob, "Whole page as Markdown, one zstd frame of UTF-8"),
    known("readable_markdown", kBlob, "Main content as Markdown, one zstd frame of UTF-8 against markdown"),
    kVer,
};

constexpr Column kPageHistory[] = {
    kRootHash,
    kUnparsed,
    shown(known("event_stamp_ms", kInteger, "When it happened, in Unix ms"),
          {.member = "at", .form = Form::stamp_ms, .shown = kInJson}),
    shown(known("outcome", kText, "answered, or the reason code of the failure"),
          {.member = "outcome", .shown = kInJson}),
    shown(maybe("download_http_code", kInteger, "HTTP status code; null when no answer came"),
          {.member = "http_status", .shown = kInJson}),
    shown(kContentHash, {.member = "content_hash", .shown = kInJson}),
    shown(kSimilarityHash, {.member = "similarity_hash", .shown = kInJson}),
    shown(known("verdict", kText, "INDEXABLE, NOT_INDEXABLE or NOT_CRAWLED, as judged then"),
          {.member = "verdict", .shown = kInJson}),
    shown(maybe("reason", kText, "Reason code that decided"), {.member = "reason", .shown = kInJson}),
    shown(maybe("history_drop_reason", kText, "Drop reason that was stored then"),
          {.member = "history_drop_reason", .shown = kInJson}),
    shown(maybe("detail", kText, "What the outcome rests on"), {.member = "detail", .shown = kInJson}),
    shown(maybe("run", kInteger, "Run that fetched it; null when it is not known"),
          {.member = "run", .form = Form::stamp_ms, .shown = kInJson}),
    shown(kArchiveFile, {.member = "archive_file", .shown = kInJson}),
    shown(kArchiveOffset, {.member = "archive_offset", .shown = kInJson}),
    kVer,
};

constexpr Column kRobots[] = {
    kRootHash,
    shown(known("host", kText, "Origin: unparsed host, space, scheme letter and port"),
          {.member = "origin", .shown = kInJson}),
    shown(known("fetch_stamp_ms", kInteger, "When it was fetched, in Unix ms"),
          {.member = "fetched", .form = Form::stamp_ms, .shown = kInJson}),
    shown(maybe("http_code", kInteger, "HTTP status code of the last hop; null when no answer came"),
          {.member = "http_status", .shown = kInJson}),
    shown(known("outcome", kText, "answered, or the reason code of the failure"),
          {.member = "outcome", .shown = kInJson}),
    shown(known("access", kText, "by_rules, allow_all or disallow_all"), {.member = "access", .shown = kInJson}),
    shown(maybe("redirects", kText, "URLs of the hops, one a line"), {.member = "redirects", .shown = kInJson}),
    shown(known("body", kBlob, "The file as decoded, at most 500 KiB; its bytes may be anything"),
          {.member = "body", .form = Form::words, .shown = kInJson}),
    shown(known("flags", kText, "Flags of the fetch, such as truncated"),
          {.member = "flags", .form = Form::words, .shown = kInJson}),
    shown(known("expires_stamp", kInteger, "Until when it holds, in Unix seconds"),
          {.member = "expires", .form = Form::stamp, .shown = kInJson}),
    kArchiveFile,
    kArchiveOffset,
    kVer,
};

constexpr Column kBan[] = {
    kRootHash,
    known("host", kText, "Unparsed host without port; * bans every host of the root"),
    shown(known("rule", kText, "host or domain"), {.member = "rule", .shown = kInJson}),
    shown(known("target", kText, "Host or root as the list writes it"), {.member = "target", .shown = kInJson}),
    shown(known("reason", kText, "The list's own words"), {.member = "reason", .shown = kInJson}),
    shown(known("source", kText, "File and line of the list"), {.member = "source", .shown = kInJson}),
    maybe("host_spam_score", kReal, "Spam score of the host; null when not scored"),
    shown(known("since_stamp", kInteger, "Since when it holds, in Unix seconds"),
          {.member = "since", .form = Form::stamp, .shown = kInJson}),
    known("active", kInteger, "1, or 0 once the list no longer has it"),
    kVer,
};

constexpr Column kSeen[] = {
    kRootHash,
    kUnparsed,
    shown(known("role", kText, "What the URL is read as: page, sitemap or feed"), {.member = "role", .shown = kInJson}),
    shown(known("depth", kInteger, "Least number of steps from a seed"), {.member = "depth", .shown = kInJson}),
    shown(known("hops", kInteger, "Redirects followed to it, one behind the other"),
          {.member = "hops", .shown = kInJson}),
    shown(known("state", kText, "queued, leased, crawled, refused, failed or retry"),
          {.member = "state", .shown = kInJson}),
    shown(
        maybe("reason", kText,
              "Reason code of refused, failed and retry; of crawled only `redirect.loop`, for a loop of several URLs"),
        {.member = "reason", .shown = kInJson}),
    shown(maybe("evidence", kText, "What that rests on"), {.member = "evidence", .shown = kInJson}),
    shown(maybe("next_due_stamp_ms", kInteger, "When it falls due, in Unix ms"),
          {.member = "next_due", .form = Form::stamp_ms, .shown = kInJson}),
    shown(known("attempts", kInteger, "Fetches that were tried"), {.member = "attempts", .shown = kInJson}),
    known("ver", kInteger, "Version: when the URL came into this state, in ms; the larger wins"),
};

constexpr Column kDiscovery[] = {
    kRootHash,
    kUnparsed,
    shown(known("how", kText, "How it was named: seed, link, sitemap, redirect, canonical, feed or manual"),
          {.member = "how", .shown = kInJson}),
    shown(known("source", kText,
                "Unparsed URL of the page or file that named it; of a seed the place where it was given"),
          {.member = "source", .form = Form::url, .shown = kInJson}),
    shown(known("stamp_ms", kInteger, "When it was named so, in Unix ms"),
          {.member = "at", .form = Form::stamp_ms, .shown = kInJson}),
    shown(known("depth", kInteger, "Steps from a seed, this way"), {.member = "depth", .shown = kInJson}),
    shown(known("hops", kInteger, "Redirects followed to it, this way"), {.member = "hops", .shown = kInJson}),
    shown(known("nofollow", kInteger, "1 when the link or its page asked not to follow it, else 0"),
          {.member = "nofollow", .form = Form::flag, .shown = kInJson}),
    shown(maybe("lastmod_stamp", kInteger, "lastmod of the sitemap, in Unix seconds"),
          {.member = "lastmod", .form = Form::stamp, .shown = kInJson}),
    shown(maybe("priority", kReal, "priority of the sitemap, 0 to 1"), {.member = "priority", .shown = kInJson}),
    shown(maybe("run", kInteger, "Run in which it was named; null when it is not known"),
          {.member = "run", .form = Form::stamp_ms, .shown = kInJson}),
    known("ver", kInteger, "Version: stamp of the naming in ms; the row is written once and not changed"),
};

constexpr Column kHost[] = {
    kRootHash,
    shown(known("host", kText, "Origin: unparsed host, space, scheme letter and port"),
          {.member = "origin", .shown = kInJson}),
    shown(known("delay_ms", kInteger, "Least time between two requests, in ms"),
          {.member = "delay_ms", .form = Form::duration, .shown = kInJson}),
    shown(known("next_request_stamp_ms", kInteger, "No request before, in Unix ms"),
          {.member = "next_request", .form = Form::stamp_ms, .shown = kInJson}),
    shown(maybe("reason", kText, "Reason code of what it waits for; null when that is the configured delay alone"),
          {.member = "reason", .shown = kInJson}),
    shown(maybe("evidence", kText, "What that rests on"), {.member = "evidence", .shown = kInJson}),
    shown(known("failures", kInteger, "Requests in a row that had no answer, 429 or 503"),
          {.member = "failures", .shown = kInJson}),
    known("ver", kInteger, "Version: when the row was written, in ms; the larger wins"),
};

constexpr Column kSitemap[] = {
    kRootHash,
    shown(known("host", kText, "Origin that it counts for: unparsed host, space, scheme letter and port"),
          {.member = "origin", .shown = kInJson}),
    shown(known("src_unparsed", kText, "Unparsed URL of the sitemap, which may be on another host"),
          {.member = "url", .form = Form::url, .shown = kInJson}),
    shown(known("level", kInteger, "Indexes that lead to it, one naming the next"),
          {.member = "level", .shown = kInJson}),
    shown(maybe("reason", kText, "Reason code, when its place among the sitemaps refuses it"),
          {.member = "reason", .shown = kInJson}),
    shown(maybe("urls", kInteger, "URLs that were taken from it; null when it was not read"),
          {.member = "urls", .shown = kInJson}),
    shown(known("whole", kInteger, "1 when it was read to its end without a fault, else 0"),
          {.member = "whole", .form = Form::flag, .shown = kInJson}),
    shown(maybe("fault", kText, "What kept it from being read whole; null when it was, or nothing came of it yet"),
          {.member = "fault", .shown = kInJson}),
    known("ver", kInteger, "Version: when the row was written, in ms; the larger wins"),
};

constexpr Column kRun[] = {
    shown(known("run", kInteger, "Start of the run in Unix ms, which is its name"),
          {.member = "run", .form = Form::stamp_ms, .shown = kInJson}),
    shown(known("kind", kText, "crawl, ingest or replay"), {.member = "kind", .shown = kInJson}),
    shown(maybe("end_stamp_ms", kInteger, "When it ended, in Unix ms"),
          {.member = "end", .form = Form::stamp_ms, .shown = kInJson}),
    shown(
        maybe("ended", kText, "finished, max-pages, interrupted or failed; null while it runs and when it was killed"),
        {.member = "ended", .shown = kInJson}),
    shown(known("version", kText, "Version of the program"), {.member = "version", .shown = kInJson}),
    shown(known("user_agent", kText, "User agent that it sent"), {.member = "user_agent", .shown = kInJson}),
    shown(known("product_token", kText, "Name by which it read robots.txt"),
          {.member = "product_token", .shown = kInJson}),
    shown(known("settings", kText, "Settings that differ from the defaults, as lines of TOML"),
          {.member = "settings", .form = Form::words, .shown = kInJson}),
    shown(known("fetched", kInteger, "Pages that were asked for, unanswered ones included"),
          {.member = "fetched", .shown = kInJson}),
    shown(known("answered", kInteger, "Those of them that were answered"), {.member = "answered", .shown = kInJson}),
    shown(known("robots_files", kInteger, "robots.txt files that were fetched"),
          {.member = "robots_files", .shown = kInJson}),
    shown(known("bytes", kInteger, "Bytes of bodies as they came"), {.member = "bytes", .shown = kInJson}),
    shown(known("links", kInteger, "Links kept, one a source and target"), {.member = "links", .shown = kInJson}),
    known("ver", kInteger, "Version: when the row was written, in ms; the larger wins"),
};

constexpr Column kLink[] = {
    kRootHash,
    known("side", kText, "out: own is the source; in: own is the target"),
    known("own_unparsed", kText, "Unparsed URL of the end that is kept here"),
    Column{"other_root_hash", kInteger, false, true, "Root hash of the other end"},
    known("other_unparsed", kText, "Unparsed URL of the other end"),
    shown(known("anchor", kText, "Anchor text"), {.member = "anchor", .form = Form::words, .shown = kInJson}),
    shown(known("rel", kText, "Values of rel; of frames and refreshes frame, iframe, refresh"),
          {.member = "rel", .form = Form::words, .shown = kInJson}),
    shown(known("how", kText, "What kind of link it is: link, canonical, redirect and so on"),
          {.member = "how", .shown = kInJson}),
    shown(known("count", kInteger, "How often the source has it"), {.member = "count", .shown = kInJson}),
    shown(known("line", kInteger, "Line of the source where it first stands"), {.member = "line", .shown = kInJson}),
    kVer,
};

constexpr std::string_view kPageKey[] = {"root_hash", "src_unparsed"};
constexpr std::string_view kHistoryKey[] = {"root_hash", "src_unparsed", "event_stamp_ms"};
constexpr std::string_view kRobotsKey[] = {"root_hash", "host", "fetch_stamp_ms"};
constexpr std::string_view kBanKey[] = {"root_hash", "host"};
constexpr std::string_view kDiscoveryKey[] = {"root_hash", "src_unparsed", "how", "source"};
constexpr std::string_view kHostKey[] = {"root_hash", "host"};
constexpr std::string_view kSitemapKey[] = {"root_hash", "host", "src_unparsed"};
constexpr std::string_view kRunKey[] = {"run"};
constexpr std::string_view kLinkKey[] = {"root_hash", "side", "own_unparsed", "other_unparsed"};

constexpr std::array<Table, 11> kTables{{
    {"page_info", "The last crawl of each page that was answered, errors included.", kPageInfo, kPageKey, false},
    {"page_text", "The three texts of the last crawl that had any.", kPageText, kPageKey, true},
    {"page_history", "Every crawl of each URL: its time line.", kPageHistory, kHistoryKey, false},
    {"robots", "Every version of each origin's robots.txt.", kRobots, kRobotsKey, true},
    {"ban", "Hosts and roots that must not be crawled or indexed.", kBan, kBanKey, false},
    {"seen", "Every URL that was ever discovered, with its state.", kSeen, kPageKey, false},
    {"discovery", "Each way in which a URL was named.", kDiscovery, kDiscoveryKey, false, true},
    {"host", "Hosts that must be left alone for longer than a process lives, and why.", kHost, kHostKey, false},
    {"sitemap", "Sitemaps, with the hosts that they count for.", kSitemap, kSitemapKey, false},
    {"run", "Crawls, ingests and replays into the store; in shard 0 only.", kRun, kRunKey, false},
    {"link", "Links, once with their source and once with their target: a view, as they are packed.", kLink, kLinkKey,
     false},
}};

}  // namespace

bool Table::is_key(std::string_view column) const {
  return std::find(key.begin(), key.end(), column) != key.end();
}

bool Table::has_merges() const {
  return std::any_of(columns.begin(), columns.end(), [](const Column& column) { return column.merge != Merge::newer; });
}

std::span<const Table> tables() {
  return kTables;
}

const Table& table(std::string_view name) {
  for (const Table& candidate : kTables) {
    if (candidate.name == name) return candidate;
  }
  std::abort();
}

}  // namespace lycosa::inline record
