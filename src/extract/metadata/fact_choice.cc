#include "extract/metadata/fact_choice.h"

#include <algorithm>

#include "base/text.h"
#include "extract/clean_line.h"
#include "extract/metadata/authors.h"
#include "extract/metadata/date_choice.h"
#include "extract/metadata/script_dates.h"
#include "extract/metadata/title_choice.h"

namespace lycosa::inline extract {
namespace {

constexpr size_t kListLimit = 50;
constexpr size_t kTagLimit = 100;

Fact fact_of(const FactCandidate& candidate, const html::Document& document, std::string value) {
  Fact fact;
  fact.value = std::move(value);
  fact.source = candidate.source;
  fact.property = clean_line(candidate.property);
  if (candidate.node != html::kNoNode && document.kind(candidate.node) == html::NodeKind::element) {
    fact.line = document.source_line(candidate.node);
    if (const auto offset = document.source_offset(candidate.node)) fact.offset = static_cast<int64_t>(*offset);
  }
  return fact;
}

class FactChooser {
 public:
  FactChooser(std::vector<FactCandidate> candidates, const ChoiceContext& context, PageMetadata& metadata)
      : context_(context), metadata_(metadata), candidates_(std::move(candidates)) {
    for (const FactCandidate& candidate : candidates_)
      by_field_[static_cast<size_t>(candidate.field)].push_back(&candidate);
    for (auto& list : by_field_) sort(list);
  }

  void choose() {
    metadata_.site_name = first(MetadataField::site_name, 10);
    metadata_.description = first(MetadataField::description, 10);
    metadata_.type = first(MetadataField::type, 10);
    metadata_.section = first(MetadataField::section, 10);
    metadata_.licence = licence();
    metadata_.image = address(MetadataField::image);
    title();
    metadata_.published = published();
    metadata_.modified = modified();
    authors();
    tags();
  }

 private:
  using Candidates = std::vector<const FactCandidate*>;
  static void sort(Candidates& list) {
    std::stable_sort(list.begin(), list.end(), [](const auto* a, const auto* b) { return a->rank < b->rank; });
  }
  const Candidates& of(MetadataField field) const { return by_field_[static_cast<size_t>(field)]; }

  Fact fact(const FactCandidate& candidate, std::string value) const {
    return fact_of(candidate, context_.document, std::move(value));
  }

  std::optional<Fact> first(MetadataField field, int worst) const {
    for (const FactCandidate* candidate : of(field)) {
      if (candidate->rank >= worst) break;
      return fact(*candidate, plain_line(candidate->value));
    }
    return std::nullopt;
  }

  std::optional<Fact> address(MetadataField field) const {
    for (const FactCandidate* candidate : of(field)) {
      if (candidate->rank >= 20) break;
      const References::Reference reference = context_.references.resolve(candidate->value);
      if (reference.kind == References::Kind::http) return fact(*candidate, std::string(reference.url->href()));
    }
    return std::nullopt;
  }

  // An address, or where there is none the words.
  std::optional<Fact> licence() const {
    std::optional<Fact> found = first(MetadataField::licence, 20);
    if (!found || found->value.find_first_of("/:") == std::string::npos) return found;
    const References::Reference reference = context_.references.resolve(found->value);
    if (reference.kind == References::Kind::http && found->value.find(' ') == std::string::npos) {
      found->value = reference.url->href();
    }
    return found;
  }

  // The heading that says the title.
  size_t heading() const {
    const std::string_view title = metadata_.title ? std::string_view(metadata_.title->value) : std::string_view();
    size_t first = candidates_.size();
    for (size_t i = 0; i < candidates_.size(); ++i) {
      const FactCandidate& candidate = candidates_[i];
      if (candidate.field != MetadataField::title || candidate.source != FactSource::markup) continue;
      if (candidate.value == title) return i;
      if (first == candidates_.size() && candidate.property == "h1") first = i;
    }
    return first;
  }

