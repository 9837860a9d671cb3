#include "extract/fact_choice.h"

#include <algorithm>

#include "base/text.h"
#include "extract/authors.h"
#include "extract/date_choice.h"
#include "extract/title_choice.h"

namespace lycosa {
namespace {

constexpr size_t kListLimit = 50;
constexpr size_t kTagLimit = 100;

Fact fact_of(const FactCandidate& candidate, const html::Document& document, std::string value) {
  Fact fact;
  fact.value = std::move(value);
  fact.source = candidate.source;
  fact.property = candidate.property;
  if (candidate.node != html::kNoNode && document.kind(candidate.node) == html::NodeKind::element) {
    fact.line = document.source_line(candidate.node);
    if (const auto offset = document.source_offset(candidate.node)) fact.offset = static_cast<int64_t>(*offset);
  }
  return fact;
}

class FactChooser {
 public:
  FactChooser(const std::vector<FactCandidate>& candidates, const ChoiceContext& context, PageMetadata& metadata)
      : context_(context), metadata_(metadata) {
    for (const FactCandidate& candidate : candidates) by_field_[static_cast<size_t>(candidate.field)].push_back(&candidate);
    for (auto& list : by_field_) {
      std::stable_sort(list.begin(), list.end(), [](const auto* a, const auto* b) { return a->rank < b->rank; });
    }
  }

  void choose() {
    metadata_.site_name = first(MetadataField::site_name, 10);
    metadata_.description = first(MetadataField::description, 10);
    metadata_.type = first(MetadataField::type, 10);
    metadata_.section = first(MetadataField::section, 10);
    metadata_.licence = licence();
    metadata_.image = address(MetadataField::image);
    metadata_.published = published();
    metadata_.modified = modified();
    authors();
    tags();
    title();
  }

 private:
  using Candidates = std::vector<const FactCandidate*>;
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

  std::optional<Fact> published() const {
    const auto choice = choose_published(of(MetadataField::published), context_.page.pathname(), context_.day_order);
    if (!choice) return std::nullopt;
    if (choice->candidate) return fact(*choice->candidate, choice->date.iso());
    Fact found;
    found.value = choice->date.iso();
    found.source = FactSource::url;
    found.property = "path";
    return found;
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

  bool authors_of(bool weak) {
    const FactCandidate* best = nullptr;
    for (const FactCandidate* candidate : of(MetadataField::authors)) {
      if (best && (candidate->rank != best->rank || candidate->source != best->source || candidate->property != best->property)) {
        break;
      }
      const BylineTrust trust = candidate->source == FactSource::markup ? BylineTrust::author_box
                                : candidate->source == FactSource::text ? BylineTrust::words
                                                                        : BylineTrust::metadata;
      for (std::string& name : author_names(plain_line(candidate->value), trust)) {
        const bool known = std::any_of(metadata_.authors.begin(), metadata_.authors.end(),
                                       [&](const Fact& author) { return equals_ignoring_case(author.value, name); });
        if (known || metadata_.authors.size() >= kListLimit || (!weak && is_weak(name))) continue;
        metadata_.authors.push_back(fact(*candidate, std::move(name)));
        best = candidate;
      }
    }
    // Many names in boxes of one class are those who comment or who wrote other pages.
    const bool shown = best && (best->source == FactSource::markup || best->source == FactSource::text);
    if (shown && metadata_.authors.size() > 3) metadata_.authors.resize(1);
    return best != nullptr;
  }

  bool is_weak(std::string_view name) const {
    const std::string letters = letters_of(name);
    if (metadata_.site_name && letters == letters_of(metadata_.site_name->value)) return true;
    const std::string host = letters_of(context_.page.hostname());
    if (letters.size() >= 3 && host.find(letters) != std::string::npos && name.find(' ') == std::string_view::npos) return true;
    if (letters.size() >= 6 && host.find(letters) != std::string::npos) return true;
    const bool login = name.find_first_of("._-") != std::string_view::npos && name.find(' ') == std::string_view::npos;
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
    const std::string_view site = metadata_.site_name ? std::string_view(metadata_.site_name->value) : std::string_view();
    const TitleChoice choice = choose_title(of(MetadataField::title), context_.title_element, site);
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
  Candidates by_field_[kMetadataFields];
};

}  // namespace

void choose_facts(const std::vector<FactCandidate>& candidates, const ChoiceContext& context, PageMetadata& metadata) {
  FactChooser(candidates, context, metadata).choose();
}

std::string_view name(FactSource source) {
  switch (source) {
    case FactSource::title_element: return "title_element";
    case FactSource::meta: return "meta";
    case FactSource::open_graph: return "open_graph";
    case FactSource::twitter: return "twitter";
    case FactSource::json_ld: return "json_ld";
    case FactSource::microdata: return "microdata";
    case FactSource::rdfa: return "rdfa";
    case FactSource::link: return "link";
    case FactSource::attribute: return "attribute";
    case FactSource::markup: return "markup";
    case FactSource::text: return "text";
    case FactSource::url: return "url";
  }
  return "";
}

}  // namespace lycosa
