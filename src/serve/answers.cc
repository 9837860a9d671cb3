#include "serve/answers.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "archive/archive.h"
#include "base/text.h"
#include "inspect/compare.h"
#include "serve/html.h"
#include "serve/json.h"
#include "serve/routes.h"
#include "serve/texts.h"

namespace lycosa::inline serve {
namespace {

using Json = nlohmann::ordered_json;

Response json_or_error(const Result<Json>& answer) {
  return answer ? json_response(*answer) : error_response(answer.error());
}

std::optional<DirectKey> direct_key(const Call& call) {
  if (call.text("unparsed").empty()) return std::nullopt;
  DirectKey direct;
  direct.unparsed = call.text("unparsed");
  if (const auto hash = call.parameters.integer("root_hash")) direct.root_hash = static_cast<uint64_t>(*hash);
  if (const auto shard = call.parameters.integer("shard")) direct.shard = static_cast<uint64_t>(*shard);
  return direct;
}

// A page says what is wrong with its address as a page, and the API as JSON; both with the same status.
Response refusal(const Route& route, const Error& error) {
  return route.kind == Route::Kind::page ? error_page(Links(), error) : error_response(error);
}

// A line of a batch is a URL, or an object that has one.
std::string url_of_line(const std::string& line) {
  if (line.empty() || line[0] != '{') return line;
  const auto value = nlohmann::json::parse(to_valid_utf8(line), nullptr, false);
  if (value.is_object() && value.contains("url") && value["url"].is_string()) return value["url"].get<std::string>();
  return line;
}

}  // namespace

Result<std::unique_ptr<Answers>> Answers::open(Shared& shared) {
  std::unique_ptr<Answers> answers(new Answers(shared));
  auto reader = open_store_reader(shared.options.config.store);
  if (!reader) return reader.unexpected();
  answers->reader_ = std::move(*reader);
  return answers;
}

Response Answers::answer(const Request& request) {
  const Route* route = find_route(request.method, request.path);
  if (!route) {
    const std::string allowed = allowed_methods(request.path);
    if (allowed.empty()) {
      return error_response(
          404, "not_found",
          "there is nothing at " + visible(request.path) + "; /api/v1/openapi.json lists what there is");
    }
    Response response = error_response(405, "method_not_allowed", visible(request.path) + " answers " + allowed);
    response.headers.emplace_back("Allow", allowed);
    return response;
  }
  auto parameters = Parameters::read(route->parameters, request.parameters);
  if (!parameters) return refusal(*route, parameters.error());
  Response response = route->answer(*this, Call{*route, request, std::move(*parameters)});
  if (response.status == 200 && !route->type.empty()) response.content_type = route->type;
  return response;
}

Timestamp Answers::now_of(const Call& call) const {
  return call.parameters.time("now").value_or(shared_.clock.now());
}

InspectOptions Answers::inspect_options(Timestamp now) const {
  return lycosa::inspect_options(options().config, now);
}

Report Answers::report(const Call& call) {
  Inspector inspector(*reader_, inspect_options(now_of(call)));
  const auto direct = direct_key(call);
  return direct ? inspector.inspect_key(*direct) : inspector.inspect_url(call.text("url"));
}

Result<UrlKey> Answers::key(const Call& call) {
  Inspector inspector(*reader_, inspect_options(shared_.clock.now()));
  const auto direct = direct_key(call);
  return direct ? inspector.find_key(*direct) : inspector.find_url(call.text("url"));
}

std::string Answers::answer_lines(const std::vector<std::string>& lines, std::optional<Timestamp> now) {
  Inspector inspector(*reader_, inspect_options(now.value_or(shared_.clock.now())));
  std::string out;
  for (const std::string& line : lines) out += report_json(inspector.inspect_url(url_of_line(line))) + "\n";
  return out;
}

int status_of(const Report& report) {
  return report.verdict.status == VerdictStatus::store_unavailable ? 503 : 200;
}

Response answer_inspect(Answers& answers, const Call& call) {
  const Report report = answers.report(call);
  Response response;
  response.status = status_of(report);
  response.body = report_json(report) + "\n";
  return response;
}

Response answer_live(Answers& answers, const Call& call) {
  const ServeOptions& options = answers.options();
  if (!options.live) {
    return error_response(404, "live_off", "live tests are off; start lycosa serve with --live to have them");
  }
  const std::string given =
      call.request.authorization.starts_with("Bearer ") ? call.request.authorization.substr(7) : "";
  if (!same_secret(given, options.token)) {
    Response response = error_response(401, "token",
                                       "a live test needs the token that lycosa serve was started with, as "
                                       "the header Authorization: Bearer TOKEN");
    response.headers.emplace_back("WWW-Authenticate", "Bearer");
    return response;
  }
  Shared& shared = answers.shared();
  if (!shared.live_limit.take(call.request.client, shared.clock.now())) {
    return error_response(429, "too_many",
                          "so many live tests a minute are not allowed; wait a minute "
                          "(the limit serve-live-per-minute)");
  }
  const std::lock_guard one_at_a_time(shared.live_mutex);
  const std::string url(call.text("url"));
  const auto live = options.live(answers.reader(), url);
  if (!live) return error_response(live.error());
  Inspector inspector(answers.reader(), answers.inspect_options(shared.clock.now()));
  return json_response(compared_json(*live, inspector.inspect_url(url)));
}

Response answer_site(Answers& answers, const Call& call) {
  return json_or_error(answers.overview().site(call.text("root"), answers.now_of(call)));
}

Response answer_host(Answers& answers, const Call& call) {
  return json_or_error(answers.overview().host(call.text("host"), answers.now_of(call)));
}

Response answer_stats(Answers& answers, const Call& call) {
  return json_or_error(answers.overview().stats(answers.now_of(call)));
}

int limit_of(const Call& call) {
  return static_cast<int>(call.parameters.integer("limit").value_or(100));
}

UrlListRequest list_request(const Call& call) {
  UrlListRequest list;
  list.reason = call.text("reason");
  list.state = call.text("state");
  list.verdict = call.text("verdict");
  list.stage = call.text("stage");
  list.http_status = call.text("http_status");
  list.host = call.text("host");
  list.root = call.text("root");
  list.after = call.text("after");
  list.limit = limit_of(call);
  return list;
}

Response answer_runs(Answers& answers, const Call& call) {
  return json_or_error(answers.overview().runs(limit_of(call)));
}

Response answer_urls(Answers& answers, const Call& call) {
  return json_or_error(answers.overview().urls(list_request(call), answers.now_of(call)));
}

Response answer_history(Answers& answers, const Call& call) {
  const auto key = answers.key(call);
  if (!key) return error_response(key.error());
  return json_or_error(answers.overview().history(*key, call.parameters.time("before"), limit_of(call)));
}

Response answer_links(Answers& answers, const Call& call) {
  const auto key = answers.key(call);
  if (!key) return error_response(key.error());
  return json_or_error(
      answers.overview().links(*key, call.text("side"), std::string(call.text("after")), limit_of(call)));
}

Response answer_duplicates(Answers& answers, const Call& call) {
  const auto key = answers.key(call);
  if (!key) return error_response(key.error());
  return json_or_error(answers.overview().duplicates(*key, limit_of(call)));
}

Response answer_page_text(Answers& answers, const Call& call) {
  const auto text = stored_text(answers, call);
  if (!text) return error_response(text.error());
  Response response;
  response.body = *text;
  return response;
}

Response answer_raw(Answers& answers, const Call& call) {
  auto exchange = archived_exchange(answers, call);
  if (!exchange) return error_response(exchange.error());
  Response response;
  // Never text/html, never shown: what the web sent must not run with our origin.
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"response.http\"");
  response.headers.emplace_back("Content-Security-Policy", "sandbox; default-src 'none'");
  response.body = exchange->response_head + exchange->body;
  return response;
}

Response answer_openapi(Answers&, const Call&) {
  Response response;
  response.body = openapi_document();
  return response;
}

Response answer_health(Answers& answers, const Call&) {
  const StoreInfo& info = answers.reader().info();
  for (uint32_t shard = 0; shard < info.shard_count; ++shard) {
    if (auto checked = answers.reader().check_shard(shard); !checked)
      return error_response(503, "store", checked.error().message);
  }
  return json_response(Json{{"status", "ok"}, {"shards", info.shard_count}, {"version", LYCOSA_VERSION}});
}

Response answer_metrics(Answers& answers, const Call&) {
  Response response;
  response.body = answers.shared().metrics.text();
  return response;
}

Response answer_robots_txt(Answers&, const Call&) {
  Response response;
  response.body = "User-agent: *\nDisallow: /\n";
  return response;
}

}  // namespace lycosa::inline serve