  // A page has many headings, and the one that is its title is known only now: dates in words behind it count more than
  // those before, but for the one that stands right before it.
  void rank_dates_by_heading() {
    const size_t title = heading();
    if (title == candidates_.size()) return;
    for (size_t i = 0; i < candidates_.size(); ++i) {
      FactCandidate& candidate = candidates_[i];
      if (candidate.field != MetadataField::published || candidate.source != FactSource::text) continue;
      candidate.rank =
          (candidate.rank >= kOtherPlace ? kOtherPlace : 0) + (i + 1 >= title ? kBehindHeading : kBeforeHeading);
    }
    Candidates& dates = by_field_[static_cast<size_t>(MetadataField::published)];
    std::sort(dates.begin(), dates.end());  // in the order of the page
    sort(dates);
  }

  std::optional<Fact> published() {
    rank_dates_by_heading();
    const auto choice = choose_published(of(MetadataField::published), context_.page.pathname(), context_.day_order);
    if (!choice) return published_in_scripts();
    if (choice->candidate) return fact(*choice->candidate, choice->date.iso());
    Fact found;
    found.value = choice->date.iso();
    found.source = FactSource::url;
    found.property = "path";
    return found;
  }

  std::optional<Fact> published_in_scripts() const {
    const auto found = date_in_scripts(context_.document);
    if (!found) return std::nullopt;
    FactCandidate script;
    script.source = FactSource::script;
    script.node = found->script;
    script.property = found->key;
    return fact(script, found->date.iso());
  }

  std::optional<Fact> modified() const {
    for (const FactCandidate* candidate : of(MetadataField::modified)) {
      if (candidate->rank >= 20) break;
      if (const auto date = read_date(candidate->value, context_.day_order)) return fact(*candidate, date->iso());
    }
    return std::nullopt;
  }

  // The names of the best place that has any; places as good, such as several meta elements, add theirs. Names that
  // are the site's own or a login count only where there are no others.
  void authors() {
    if (authors_of(false)) return;
    authors_of(true);
    if (!metadata_.authors.empty()) return;
    for (const FactCandidate* candidate : of(MetadataField::authors)) {
      if (candidate->source != FactSource::twitter || !candidate->value.starts_with('@')) continue;
      metadata_.authors.push_back(fact(*candidate, candidate->value.substr(1)));
      return;
    }
  }

  static BylineTrust trust_in(const FactCandidate& candidate) {
    if (candidate.source == FactSource::markup || candidate.source == FactSource::link) return BylineTrust::author_box;
    return candidate.source == FactSource::text ? BylineTrust::words : BylineTrust::metadata;
  }

  bool authors_of(bool weak) {
    const FactCandidate* best = nullptr;
    int places = 0;
    for (const FactCandidate* candidate : of(MetadataField::authors)) {
      if (best && (candidate->rank != best->rank || candidate->source != best->source ||
                   candidate->property != best->property)) {
        break;
      }
      const size_t before = metadata_.authors.size();
      for (std::string& name : author_names(plain_line(candidate->value), trust_in(*candidate))) {
        const bool known = std::any_of(metadata_.authors.begin(), metadata_.authors.end(),
                                       [&](const Fact& author) { return equals_ignoring_case(author.value, name); });
        if (known || metadata_.authors.size() >= kListLimit || (!weak && is_weak(name))) continue;
        metadata_.authors.push_back(fact(*candidate, std::move(name)));
        best = candidate;
      }
      places += metadata_.authors.size() > before;
    }
    // Names in many boxes of one class are those who comment or who wrote other pages.
    const bool shown = best && trust_in(*best) != BylineTrust::metadata;
    if (shown && places > 3) metadata_.authors.resize(1);
    if (metadata_.authors.size() == 1) prefer_full_name();
    return best != nullptr;
  }

