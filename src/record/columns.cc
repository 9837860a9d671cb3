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
    known("download_stamp", kInteger, "When the last crawl was answered, in Unix seconds"),
    known("download_http_code", kInteger, "HTTP status code of the answer"),
    known("download_type", kText, "Media type, lower case, without parameters"),
    known("download_size", kInteger, "Size of the decoded body in bytes"),
    known("wire_size", kInteger, "Size of the body as it came, in bytes"),
    known("download_ms", kInteger, "Time that the fetch took, in ms"),
    known("protocol", kText, "Protocol of the answer"),
    known("charset", kText, "Encoding that the page was decoded with"),
    maybe("meta_title", kText, "Title; null when there is none"),
    maybe("meta_description", kText, "Description from the page's metadata; null when there is none"),
    maybe("meta_canonical", kText, "Canonical as an unparsed URL; null when none is declared"),
    maybe("meta_canonical_raw", kText, "Canonical as it stood in the page or header"),
    maybe("meta_canonical_source", kText, "Where the canonical was declared"),
    maybe("meta_lang", kText, "Language that the page declares"),
    maybe("text_lang", kText, "Language that was detected in its text"),
    maybe("directives", kText, "Robots directives of header and page with their places"),
    maybe("fh_dont_index", kInteger, "1 when host or page must not be indexed, else 0"),
    maybe("fh_dont_index_reason", kText, "Reason code behind a 1"),
    maybe("fh_dont_index_evidence", kText, "What that rests on"),
    maybe("ml_spam_score", kReal,
          "0 when the scorer found the page clean, else its score up to 1; null when not scored"),
    maybe("ml_spam_evidence", kText, "Signals that made the score"),
    maybe("soft_404_score", kReal, "Sum of the signals of a page that says that it is not there; null when not scored"),
    maybe("soft_404_evidence", kText, "Signals that made the sum; null when none did"),
    maybe("needs_js_score", kReal, "Sum of the signals of a page whose text comes by script; null when not scored"),
    maybe("needs_js_evidence", kText, "Signals that made the sum; null when none did"),
    maybe("history_drop_reason", kText, "Reason code for which the page's history keeps it out; null when none does"),
    maybe("history_drop_evidence", kText, "What that rests on"),
    kContentHash,
    kSimilarityHash,
    maybe("redirect_target", kText, "Where the page redirects to, as an unparsed URL"),
    maybe("redirect_raw", kText, "Location header as it stood"),
    maybe("unavailable_after_stamp", kInteger, "When the page asks to leave the index, in Unix seconds"),
    merged(Merge::least, maybe("first_indexed_stamp", kInteger,
                               "First download_stamp at which all index filters passed; null before")),
    merged(Merge::least, known("first_crawled_stamp", kInteger, "First download_stamp that was stored")),
    known("flags", kText, "Flags of the crawl, space-separated, such as truncated"),
    maybe("parse_errors", kText,
          "Parse errors of the page by the HTML standard's names, each with its number; null when there are none"),
    known("words", kInteger, "Words of all visible text"),
    maybe("link_density", kReal, "Share of those words that stand in links; null when the page was not read"),
    known("links_found", kInteger, "Links of every kind in the page"),
    known("links_not_http", kInteger, "Those of them that are not http or https"),
    known("links_invalid", kInteger, "Those of them that are not URLs"),
    merged(Merge::greatest, maybe("links_ver", kInteger,
                                  "ver of the crawl whose outgoing links are the current ones; null when it has none")),
    kArchiveFile,
    kArchiveOffset,
    kVer,
};

constexpr Column kPageText[] = {
    kRootHash,
    kUnparsed,
    known("boilerpipe_text", kBlob, "Main text, one zstd frame of UTF-8"),
    known("markdown", kBlob, "Whole page as Markdown, one zstd frame of UTF-8"),
    known("readable_markdown", kBlob, "Main content as Markdown, one zstd frame of UTF-8"),
    kVer,
};

constexpr Column kPageHistory[] = {
    kRootHash,
    kUnparsed,
    known("event_stamp_ms", kInteger, "When it happened, in Unix ms"),
    known("outcome", kText, "answered, or the reason code of the failure"),
    maybe("download_http_code", kInteger, "HTTP status code; null when no answer came"),
    kContentHash,
    kSimilarityHash,
    known("verdict", kText, "INDEXABLE, NOT_INDEXABLE or NOT_CRAWLED, as judged then"),
    maybe("reason", kText, "Reason code that decided"),
    maybe("history_drop_reason", kText, "Drop reason that was stored then"),
    maybe("detail", kText, "What the outcome rests on"),
    maybe("run", kInteger, "Run that fetched it; null when it is not known"),
    kArchiveFile,
    kArchiveOffset,
    kVer,
};

constexpr Column kRobots[] = {
    kRootHash,
    known("host", kText, "Origin: unparsed host, space, scheme letter and port"),
    known("fetch_stamp_ms", kInteger, "When it was fetched, in Unix ms"),
    maybe("http_code", kInteger, "HTTP status code of the last hop; null when no answer came"),
    known("outcome", kText, "answered, or the reason code of the failure"),
    known("access", kText, "by_rules, allow_all or disallow_all"),
    maybe("redirects", kText, "URLs of the hops, one a line"),
    known("body", kBlob, "The file as decoded, at most 500 KiB; its bytes may be anything"),
    known("flags", kText, "Flags of the fetch, such as truncated"),
    known("expires_stamp", kInteger, "Until when it holds, in Unix seconds"),
    kArchiveFile,
    kArchiveOffset,
    kVer,
};

