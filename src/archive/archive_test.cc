#include "archive/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <zlib.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <random>

namespace lycosa::inline archive {

// For GoogleTest's messages.
void PrintTo(const ArchivePlace& place, std::ostream* out) {  // NOLINT(readability-identifier-naming)
  *out << place.file << '@' << place.offset;
}

namespace {

using namespace std::literals;
using testing::HasSubstr;

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "lycosa-archive-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

std::string contents(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
void write(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

std::string inflated(const std::string& path) {
  std::string out(1 << 20, '\0');
  gzFile file = gzopen(path.c_str(), "rb");
  out.resize(static_cast<size_t>(gzread(file, out.data(), static_cast<unsigned>(out.size()))));
  gzclose(file);
  return out;
}

Exchange answered() {
  Exchange exchange;
  exchange.url = "https://a.example/page?q=1";
  exchange.stamp = *parse_time("2026-04-10T17:37:08.123Z");
  exchange.request_head = "GET /page?q=1 HTTP/1.1\r\nHost: a.example\r\n\r\n";
  exchange.response_head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX: y\r\n\r\n";
  exchange.protocol = "http/1.1";
  exchange.status = 200;
  exchange.headers = {{"Content-Type", "text/html"}, {"X", "y"}};
  exchange.body = "<title>Lycosa</title>";
  exchange.address = "192.0.2.7";
  exchange.dns_ms = 3;
  exchange.connect_ms = 20;
  exchange.tls_ms = 41;
  exchange.first_byte_ms = 60;
  exchange.total_ms = 75;
  return exchange;
}

Exchange unanswered() {
  Exchange exchange;
  exchange.url = "http://nowhere.example/";
  exchange.stamp = *parse_time("2026-04-10T17:37:09Z");
  exchange.failure = Reason::network_dns_nxdomain;
  exchange.failure_detail = "Domain name not found";
  exchange.total_ms = 12;
  return exchange;
}

void expect_equal(const Exchange& a, const Exchange& b) {
  EXPECT_EQ(a.url, b.url);
  EXPECT_EQ(a.stamp, b.stamp);
  EXPECT_EQ(a.request_head, b.request_head);
  EXPECT_EQ(a.response_head, b.response_head);
  EXPECT_EQ(a.protocol, b.protocol);
  EXPECT_EQ(a.status, b.status);
  EXPECT_EQ(a.headers, b.headers);
  EXPECT_EQ(a.body, b.body);
  EXPECT_EQ(a.address, b.address);
  EXPECT_EQ(a.failure, b.failure);
  EXPECT_EQ(a.failure_detail, b.failure_detail);
  EXPECT_EQ(a.purpose, b.purpose);
  EXPECT_EQ(a.hop, b.hop);
  EXPECT_EQ(a.run, b.run);
  EXPECT_EQ(a.truncated, b.truncated);
  EXPECT_EQ(a.dns_ms, b.dns_ms);
  EXPECT_EQ(a.connect_ms, b.connect_ms);
  EXPECT_EQ(a.tls_ms, b.tls_ms);
  EXPECT_EQ(a.first_byte_ms, b.first_byte_ms);
  EXPECT_EQ(a.total_ms, b.total_ms);
}

const ManualClock kClock(*parse_time("2026-04-10T17:37:08Z"));

std::unique_ptr<ArchiveWriter> writer(const Folder& folder, ArchiveOptions options = {}) {
  auto opened = ArchiveWriter::open(folder.path(), kClock, std::move(options));
  EXPECT_TRUE(opened) << opened.error().message;
  return std::move(*opened);
}

ArchivePlace put(ArchiveWriter& archive, const Exchange& exchange) {
  Result<ArchivePlace> place = archive.append(exchange);
  EXPECT_TRUE(place) << place.error().message;
  return place ? *place : ArchivePlace();
}

struct Reading {
  std::vector<ArchiveReader::Item> items;
  std::vector<ArchiveDamage> damage;
};
Reading read_all(const std::string& path, ArchiveReadOptions options = {}) {
  Reading reading;
  auto reader = ArchiveReader::open(path, options);
  EXPECT_TRUE(reader) << reader.error().message;
  for (;;) {
    auto item = (*reader)->next();
    EXPECT_TRUE(item) << item.error().message;
    if (!item || !*item) break;
    reading.items.push_back(std::move(**item));
  }
  reading.damage = (*reader)->damage();
  return reading;
}

TEST(Archive, WritesStandardRecords) {
  Folder folder;
  ArchiveOptions options;
  options.software = "lycosa/0.1.0";
  options.user_agent = "Lycosa\r\nX: y";
  auto place = writer(folder, options)->append(answered());
  ASSERT_TRUE(place) << place.error().message;
  EXPECT_EQ(place->file, "lycosa-20260410173708-00000.warc.gz");
  std::string text = inflated(folder.file(place->file));
  EXPECT_TRUE(text.starts_with("WARC/1.1\r\nWARC-Type: warcinfo\r\n"));
  EXPECT_THAT(text, HasSubstr("\r\nWARC-Filename: lycosa-20260410173708-00000.warc.gz\r\n"));
  EXPECT_THAT(text, HasSubstr("\r\n\r\nsoftware: lycosa/0.1.0\r\nformat: WARC File Format 1.1\r\n"));
  EXPECT_THAT(text, HasSubstr("\r\nhttp-header-user-agent: Lycosa\\x0d\\x0aX: y\r\n"));
  EXPECT_THAT(text,
              HasSubstr("\r\nWARC-Date: 2026-04-10T17:37:08.123Z\r\nWARC-Target-URI: https://a.example/page?q=1\r\n"
                        "WARC-IP-Address: 192.0.2.7\r\nWARC-Protocol: http/1.1\r\n"
                        // By sha1sum and base32 of the block and of the payload.
                        "WARC-Block-Digest: sha1:MW22OQRAOCU3C3O5BXYPNOQEBVOY7JCF\r\n"
                        "WARC-Payload-Digest: sha1:RLAAQZ47CF7BIMSADH3Z6UVOBFOOTPZG\r\n"));
  EXPECT_THAT(
      text,
      HasSubstr("\r\nContent-Type: application/http;msgtype=response\r\nContent-Length: 71\r\n\r\n"
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX: y\r\n\r\n<title>Lycosa</title>\r\n\r\nWARC/1.1\r\n"));
  EXPECT_THAT(
      text, HasSubstr("\r\nContent-Type: application/http;msgtype=request\r\nContent-Length: 43\r\n\r\nGET /page?q=1"));
  EXPECT_THAT(text, HasSubstr("WARC-Type: metadata\r\n"));
  EXPECT_TRUE(text.ends_with("\r\n\r\n"));
}

TEST(Archive, GivesBackWhatWasWritten) {
  Folder folder;
  auto archive = writer(folder);
  Exchange cut = answered();
  cut.truncated = true;
  cut.body.assign(1 << 20, 'x');
  Exchange broke_off = answered();
  broke_off.failure = Reason::network_time_budget;
  Exchange by_h2 = answered();
  by_h2.protocol = "h2";
  Exchange asked_in_vain = unanswered();
  asked_in_vain.request_head = "GET / HTTP/1.1\r\n\r\n";
  const std::vector<Exchange> written = {unanswered(), answered(), unanswered(), asked_in_vain, unanswered(),
                                         cut,          broke_off,  by_h2,        asked_in_vain};
  std::vector<ArchivePlace> places;
  places.reserve(written.size());
  for (const Exchange& exchange : written) places.push_back(put(*archive, exchange));
  Reading reading = read_all(folder.path());
  EXPECT_TRUE(reading.damage.empty());
  ASSERT_EQ(reading.items.size(), written.size());
  for (size_t i = 0; i < written.size(); ++i) {
    expect_equal(reading.items[i].exchange, written[i]);
    EXPECT_EQ(reading.items[i].place, places[i]);
    auto alone = read_exchange(folder.path(), places[i]);
    ASSERT_TRUE(alone) << alone.error().message;
    expect_equal(*alone, written[i]);
  }
}

std::string random_bytes(std::mt19937& random, size_t most) {
  static constexpr std::string_view kTricky = "\r\n\r\nWARC/1.1 \0:<>\"\\{}\x1f\x8b\x08\xff\xc3\xa9"sv;
  std::string out(random() % (most + 1), '\0');
  bool wild = random() % 2 != 0;
  for (char& c : out) c = wild ? static_cast<char>(random()) : kTricky[random() % kTricky.size()];
  return out;
}

Exchange random_exchange(std::mt19937& random) {
  auto coin = [&] { return random() % 2 != 0; };
  auto number = [&] { return static_cast<int64_t>(uint64_t{random()} << 32 | random()) >> (random() % 64); };
  Exchange exchange = coin() ? answered() : unanswered();
  if (coin()) exchange.url = random_bytes(random, 60);
  if (coin()) exchange.request_head = random_bytes(random, 200);
  if (coin()) exchange.response_head = random_bytes(random, 200);
  if (coin()) exchange.protocol = random_bytes(random, 10);
  if (coin()) exchange.status = static_cast<int>(random());
  if (coin()) exchange.headers.push_back({random_bytes(random, 9), random_bytes(random, 30)});
  if (coin()) exchange.body = random_bytes(random, random() % 20 == 0 ? 300'000 : 500);
  if (coin()) exchange.address = random_bytes(random, 20);
  if (coin()) exchange.failure = reasons()[random() % reasons().size()].reason;
  if (coin()) exchange.failure_detail = random_bytes(random, 50);
  if (coin()) exchange.truncated = coin();
  if (coin()) exchange.purpose = Purpose::robots;
  if (coin()) exchange.hop = 3;
  if (coin()) exchange.run = 1775842620000;
  for (auto member :
       {&Exchange::dns_ms, &Exchange::connect_ms, &Exchange::tls_ms, &Exchange::first_byte_ms, &Exchange::total_ms}) {
    if (coin()) exchange.*member = number();
  }
  exchange.stamp = {static_cast<int64_t>(random()) * 60};
  return exchange;
}

TEST(Archive, GivesBackAnyExchangeInEveryField) {
  Folder folder;
  ArchiveOptions options;
  options.file_bytes = 100'000;
  std::mt19937 random(20260410);
  std::vector<Exchange> written;
  std::vector<ArchivePlace> places;
  auto archive = writer(folder, options);
  for (int i = 0; i < 500; ++i) {
    written.push_back(random_exchange(random));
    places.push_back(put(*archive, written.back()));
  }
  EXPECT_GT(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 3);
  Reading reading = read_all(folder.path());
  EXPECT_TRUE(reading.damage.empty());
  ASSERT_EQ(reading.items.size(), written.size());
  for (size_t i = 0; i < written.size(); ++i) {
    expect_equal(reading.items[i].exchange, written[i]);
    EXPECT_EQ(reading.items[i].place, places[i]);
    if (HasFailure()) FAIL() << "exchange " << i;
  }
  for (size_t i = 0; i < written.size(); i += 17) expect_equal(*read_exchange(folder.path(), places[i]), written[i]);
}

TEST(Archive, StoresACompressedPayloadAsItIs) {
  Folder folder;
  auto archive = writer(folder);
  Exchange exchange = answered();
  exchange.body.assign(100'000, 'x');
  put(*archive, exchange);
  const auto path = folder.file("lycosa-20260410173708-00000.warc.gz");
  EXPECT_LT(std::filesystem::file_size(path), 5000u);
  exchange.headers.push_back({"Content-Encoding", "gzip"});
  put(*archive, exchange);
  EXPECT_GT(std::filesystem::file_size(path), 100'000u);
  EXPECT_EQ(read_all(folder.path()).items.size(), 2u);
}

TEST(Archive, NeverTouchesAnOlderFile) {
  Folder folder;
  put(*writer(folder), answered());
  const std::string first = folder.file("lycosa-20260410173708-00000.warc.gz");
  const std::string before = contents(first);
  auto place = writer(folder)->append(unanswered());
  EXPECT_EQ(place->file, "lycosa-20260410173708-00001.warc.gz");
  EXPECT_EQ(contents(first), before);
  EXPECT_EQ(read_all(folder.path()).items.size(), 2u);
}

TEST(Archive, MakesNoFileForNothing) {
  Folder folder;
  EXPECT_TRUE(writer(folder)->sync());
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
  EXPECT_TRUE(read_all(folder.path()).items.empty());
}

TEST(Archive, ReadsInTheOrderOfWritingWhateverTheClockDid) {
  Folder folder;
  ManualClock clock(*parse_time("2026-04-10"));
  Exchange exchange = answered();
  for (const char* now : {"2026-04-10", "2026-04-09", "2026-04-11"}) {
    clock.set(*parse_time(now));
    exchange.body = now;
    put(**ArchiveWriter::open(folder.path(), clock), exchange);
  }
  Reading reading = read_all(folder.path());
  ASSERT_EQ(reading.items.size(), 3u);
  EXPECT_EQ(reading.items[0].exchange.body, "2026-04-10");
  EXPECT_EQ(reading.items[1].exchange.body, "2026-04-09");
}

TEST(Archive, AnyTailThatIsMissingCostsTheLastExchangeAlone) {
  Folder folder;
  auto archive = writer(folder);
  put(*archive, answered());
  const ArchivePlace second = put(*archive, answered());
  const std::string path = folder.file(second.file);
  const std::string whole = contents(path);
  for (size_t size = second.offset; size < whole.size(); size += size + 40 < whole.size() ? 23 : 1) {
    write(path, whole.substr(0, size));
    Reading reading = read_all(folder.path());
    ASSERT_EQ(reading.items.size(), 1u) << size;
    EXPECT_EQ(reading.damage.empty(), size == second.offset) << size;
    EXPECT_FALSE(read_exchange(folder.path(), second)) << size;
  }
}

TEST(Archive, FindsTheNextSoundRecordBehindDamage) {
  Folder folder;
  auto archive = writer(folder);
  std::vector<ArchivePlace> places;
  places.reserve(5);
  for (int i = 0; i < 5; ++i) places.push_back(put(*archive, answered()));
  const std::string path = folder.file(places[0].file);
  const std::string whole = contents(path);
  for (size_t at = places[1].offset; at < places[2].offset; at += 11) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
    write(path, damaged);
    Reading reading = read_all(folder.path());
    EXPECT_GE(reading.items.size(), 4u) << at;
    for (const auto& item : reading.items) {
      if (item.place != places[1]) expect_equal(item.exchange, answered());
    }
  }
  write(path, whole.substr(0, places[1].offset) + std::string(100'000, '\x1f') + whole.substr(places[2].offset));
  Reading reading = read_all(folder.path());
  EXPECT_EQ(reading.items.size(), 4u);
  EXPECT_EQ(reading.damage.size(), 1u);
}

TEST(Archive, AFullDiskLeavesWholeExchanges) {
  Folder folder;
  auto archive = writer(folder);
  ASSERT_TRUE(archive->append(answered()));
  // A limit on the size of files stands in for the disk.
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit small = before;
  small.rlim_cur = 3000;
  setrlimit(RLIMIT_FSIZE, &small);
  Exchange large = answered();
  std::mt19937 random(1);
  for (int i = 0; i < 5000; ++i) large.body += static_cast<char>(random());
  auto refused = archive->append(large);
  setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, old_handler);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::exhausted);
  EXPECT_THAT(refused.error().message, HasSubstr("make room"));
  ASSERT_TRUE(archive->append(large));
  Reading reading = read_all(folder.path());
  EXPECT_EQ(reading.items.size(), 2u);
  EXPECT_TRUE(reading.damage.empty());
}

TEST(Archive, SaysWhatIsWrongWithAPlace) {
  Folder folder;
  auto archive = writer(folder);
  auto place = archive->append(answered());
  auto missing = read_exchange(folder.path(), {"lycosa-20260410173708-00009.warc.gz", 0});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::not_found);
  for (uint64_t offset : {uint64_t{0}, place->offset + 1, uint64_t{1} << 40}) {
    auto wrong = read_exchange(folder.path(), {place->file, offset});
    ASSERT_FALSE(wrong) << offset;
    EXPECT_EQ(wrong.error().kind, ErrorKind::corrupt);
  }
  EXPECT_EQ(read_exchange(folder.path(), {"../x", 0}).error().kind, ErrorKind::invalid);
  EXPECT_EQ(ArchiveReader::open(folder.file("none")).error().kind, ErrorKind::not_found);
}

TEST(Archive, WaitsForNoPipeInTheFolder) {
  Folder folder;
  ASSERT_EQ(mkfifo(folder.file("a.warc.gz").c_str(), 0600), 0);
  const auto alone = read_exchange(folder.path(), {"a.warc.gz", 0});
  ASSERT_FALSE(alone);
  EXPECT_THAT(alone.error().message, HasSubstr("a.warc.gz is not a file"));
}

TEST(Archive, PassesOverWhatIsNoFileInAFolder) {
  Folder folder;
  put(*writer(folder), answered());
  ASSERT_EQ(mkfifo(folder.file("a.warc.gz").c_str(), 0600), 0);
  ASSERT_TRUE(std::filesystem::create_directory(folder.file("z.warc.gz")));
  const Reading reading = read_all(folder.path());
  EXPECT_EQ(reading.items.size(), 1);
  ASSERT_EQ(reading.damage.size(), 2);
  EXPECT_EQ(reading.damage[0].place, (ArchivePlace{"a.warc.gz", 0}));
  EXPECT_THAT(reading.damage[0].what, HasSubstr("not a file"));
  EXPECT_EQ(reading.damage[1].place, (ArchivePlace{"z.warc.gz", 0}));

  auto alone = ArchiveReader::open(folder.file("a.warc.gz"));
  ASSERT_TRUE(alone);
  EXPECT_FALSE((*alone)->next());
}

TEST(Archive, KeepsNoMoreOfABlockThanAsked) {
  Folder folder;
  Exchange exchange = answered();
  exchange.body.assign(1 << 20, 'x');
  auto place = writer(folder)->append(exchange);
  auto read = read_exchange(folder.path(), *place, {.block_bytes = 10'000});
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_TRUE(read->truncated);
  EXPECT_EQ(read->response_head.size() + read->body.size(), 10'000u);
}

}  // namespace
}  // namespace lycosa::inline archive
