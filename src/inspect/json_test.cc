#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

#include "conformance/shared_data.h"
#include "inspect/properties.h"
#include "inspect/terminal.h"
#include "inspect/test_world.h"
#include "record/columns.h"

namespace lycosa::inline inspect {
namespace {

using Json = nlohmann::ordered_json;

std::string keys_of(const Json& object) {
  std::string out;
  for (const auto& item : object.items()) out += (out.empty() ? "" : " ") + item.key();
  return out;
}

TEST(ReportJson, HasTheShapeOfTheDesign) {
  World world;
  PageInfoRow row = world.good_page();
  row.content_hash = 1;
  row.meta_canonical = row.key.unparsed;
  world.put(row);
  PageTextRow text;
  text.boilerpipe_text = "b";
  text.markdown = "m";
  text.readable_markdown = "r";
  world.put(text);
  world.put(world.robots_row("User-agent: *\nDisallow: /dir\n"));
  const Json json = Json::parse(to_json(world.inspect()).dump(-1, ' ', true));
  EXPECT_EQ(keys_of(json),
            "url canonical_url key verdict checks filters page discovery history sitemaps mismatches now");
  EXPECT_EQ(keys_of(json["key"]), "unparsed root root_hash shard shard_count node cluster");
  EXPECT_EQ(keys_of(json["verdict"]), "indexable status crawled crawled_at robots reasons counterfactual sentence");
  EXPECT_TRUE(keys_of(json["verdict"]["reasons"][0]).starts_with("code decisive blame until text remedy evidence"));
  ASSERT_EQ(json["checks"].size(), 5u);
  const char* names[] = {"shard", "crawled", "robots", "ban", "seen"};
  const char* titles[] = {"1. Shard Calculation", "2. Crawled Status Check", "3. Robots.txt Check", "4. Spam/Ban Check",
                          "5. Seen Status Check"};
  for (size_t i = 0; i < 5; ++i) {
    const Json& check = json["checks"][i];
    EXPECT_TRUE(keys_of(check).starts_with("name title result target query response note"));
    EXPECT_EQ(check["name"], names[i]);
    EXPECT_EQ(check["title"], titles[i]);
  }
  EXPECT_TRUE(keys_of(json["filters"][0]).starts_with("name status condition details"));
  EXPECT_TRUE(keys_of(json["page"])
                  .starts_with("url last_crawled first_indexed http_status meta_title meta_description meta_canonical "
                               "boilerpipe_text markdown readable_markdown"));
  EXPECT_EQ(json["page"]["last_crawled"], "2026-04-10T17:37:08Z");
  EXPECT_EQ(json["page"]["meta_canonical"], "https://a.example/dir/page");
  EXPECT_EQ(json["page"]["boilerpipe_text"], "b");
  EXPECT_EQ(json["verdict"]["crawled_at"], "2026-04-10T17:37:08Z");
  EXPECT_EQ(json["key"]["root_hash"], std::to_string(world.key().root_hash));
}

std::string columns_reference() {
  const struct {
    std::string_view table, title;
  } parts[] = {{"page_info", "`page`"},
               {"seen", "`discovery`"},
               {"discovery", "each of `ways`"},
               {"page_history", "each of `events`"},
               {"run", "each of `runs`"}};
  std::string out;
  for (const auto& part : parts) {
    out += "\n| " + std::string(part.title) + " | label | holds |\n| --- | --- | --- |\n";
    for (const Column& column : table(part.table).columns) {
      const Face& face = column.face;
      if (!(face.shown & kInJson)) continue;
      out += "| `" + std::string(face.member) + "` | " + std::string(face.label) + " | " +
             std::string(column.sentence) + (face.shown & kInComparison ? "; compared" : "") + " |\n";
    }
  }
  return out + "\n";
}

TEST(ReportPage, HasTheColumnsThatAreShown) {
  const std::string path = std::string(LYCOSA_SOURCE_DIR) + "/docs/reference/report.md";
  const auto read = [&] {
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  std::string page = read();
  const std::string begin = "<!-- columns -->\n";
  const size_t start = page.find(begin), end = page.find("<!-- end of columns -->");
  ASSERT_TRUE(start != std::string::npos && end != std::string::npos) << path << " has no part for the columns";
  page.replace(start + begin.size(), end - start - begin.size(), columns_reference());
  if (std::getenv("LYCOSA_UPDATE_DOCS")) std::ofstream(path, std::ios::binary) << page;
  EXPECT_EQ(read(), page) << "run this test with LYCOSA_UPDATE_DOCS=1";
}

TEST(ShownColumns, HaveNamesForWhereTheyAreShown) {
  for (const Table& table : tables()) {
    std::set<std::string_view> members, labels;
    for (const Column& column : table.columns) {
      const Face& face = column.face;
      const std::string where = std::string(table.name) + "." + std::string(column.name);
      EXPECT_EQ((face.shown & kInJson) != 0, !face.member.empty()) << where;
      EXPECT_TRUE(face.member.empty() || members.insert(face.member).second) << where;
      EXPECT_TRUE(face.label.empty() || labels.insert(face.label).second) << where;
      EXPECT_TRUE(face.shown == kNowhere || face.shown & kInJson) << where << ": what a person sees a program can read";
      EXPECT_TRUE(face.rank == 0 || (!face.label.empty() && face.shown & kInTerminal && face.shown & kOnPage)) << where;
    }
  }
}

TEST(ShownColumns, AreTheSameRowsForTerminalAndPage) {
  World world;
  PageInfoRow row = world.good_page();
  row.meta_title = "A <b>title</b>";
  row.meta_description = "";
  row.text_lang = "de";
  row.download_size = 5300;
  row.wire_size = 999;
  row.download_ms = 120;
  row.protocol = "http/1.1";
  row.words = 512;
  row.link_density = 0.31;
  row.flags = "";
  world.put(row);
  const Report report = world.inspect();
  const auto value = [](const std::vector<Property>& rows, std::string_view label) {
    for (const Property& each : rows) {
      if (each.label == label) return each.value;
    }
    return std::string("no row");
  };
  const auto labelled = labelled_properties(report, kOnPage), more = more_properties(report, kOnPage);
  const char* labels[] = {"Last Crawled", "First Indexed",    "HTTP Status Code",
                          "Meta Title",   "Meta Description", "Meta Canonical"};
  ASSERT_EQ(labelled.size(), std::size(labels));
  for (size_t i = 0; i < labelled.size(); ++i) EXPECT_EQ(labelled[i].label, labels[i]);
  EXPECT_EQ(value(labelled, "First Indexed"), "2026-04-10 17:37:08 (1 day ago)");
  EXPECT_EQ(value(labelled, "Meta Title"), "A <b>title</b>");
  EXPECT_EQ(value(labelled, "Meta Description"), "set, and empty");
  EXPECT_EQ(value(labelled, "Meta Canonical"), "not set");
  EXPECT_EQ(value(more, "Size"), "5.3 kB, 999 B on the wire, in 0.1 s, over http/1.1");
  EXPECT_EQ(value(more, "Language"), "detected de");
  EXPECT_EQ(value(more, "Words"), "512, 31 % of them in links");
  EXPECT_EQ(value(more, "Flags"), "no row");
  const std::string terminal = terminal_text(report, {});
  for (const Property& each : more_properties(report, kInTerminal)) {
    EXPECT_NE(terminal.find(each.label), std::string::npos) << each.label;
  }
}

TEST(ReportJson, CarriesRowsAsObjectsHashesAsStringsAndBlobsAsSizes) {
  World world;
  PageInfoRow row = world.good_page();
  row.content_hash = 9007199254740993;
  row.similarity_hash = -5;
  world.put(row);
  PageTextRow text;
  text.boilerpipe_text = "words";
  world.put(text);
  const Json json = to_json(world.inspect());
  const Json& page = json["checks"][1]["response"][0];
  EXPECT_EQ(page["root_hash"], std::to_string(world.key().root_hash));
  EXPECT_EQ(page["content_hash"], "9007199254740993");
  EXPECT_EQ(page["similarity_hash"], "-5");
  EXPECT_EQ(page["download_http_code"], 200);
  EXPECT_EQ(page["meta_description"], nullptr);
  EXPECT_EQ(json["page"]["similarity_hash"], "-5");
  const Json& stored = json["page"]["text_lookup"]["response"][0];
  EXPECT_TRUE(stored["boilerpipe_text"].contains("bytes")) << stored;
  EXPECT_EQ(json["checks"][4]["query"], nullptr);
  EXPECT_EQ(json["checks"][4]["response"], Json::array());
}

TEST(ReportJson, IsAsciiWhateverTheStoreHolds) {
  World world;
  PageInfoRow row = world.good_page();
  row.meta_title = "\"\x1b[31m\xe2\x80\xae\xff\xed\xa0\x80</script>";
  row.meta_canonical = "no unparsed URL \xfe";
  world.put(row);
  world.put(world.robots_row("User-agent: *\nDisallow: /dir\xff\x1b\n"));
  const std::string dumped = to_json(world.inspect()).dump(-1, ' ', true);
  for (const char c : dumped) ASSERT_TRUE(c >= 0x20 && c < 0x7f) << static_cast<int>(c);
  EXPECT_EQ(Json::parse(dumped)["verdict"]["indexable"], false);
}

void collect_keys(const Json& json, std::set<std::string>& out) {
  if (json.is_array()) {
    for (const Json& item : json) collect_keys(item, out);
  } else if (json.is_object()) {
    for (const auto& item : json.items()) {
      out.insert(item.key());
      if (item.key() != "response") collect_keys(item.value(), out);
    }
  }
}

TEST(ReportJson, HasNoKeyThatItsPageDoesNotName) {
  std::ifstream file(std::filesystem::path(LYCOSA_SOURCE_DIR) / "docs/reference/report.md", std::ios::binary);
  ASSERT_TRUE(file);
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  World world;
  world.put(world.good_page());
  world.put(world.ban_row("host"));
  std::set<std::string> keys;
  collect_keys(to_json(world.inspect()), keys);
  EXPECT_GT(keys.size(), 80u);
  for (const std::string& key : keys) EXPECT_NE(page.find("`" + key + "`"), std::string::npos) << key;
}

// The rows of the reference page, by hand: what the report makes of them is compared here, not how they came about.
World reference_world(const Json& expected) {
  StoreOptions options;
  options.cluster = "laksa";
  options.node_pattern = "{cluster}{100+shard}";
  World world(options);
  world.url = expected["url"];
  PageInfoRow row = world.good_page();
  row.download_stamp = at(expected["last_crawled"].get<std::string>()).seconds();
  row.first_indexed_stamp = at(expected["first_indexed"].get<std::string>()).seconds();
  row.download_http_code = expected["http_status"];
  row.meta_title = expected["meta_title"].get<std::string>();
  world.put(row);
  world.put(world.robots_row("User-agent: *\nDisallow: /private/\n"));
  return world;
}

TEST(ReferenceReport, HasEveryFieldAndEveryLabel) {
  std::ifstream file(conformance::shared_data() / "reference-report/expected.json", std::ios::binary);
  if (!file) GTEST_SKIP() << "no shared data: set LYCOSA_SHARED";
  const Json expected = Json::parse(std::string(std::istreambuf_iterator<char>(file), {}));
  World world = reference_world(expected);
  const Report report = world.inspect();
  const Json json = to_json(report);
  EXPECT_EQ(json["canonical_url"], expected["url"]);
  EXPECT_EQ(json["page"]["meta_title"], expected["meta_title"]);
  EXPECT_EQ(json["page"]["meta_description"], nullptr);
  EXPECT_EQ(json["page"]["meta_canonical"], nullptr);
  EXPECT_EQ(json["page"]["http_status"], expected["http_status"]);
  EXPECT_EQ(json["key"]["unparsed"], expected["unparsed_url"]);
  EXPECT_EQ(json["key"]["cluster"], expected["cluster"]);
  EXPECT_EQ(json["verdict"]["indexable"], true);
  EXPECT_EQ(json["verdict"]["robots"], "ALLOWED");
  for (size_t i = 0; i < expected["filters"].size(); ++i) {
    const Json& filter = expected["filters"][i];
    EXPECT_EQ(json["filters"][i]["name"], filter["filter"]);
    EXPECT_EQ(json["filters"][i]["status"], filter["status"]);
    EXPECT_EQ(json["filters"][i]["condition"], filter["condition"]);
    EXPECT_EQ(json["filters"][i]["details"], filter["details"]);
  }
  const std::string shown = terminal_text(report, {});
  const uint32_t shard = report.key->shard;
  const std::string node = "laksa" + std::to_string(100 + shard);
  EXPECT_EQ(report.key->node, node);
  size_t from = 0;
  for (const std::string& label : {std::string("🕷️ Crawler Inspector"),
                                   std::string("URL Lookup"),
                                   std::string("Raw Queries and Responses"),
                                   std::string("1. Shard Calculation"),
                                   "Calculated Shard: " + std::to_string(shard) + " (from " + node + ")",
                                   std::string("Query:"),
                                   std::string("Response:"),
                                   std::string("2. Crawled Status Check"),
                                   std::string("3. Robots.txt Check"),
                                   std::string("4. Spam/Ban Check"),
                                   std::string("5. Seen Status Check"),
                                   "ℹ️ " + expected["seen_status"].get<std::string>(),
                                   std::string("📄 INDEXABLE"),
                                   std::string("CRAWLED 1 day ago"),
                                   std::string("🤖 ROBOTS ALLOWED"),
                                   std::string("Page Info Filters"),
                                   std::string("Page Details"),
                                   std::string("URL  "),
                                   std::string("Last Crawled"),
                                   std::string("2026-04-10 17:37:08 (1 day ago)"),
                                   std::string("First Indexed"),
                                   std::string("2023-04-10 22:32:02 (3 years ago)"),
                                   std::string("HTTP Status Code"),
                                   std::string("Meta Title"),
                                   std::string("Meta Description"),
                                   std::string("Meta Canonical"),
                                   std::string("Boilerpipe Text"),
                                   std::string("Markdown"),
                                   std::string("Readable Markdown"),
                                   std::string("Shard"),
                                   std::to_string(shard) + " (laksa)",
                                   std::string("Root Hash"),
                                   std::string("Unparsed URL"),
                                   expected["unparsed_url"].get<std::string>()}) {
    const size_t found = shown.find(label, from);
    ASSERT_NE(found, std::string::npos) << label << " is missing or out of order in\n" << shown;
    from = found;
  }
}

}  // namespace
}  // namespace lycosa::inline inspect