constexpr Column kBan[] = {
    kRootHash,
    known("host", kText, "Unparsed host without port; * bans every host of the root"),
    known("rule", kText, "host or domain"),
    known("target", kText, "Host or root as the list writes it"),
    known("reason", kText, "The list's own words"),
    known("source", kText, "File and line of the list"),
    maybe("host_spam_score", kReal, "Spam score of the host; null when not scored"),
    known("since_stamp", kInteger, "Since when it holds, in Unix seconds"),
    known("active", kInteger, "1, or 0 once the list no longer has it"),
    kVer,
};

constexpr Column kSeen[] = {
    kRootHash,
    kUnparsed,
    known("role", kText, "What the URL is read as: page, sitemap or feed"),
    known("depth", kInteger, "Least number of steps from a seed"),
    known("hops", kInteger, "Redirects followed to it, one behind the other"),
    known("state", kText, "queued, leased, crawled, refused, failed or retry"),
    maybe("reason", kText, "Reason code of refused, failed and retry"),
    maybe("evidence", kText, "What that rests on"),
    maybe("next_due_stamp_ms", kInteger, "When it falls due, in Unix ms"),
    known("attempts", kInteger, "Fetches that were tried"),
    known("ver", kInteger, "Version: when the URL came into this state, in ms; the larger wins"),
};

constexpr Column kDiscovery[] = {
    kRootHash,
    kUnparsed,
    known("how", kText, "How it was named: seed, link, sitemap, redirect, canonical, feed or manual"),
    known("source", kText, "Unparsed URL of the page or file that named it; of a seed the place where it was given"),
    known("stamp_ms", kInteger, "When it was named so, in Unix ms"),
    known("depth", kInteger, "Steps from a seed, this way"),
    known("hops", kInteger, "Redirects followed to it, this way"),
    known("nofollow", kInteger, "1 when the link or its page asked not to follow it, else 0"),
    maybe("lastmod_stamp", kInteger, "lastmod of the sitemap, in Unix seconds"),
    maybe("priority", kReal, "priority of the sitemap, 0 to 1"),
    maybe("run", kInteger, "Run in which it was named; null when it is not known"),
    known("ver", kInteger, "Version: stamp of the naming in ms; the row is written once and not changed"),
};

constexpr Column kRun[] = {
    known("run", kInteger, "Start of the run in Unix ms, which is its name"),
    known("kind", kText, "crawl, ingest or replay"),
    maybe("end_stamp_ms", kInteger, "When it ended, in Unix ms"),
    maybe("ended", kText, "finished, max-pages, interrupted or failed; null while it runs and when it was killed"),
    known("version", kText, "Version of the program"),
    known("user_agent", kText, "User agent that it sent"),
    known("product_token", kText, "Name by which it read robots.txt"),
    known("settings", kText, "Settings that differ from the defaults, as lines of TOML"),
    known("fetched", kInteger, "Pages that were asked for, unanswered ones included"),
    known("answered", kInteger, "Those of them that were answered"),
    known("robots_files", kInteger, "robots.txt files that were fetched"),
    known("bytes", kInteger, "Bytes of bodies as they came"),
    known("links", kInteger, "Links kept, one a source and target"),
    known("ver", kInteger, "Version: when the row was written, in ms; the larger wins"),
};

constexpr Column kLink[] = {
    kRootHash,
    known("side", kText, "out: own is the source; in: own is the target"),
    known("own_unparsed", kText, "Unparsed URL of the end that is kept here"),
    Column{"other_root_hash", kInteger, false, true, "Root hash of the other end"},
    known("other_unparsed", kText, "Unparsed URL of the other end"),
    known("anchor", kText, "Anchor text"),
    known("rel", kText, "Values of rel"),
    known("how", kText, "What kind of link it is: link, canonical, redirect and so on"),
    known("count", kInteger, "How often the source has it"),
    known("line", kInteger, "Line of the source where it first stands"),
    kVer,
};

constexpr std::string_view kPageKey[] = {"root_hash", "src_unparsed"};
constexpr std::string_view kHistoryKey[] = {"root_hash", "src_unparsed", "event_stamp_ms"};
constexpr std::string_view kRobotsKey[] = {"root_hash", "host", "fetch_stamp_ms"};
constexpr std::string_view kBanKey[] = {"root_hash", "host"};
constexpr std::string_view kDiscoveryKey[] = {"root_hash", "src_unparsed", "how", "source"};
constexpr std::string_view kRunKey[] = {"run"};
constexpr std::string_view kLinkKey[] = {"root_hash", "side", "own_unparsed", "other_unparsed"};

constexpr std::array<Table, 9> kTables{{
    {"page_info", "The last crawl of each page that was answered, errors included.", kPageInfo, kPageKey, false},
    {"page_text", "The three texts of the last crawl that had any.", kPageText, kPageKey, true},
    {"page_history", "Every crawl of each URL: its time line.", kPageHistory, kHistoryKey, false},
    {"robots", "Every version of each origin's robots.txt.", kRobots, kRobotsKey, true},
    {"ban", "Hosts and roots that must not be crawled or indexed.", kBan, kBanKey, false},
    {"seen", "Every URL that was ever discovered, with its state.", kSeen, kPageKey, false},
    {"discovery", "Each way in which a URL was named.", kDiscovery, kDiscoveryKey, false, true},
    {"run", "Crawls, ingests and replays into the store; in shard 0 only.", kRun, kRunKey, false},
    {"link", "Links, once with their source and once with their target.", kLink, kLinkKey, false},
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
