#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "inspect/test_world.h"

// For tests: every reason of the catalogue with a store in which it is the decisive one, and with what its
// counterfactual asks for, which must turn the verdict to INDEXABLE.
namespace lycosa::inline inspect {

struct ReasonCase {
  Reason reason;
  VerdictStatus status;
  std::function<void(World&)> arrange;
  std::function<void(World&)> cure;
};

inline void crawl_well(World& world) {
  world.put(world.good_page());
}

inline ReasonCase refused(Reason reason) {
  return {reason, VerdictStatus::not_crawled,
          [reason](World& world) {
            SeenRow row = world.seen_row(SeenState::refused);
            row.reason = code(reason);
            row.evidence = "what the rule saw";
            world.put(row);
          },
          crawl_well};
}

inline ReasonCase failed(Reason reason) {
  ReasonCase out = refused(reason);
  out.arrange = [reason](World& world) {
    SeenRow row = world.seen_row(SeenState::failed);
    row.reason = code(reason);
    row.evidence = "what the wire said";
    row.attempts = 3;
    world.put(row);
  };
  return out;
}

inline ReasonCase dropped(Reason reason, int status) {
  return {reason, VerdictStatus::not_indexable,
          [=](World& world) {
            PageInfoRow row = world.good_page();
            row.download_http_code = status;
            row.history_drop_reason = code(reason);
            row.history_drop_evidence = "what the page was";
            if (status == 200) row.ml_spam_score.reset();
            world.put(row);
          },
          crawl_well};
}

inline ReasonCase answered(Reason reason, int status) {
  return {reason, VerdictStatus::not_indexable,
          [=](World& world) {
            PageInfoRow row = world.good_page();
            row.download_http_code = status;
            world.put(row);
          },
          crawl_well};
}

inline ReasonCase not_to_index(Reason reason) {
  return {reason, VerdictStatus::not_indexable,
          [reason](World& world) {
            PageInfoRow row = world.good_page();
            row.fh_dont_index = 1;
            row.fh_dont_index_reason = code(reason);
            row.fh_dont_index_evidence = "noindex, meta robots, line 12";
            world.put(row);
          },
          crawl_well};
}

inline ReasonCase banned(Reason reason, const std::string& rule) {
  return {reason, VerdictStatus::not_indexable,
          [rule](World& world) {
            crawl_well(world);
            world.put(world.ban_row(rule));
          },
          [rule](World& world) {
            BanRow row = world.ban_row(rule);
            row.active = 0;
            world.put(row);
          }};
}

inline ReasonCase robots_gone(Reason reason, std::optional<int64_t> status) {
  return {reason, VerdictStatus::not_crawled,
          [=](World& world) {
            RobotsRow row = world.robots_row("");
            row.http_code = status;
            row.access = "disallow_all";
            row.outcome = status ? "answered" : "network.connect_refused";
            world.put(row);
            world.put(world.seen_row(SeenState::queued));
          },
          crawl_well};
}

inline ReasonCase waiting(Reason reason, SeenState state, std::string_view due) {
  return {reason, VerdictStatus::not_crawled,
          [=](World& world) {
            SeenRow row = world.seen_row(state);
            if (!due.empty()) row.next_due_stamp_ms = at(due).ms;
            if (state == SeenState::retry) {
              row.reason = "network.connect_refused";
              row.attempts = 1;
            }
            world.put(row);
          },
          crawl_well};
}

inline ReasonCase with_filter(Reason reason, const std::string& condition) {
  return {reason, VerdictStatus::not_indexable,
          [condition](World& world) {
            crawl_well(world);
            world.reader->told_info.filters.push_back({"Mine", condition});
          },
          [](World& world) { world.reader->told_info.filters.pop_back(); }};
}

inline ReasonCase asked(Reason reason, const std::string& text, VerdictStatus status = VerdictStatus::unknown_url) {
  return {reason, status, [text](World& world) { world.url = text; },
          [](World& world) {
            world.url = "https://a.example/dir/page";
            crawl_well(world);
          }};
}

inline void add_simple_cases(std::vector<ReasonCase>& out) {
  using enum Reason;
  for (const Reason reason : {discovery_link_nofollow_only, scope_off_scope, scope_exclude_rule,
                              scope_not_in_include_rule, scope_depth, scope_hop_limit, scope_path_segments,
                              scope_path_repetition, scope_sitemap_depth, scope_host_sitemaps, ban_private_address}) {
    out.push_back(refused(reason));
  }
  for (const Reason reason :
       {network_dns_nxdomain, network_dns_servfail, network_dns_timeout, network_connect_refused,
        network_connect_timeout, network_reset, network_tls_expired, network_tls_self_signed, network_tls_chain,
        network_tls_name_mismatch, network_tls_protocol, network_read_timeout, network_time_budget, network_too_slow,
        network_h2_error, http_invalid_status, http_invalid_header, content_crashed}) {
    out.push_back(failed(reason));
  }
  for (const Reason reason : {http_bad_encoding, content_sitemap, content_mime_rejected, content_empty,
                              content_parse_failed, content_needs_js, content_soft_404}) {
    out.push_back(dropped(reason, 200));
  }
  for (const Reason reason : {redirect_loop, redirect_bad_target}) out.push_back(dropped(reason, 301));
  out.push_back(answered(http_401, 401));
  out.push_back(answered(http_403, 403));
  out.push_back(answered(http_404, 404));
  out.push_back(answered(http_410, 410));
  out.push_back(answered(http_429, 429));
  out.push_back(answered(http_other_4xx, 418));
  out.push_back(answered(http_5xx, 503));
  out.push_back(answered(http_unexpected_status, 204));
  for (const Reason reason : {directive_noindex_meta, directive_noindex_header, directive_unavailable_after}) {
    out.push_back(not_to_index(reason));
  }
}

inline void add_page_cases(std::vector<ReasonCase>& out) {
  using enum Reason;
  const auto page = [&](Reason reason, std::function<void(PageInfoRow&)> change) {
    out.push_back({reason, VerdictStatus::not_indexable,
                   [change](World& world) {
                     PageInfoRow row = world.good_page();
                     change(row);
                     world.put(row);
                   },
                   crawl_well});
  };
  page(redirect_redirected, [](PageInfoRow& row) {
    row.download_http_code = 301;
    row.redirect_target = key_of_text("https://a.example/new").unparsed;
  });
  page(duplicate_canonical_elsewhere, [](PageInfoRow& row) {
    row.meta_canonical = key_of_text("https://a.example/other").unparsed;
    row.meta_canonical_source = "link element, line 7";
  });
  page(quality_spam_score, [](PageInfoRow& row) { row.ml_spam_score = 0.83; });
  page(history_too_old, [](PageInfoRow& row) { row.download_stamp = at("2025-09-01T00:00:00Z").seconds(); });
  out.push_back(with_filter(filter_condition_failed, "download_size > 5000"));
  out.push_back(with_filter(filter_unknown, "meta_lang = 'en'"));
}

inline void add_store_cases(std::vector<ReasonCase>& out) {
  using enum Reason;
  out.push_back(asked(input_bad_url, "not a url"));
  out.push_back(asked(input_unsupported_scheme, "ftp://a.example/"));
  out.push_back(asked(input_too_long, "https://a.example/" + std::string(3000, 'x')));
  out.push_back(asked(discovery_never_seen, "https://a.example/never"));
  out.push_back(banned(ban_host, "host"));
  out.push_back(banned(ban_domain, "domain"));
  out.push_back(robots_gone(robots_unreachable_5xx, 503));
  out.push_back(robots_gone(robots_unreachable_network, std::nullopt));
  out.push_back(waiting(schedule_queued, SeenState::queued, ""));
  out.push_back(waiting(schedule_politeness_wait, SeenState::queued, "2026-04-12T14:05:00Z"));
  out.push_back(waiting(schedule_retry_wait, SeenState::retry, "2026-04-12T14:05:00Z"));
  out.push_back(waiting(schedule_leased, SeenState::leased, ""));
  out.push_back({shard_unreachable, VerdictStatus::store_unavailable,
                 [](World& world) {
                   crawl_well(world);
                   world.reader->shard_error = Error{ErrorKind::unavailable, "shard 07 is locked by process 812"};
                 },
                 [](World& world) { world.reader->shard_error.reset(); }});
  out.push_back({robots_disallowed, VerdictStatus::not_crawled,
                 [](World& world) {
                   world.put(world.robots_row("User-agent: *\nCrawl-delay: 1\nDisallow: /dir/\n"));
                   world.put(world.seen_row(SeenState::queued));
                 },
                 [](World& world) {
                   world.put(world.robots_row("User-agent: *\n"));
                   crawl_well(world);
                 }});
  ReasonCase budget = refused(schedule_budget_exhausted);
  budget.arrange = [](World& world) {
    SeenRow row = world.seen_row(SeenState::queued);
    row.reason = "schedule.budget_exhausted";
    world.put(row);
  };
  out.push_back(budget);
}

inline std::vector<ReasonCase> all_cases() {
  std::vector<ReasonCase> out;
  add_simple_cases(out);
  add_page_cases(out);
  add_store_cases(out);
  return out;
}

}  // namespace lycosa::inline inspect