  // «Nils» and «nilspickert» where the page says «Nils Pickert» elsewhere.
  void prefer_full_name() {
    Fact& author = metadata_.authors[0];
    if (author.value.find(' ') != std::string::npos) return;
    const std::string letters = letters_of(author.value);
    if (letters.size() < 4) return;
    for (const FactCandidate* candidate : of(MetadataField::authors)) {
      if (candidate->rank >= 20) break;
      for (std::string& name : author_names(plain_line(candidate->value), trust_in(*candidate))) {
        if (name.find(' ') == std::string::npos || name.size() > 40 || !letters_of(name).starts_with(letters)) continue;
        author = fact(*candidate, std::move(name));
        return;
      }
    }
  }

  // Whether a name is the site's own, an organisation's or a login.
  bool is_weak(std::string_view name) const {
    const std::string letters = letters_of(name);
    const auto within = [](const std::string& a, const std::string& b) {
      return a.size() >= 4 && b.find(a) != std::string::npos;
    };
    if (metadata_.site_name) {
      const std::string site = letters_of(metadata_.site_name->value);
      if (letters == site || within(site, letters)) return true;
    }
    const std::string host = letters_of(context_.page.hostname());
    const bool one_word = name.find(' ') == std::string_view::npos;
    if (letters.size() >= (one_word ? 3u : 6u) && host.find(letters) != std::string::npos) return true;
    for (const std::string_view label : split(context_.page.hostname(), '.')) {
      if (label.size() >= 6 && within(letters_of(label), letters)) return true;
    }
    for (const std::string_view end : {"e.V.", "e. V.", "GmbH", " AG", "Inc.", "Ltd", "Ltd."}) {
      if (name.ends_with(end)) return true;
    }
    const bool login = one_word && name.find_first_of("._-") != std::string_view::npos;
    return login && std::none_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  }

  void tags() {
    for (const FactCandidate* candidate : of(MetadataField::tags)) {
      if (candidate->rank >= 20) break;
      for (const std::string_view part : split(candidate->value, ',')) {
        std::string tag = plain_line(part);
        if (tag.empty() || tag.size() > 100 || metadata_.tags.size() >= kTagLimit) continue;
        const bool known = std::any_of(metadata_.tags.begin(), metadata_.tags.end(),
                                       [&](const Fact& other) { return equals_ignoring_case(other.value, tag); });
        if (!known) metadata_.tags.push_back(fact(*candidate, std::move(tag)));
      }
    }
  }

  void title() {
    const std::string_view site =
        metadata_.site_name ? std::string_view(metadata_.site_name->value) : std::string_view();
    const TitleChoice choice =
        choose_title(of(MetadataField::title), context_.title_element, site, context_.page.hostname());
    if (choice.value.empty()) return;
    if (choice.candidate) {
      metadata_.title = fact(*choice.candidate, choice.value);
      return;
    }
    FactCandidate element;
    element.source = FactSource::title_element;
    element.node = context_.title_node;
    element.property = "title";
    metadata_.title = fact(element, choice.value);
  }

  const ChoiceContext& context_;
  PageMetadata& metadata_;
  std::vector<FactCandidate> candidates_;
  Candidates by_field_[kMetadataFields];
};

}  // namespace

void choose_facts(std::vector<FactCandidate> candidates, const ChoiceContext& context, PageMetadata& metadata) {
  FactChooser(std::move(candidates), context, metadata).choose();
}

std::string_view name(FactSource source) {
  switch (source) {
    case FactSource::title_element:
      return "title_element";
    case FactSource::meta:
      return "meta";
    case FactSource::open_graph:
      return "open_graph";
    case FactSource::twitter:
      return "twitter";
    case FactSource::json_ld:
      return "json_ld";
    case FactSource::microdata:
      return "microdata";
    case FactSource::rdfa:
      return "rdfa";
    case FactSource::link:
      return "link";
    case FactSource::attribute:
      return "attribute";
    case FactSource::markup:
      return "markup";
    case FactSource::text:
      return "text";
    case FactSource::script:
      return "script";
    case FactSource::url:
      return "url";
  }
  return "";
}

}  // namespace lycosa::inline extract
