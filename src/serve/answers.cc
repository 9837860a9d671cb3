#include "serve/answers.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "archive/archive.h"
#include "base/text.h"
#include "inspect/compare.h"
#include "serve/json.h"
#include "serve/routes.h"
#include "serve/texts.h"

namespace lycosa::inline serve {
namespace {

using Json = nlohmann::ordered_json;

Response json_or_error(const Result<Json>& answer) {
  return answer ? json_response(*answer) : error_response(answer.error());
}

int limit_of(const Request& request) {
  const auto limit = parse_uint(request.parameter("limit"));
  return limit ? static_cast<int>(std::clamp<uint64_t>(*limit, 1, 1000)) : 100;
}

Result<void> check_now(const Request& request) {
  const std::string& text = request.parameter("now");
  if (text.empty() || parse_time(text)) return {};
  return fail(ErrorKind::invalid, "now is \"" + visible(text) + "\"; write it as 2026-04-12T00:00:00Z");
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
  auto browser = open_store_browser(shared.options.config.store);
  if (!browser) return browser.unexpected();
  answers->browser_ = std::move(*browser);
  return answers;
}

// A page for people forgives what a program is told about.
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
  if (route->kind == Route::Kind::api) {
    if (const auto fault = fault_in_parameters(*route, request)) return error_response(400, "invalid", *fault);
    if (const auto now = check_now(request); !now) return error_response(now.error());
  }
  Response response = route->answer(*this, request);
  if (response.status == 200 && !route->type.empty()) response.content_type = route->type;
  return response;
}

Timestamp Answers::now_of(const Request& request) const {
  return parse_time(request.parameter("now")).value_or(shared_.clock.now());
}

InspectOptions Answers::inspect_options(Timestamp now) const {
  InspectOptions inspect;
  inspect.now = now;
  inspect.agent = options().config.product_token();
  inspect.url_bytes = static_cast<size_t>(options().config.url_bytes);
  return inspect;
}

Report Answers::report(const Request& request) {
  Inspector inspector(*reader_, inspect_options(now_of(request)));
  if (request.parameter("unparsed").empty()) return inspector.inspect_url(request.parameter("url"));
  DirectKey direct;
  direct.unparsed = request.parameter("unparsed");
  direct.root_hash = parse_uint(request.parameter("root_hash"));
  direct.shard = parse_uint(request.parameter("shard"));
  return inspector.inspect_key(direct);
}

std::string Answers::answer_lines(const std::vector<std::string>& lines) {
  Inspector inspector(*reader_, inspect_options(shared_.clock.now()));
  std::string out;
  for (const std::string& line : lines) out += report_json(inspector.inspect_url(url_of_line(line))) + "\n";
  return out;
}

Response answer_inspect(Answers& answers, const Request& request) {
  const bool direct = !request.parameter("unparsed").empty();
  if (direct && !request.parameter("url").empty()) {
    return error_response(400, "invalid", "url and unparsed were given; give one of them");
  }
  if (!direct && request.parameter("url").empty()) {
    return error_response(400, "invalid", "the parameter url is missing; or give unparsed");
  }
  const std::string& hash = request.parameter("root_hash");
  if (!hash.empty() && !parse_uint(hash)) {
    return error_response(400, "invalid", "root_hash is \"" + visible(hash) + "\"; it must be a whole number");
  }
  Response response;
  response.body = report_json(answers.report(request)) + "\n";
  return response;
}

Response answer_live(Answers& answers, const Request& request) {
  const ServeOptions& options = answers.options();
  if (!options.live) {
    return error_response(404, "live_off", "live tests are off; start lycosa serve with --live to have them");
  }
  const std::string given = request.authorization.starts_with("Bearer ") ? request.authorization.substr(7) : "";
  if (!same_secret(given, options.token)) {
    Response response = error_response(401, "token",
                                       "a live test needs the token that lycosa serve was started with, as "
                                       "the header Authorization: Bearer TOKEN");
    response.headers.emplace_back("WWW-Authenticate", "Bearer");
    return response;
  }
  Shared& shared = answers.shared();
  if (!shared.live_limit.take(request.client, shared.clock.now())) {
    return error_response(429, "too_many",
                          "so many live tests a minute are not allowed; wait a minute "
                          "(the limit serve-live-per-minute)");
  }
  const std::lock_guard one_at_a_time(shared.live_mutex);
  const auto live = options.live(answers.reader(), request.parameter("url"));
  if (!live) return error_response(live.error());
  Inspector inspector(answers.reader(), answers.inspect_options(shared.clock.now()));
  return json_response(compared_json(*live, inspector.inspect_url(request.parameter("url"))));
}

Response answer_site(Answers& answers, const Request& request) {
  return json_or_error(answers.overview().site(request.parameter("root"), answers.now_of(request)));
}

Response answer_host(Answers& answers, const Request& request) {
  return json_or_error(answers.overview().host(request.parameter("host"), answers.now_of(request)));
}

Response answer_stats(Answers& answers, const Request& request) {
  return json_or_error(answers.overview().stats(answers.now_of(request)));
}

UrlListRequest list_request(const Request& request) {
  UrlListRequest list;
  list.reason = request.parameter("reason");
  list.state = request.parameter("state");
  list.verdict = request.parameter("verdict");
  list.stage = request.parameter("stage");
  list.http_status = request.parameter("http_status");
  list.host = request.parameter("host");
  list.root = request.parameter("root");
  list.after = request.parameter("after");
  list.limit = limit_of(request);
  return list;
}

Response answer_urls(Answers& answers, const Request& request) {
  return json_or_error(answers.overview().urls(list_request(request), answers.now_of(request)));
}

Response answer_history(Answers& answers, const Request& request) {
  return json_or_error(
      answers.overview().history(request.parameter("url"), request.parameter("before"), limit_of(request)));
}

Response answer_links(Answers& answers, const Request& request) {
  return json_or_error(answers.overview().links(request.parameter("url"), request.parameter("side"),
                                                request.parameter("after"), limit_of(request)));
}

Response answer_duplicates(Answers& answers, const Request& request) {
  return json_or_error(answers.overview().duplicates(request.parameter("url"), limit_of(request)));
}

Response answer_page_text(Answers& answers, const Request& request) {
  const auto text = stored_text(answers.reader(), request.parameter("url"), request.parameter("text"));
  if (!text) return error_response(text.error());
  Response response;
  response.body = *text;
  return response;
}

Response answer_raw(Answers& answers, const Request& request) {
  auto exchange = archived_exchange(answers, request.parameter("url"));
  if (!exchange) return error_response(exchange.error());
  Response response;
  // Never text/html, never shown: what the web sent must not run with our origin.
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"response.http\"");
  response.headers.emplace_back("Content-Security-Policy", "sandbox; default-src 'none'");
  response.body = exchange->response_head + exchange->body;
  return response;
}

Response answer_openapi(Answers&, const Request&) {
  Response response;
  response.body = openapi_document();
  return response;
}

Response answer_health(Answers& answers, const Request&) {
  const StoreInfo& info = answers.reader().info();
  for (uint32_t shard = 0; shard < info.shard_count; ++shard) {
    if (auto checked = answers.reader().check_shard(shard); !checked)
      return error_response(503, "store", checked.error().message);
  }
  return json_response(Json{{"status", "ok"}, {"shards", info.shard_count}, {"version", LYCOSA_VERSION}});
}

Response answer_metrics(Answers& answers, const Request&) {
  Response response;
  response.body = answers.shared().metrics.text();
  return response;
}

Response answer_robots_txt(Answers&, const Request&) {
  Response response;
  response.body = "User-agent: *\nDisallow: /\n";
  return response;
}

}  // namespace lycosa::inline serve
