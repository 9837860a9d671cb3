#include "crawl/exchange_log.h"

#include <utility>

namespace lycosa::inline crawl {
namespace {

class ArchiveFolder : public ExchangeLog {
 public:
  explicit ArchiveFolder(std::unique_ptr<ArchiveWriter> writer) : writer_(std::move(writer)) {}
  Result<ArchivePlace> append(const EncodedExchange& exchange) override { return writer_->append(exchange); }

 private:
  const std::unique_ptr<ArchiveWriter> writer_;
};

}  // namespace

Result<std::unique_ptr<ExchangeLog>> open_exchange_log(const std::string& folder, const Clock& clock,
                                                       const std::string& user_agent) {
  ArchiveOptions options;
  options.software = "lycosa/" LYCOSA_VERSION;
  options.user_agent = user_agent;
  auto writer = ArchiveWriter::open(folder, clock, options);
  if (!writer) return writer.unexpected();
  return std::unique_ptr<ExchangeLog>(std::make_unique<ArchiveFolder>(std::move(*writer)));
}

}  // namespace lycosa::inline crawl
