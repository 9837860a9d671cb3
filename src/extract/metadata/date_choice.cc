#include "extract/metadata/date_choice.h"

#include <algorithm>

#include "base/text.h"

namespace lycosa::inline extract {
namespace {

constexpr size_t kShortText = 40;  // a text that is a date and little more
constexpr size_t kMaxRead = 200;   // candidates that are looked at

struct Ballot {
  CivilDate date;
  int64_t day = 0;  // since 1970
  const FactCandidate* candidate = nullptr;
  int voter = 0;
  double weight = 0;
};

// Who speaks, and with what weight. Each voter has one vote, its first. The weights are rounded from fits on the
// development pages, of which two halves agreed to within six points; what readers see weighs as much as what machines
// are told, for pages are republished and their metadata is not.
struct Voter {
  int id;
  double weight;
};

// Before its heading a page shows what day it is: «Thursday, 16 February 2012».
bool begins_with_weekday(std::string_view text) {
  constexpr std::string_view kWeekdays[] = {"monday",
                                            "tuesday",
                                            "wednesday",
                                            "thursday",
                                            "friday",
                                            "saturday",
                                            "sunday",
                                            "montag",
                                            "dienstag",
                                            "mittwoch",
                                            "donnerstag",
                                            "freitag",
                                            "samstag",
                                            "sonntag",
                                            "lundi",
                                            "mardi",
                                            "mercredi",
                                            "jeudi",
                                            "vendredi",
                                            "samedi",
                                            "dimanche",
                                            "lunes",
                                            "martes",
                                            "mi\xc3\xa9rcoles",
                                            "jueves",
                                            "viernes",
                                            "s\xc3\xa1"
                                            "bado",
                                            "domingo",
                                            "maandag",
                                            "dinsdag",
                                            "woensdag",
                                            "donderdag",
                                            "vrijdag",
                                            "zaterdag",
                                            "zondag",
                                            "luned\xc3\xac",
                                            "marted\xc3\xac",
                                            "mercoled\xc3\xac",
                                            "gioved\xc3\xac",
                                            "venerd\xc3\xac",
                                            "sabato",
                                            "domenica",
                                            "segunda-feira",
                                            "ter\xc3\xa7"
                                            "a-feira",
                                            "quarta-feira",
                                            "quinta-feira",
                                            "sexta-feira"};
  return std::any_of(std::begin(kWeekdays), std::end(kWeekdays),
                     [&](std::string_view day) { return starts_with_ignoring_case(text, day); });
}

// One that is shown before the heading, with its weekday and no time, can be the day of the visit.
constexpr Voter kToday = {25, 0.3};

bool may_be_today(const FactCandidate& candidate, const CivilDate& date) {
  return candidate.source == FactSource::text && candidate.rank > kBehindHeading && candidate.rank < kOtherPlace &&
         date.time.empty() && candidate.value.size() <= kShortText && begins_with_weekday(candidate.value);
}

// What a footer says of its date; its ASCII letters are small. Without a word a date there can be of anything.
constexpr std::string_view kPublishedLabels[] = {"published",
                                                 "posted on",
                                                 "erschienen",
                                                 "erstellt",
                                                 "ver\xc3\xb6"
                                                 "ffentlicht",
                                                 "publi\xc3\xa9",
                                                 "publicado",
                                                 "pubblicato",
                                                 "gepubliceerd"};
constexpr std::string_view kModifiedLabels[] = {"last modified",
                                                "last edited",
                                                "last updated",
                                                "zuletzt",
                                                "letzte \xc3\x84nderung",
                                                "letzte \xc3\xa4nderung",
                                                "aktualisiert",
                                                "derni\xc3\xa8re mod",
                                                "\xc3\xbaltima mod",
                                                "\xc3\x9altima mod",
                                                "ultima mod",
                                                "laatst"};

bool holds_label(std::string_view lower, const auto& labels) {
  return std::any_of(std::begin(labels), std::end(labels),
                     [&](std::string_view label) { return lower.find(label) != std::string_view::npos; });
}

// For want of better, what is labelled counts a little more than a date in a sentence.
Voter voter_of_footer(const FactCandidate& candidate, const Voter& voter) {
  if (candidate.source != FactSource::text || candidate.value.size() > 2 * kShortText) return voter;
  const std::string lower = ascii_lower(candidate.value);
  if (holds_label(lower, kModifiedLabels)) return {27, 0.55};
  return holds_label(lower, kPublishedLabels) ? Voter{26, 0.6} : voter;
}

Voter voter_of(const FactCandidate& candidate) {
  const bool elsewhere = candidate.rank >= kOtherPlace;
  const int rank = candidate.rank % kOtherPlace;
  const bool brief = candidate.value.size() <= kShortText;
  Voter voter{0, 0};
  switch (candidate.source) {
    case FactSource::json_ld:
      if (rank >= 4)
        voter = {1, 0.3};  // created, uploaded
      else if (rank == 2)
        voter = {2, 2};
      else
        voter = {3 + rank, 1};
      break;
    case FactSource::meta:
    case FactSource::open_graph:
    case FactSource::twitter:
      // Each by itself: where the two name different days, what agrees with either decides.
      if (rank <= 2)
        voter = {candidate.source == FactSource::meta ? 9 : 10, 2.5};
      else
        voter = rank < 8 ? Voter{11, 1} : Voter{12, 0.7};
      break;
    case FactSource::microdata:
    case FactSource::rdfa:
      voter = rank < 4 ? Voter{13, 1} : Voter{14, 0.3};
      break;
    case FactSource::markup:
      if (candidate.property == "time")
        voter = rank == 2 ? Voter{15, 1} : rank == 4 ? Voter{16, 1.5} : Voter{17, 0.5};
      else
        voter = rank == 6 ? Voter{18, 1} : rank == 7 ? Voter{19, 1} : Voter{20, 0.5};
      break;
    case FactSource::text:
      if (rank <= kBehindHeading)
        voter = brief ? Voter{21, 1.5} : Voter{22, 0.5};
      else
        voter = brief ? Voter{23, 0.4} : Voter{24, 0.3};
      break;
    default:
      break;
  }
  return elsewhere ? voter_of_footer(candidate, {voter.id + 32, std::min(voter.weight, 0.3)}) : voter;
}

constexpr double kAddressWeight = 4;

bool is_universal(const CivilDate& date) {
  return date.time.ends_with('Z') || date.time.ends_with("+00:00");
}

int hour_of(const CivilDate& date) {
  return date.time.size() > 3 ? static_cast<int>(parse_uint(std::string_view(date.time).substr(1, 2)).value_or(0)) : 0;
}

bool is_shown(const Ballot& ballot) {
  if (is_universal(ballot.date)) return false;
  if (ballot.candidate == nullptr) return true;
  const FactSource source = ballot.candidate->source;
  return (source == FactSource::markup || source == FactSource::text) && ballot.candidate->rank < kOtherPlace;
}

// A stamp in universal time can fall on the day beside the one that its readers saw.
void move_to_shown_day(std::vector<Ballot>& ballots) {
  const auto shown = [&](int64_t day) {
    return std::any_of(ballots.begin(), ballots.end(), [&](const Ballot& b) { return b.day == day && is_shown(b); });
  };
  for (Ballot& ballot : ballots) {
    if (!is_universal(ballot.date) || shown(ballot.day)) continue;
    // No clock is more than fourteen hours ahead of it, none more than twelve behind.
    const int hour = hour_of(ballot.date);
    if (hour >= 10 && shown(ballot.day + 1))
      ++ballot.day;
    else if (hour < 12 && shown(ballot.day - 1))
      --ballot.day;
  }
}

std::vector<Ballot> ballots_of(const std::vector<const FactCandidate*>& candidates, DayOrder order) {
  std::vector<Ballot> ballots;
  uint64_t voted = 0;
  size_t read = 0;
  const auto has_voted = [&](const Voter& voter) { return ((voted >> voter.id) & 1) != 0; };
  // A voter's first date is the first on the page, not the best ranked: all of one voter have one rank.
  for (const FactCandidate* candidate : candidates) {
    Voter voter = voter_of(*candidate);
    if (voter.weight == 0 || has_voted(voter) || ++read > kMaxRead) continue;
    auto date = read_date(candidate->value, order);
    if (date && may_be_today(*candidate, *date)) voter = kToday;
    if (!date || has_voted(voter)) continue;
    voted |= uint64_t{1} << voter.id;
    const int64_t day = date->day_number();
    ballots.push_back({std::move(*date), day, candidate, voter.id, voter.weight});
  }
  return ballots;
}

}  // namespace

std::optional<DateChoice> choose_published(const std::vector<const FactCandidate*>& candidates, std::string_view path,
                                           DayOrder order) {
  std::vector<Ballot> ballots = ballots_of(candidates, order);
  if (const auto address = date_in_url(path)) {
    ballots.push_back({*address, address->day_number(), nullptr, 0, kAddressWeight});
  }
  if (ballots.empty()) return std::nullopt;
  move_to_shown_day(ballots);
  const auto votes_for = [&](int64_t day) {
    double sum = 0;
    for (const Ballot& ballot : ballots) sum += ballot.day == day ? ballot.weight : 0;
    return sum;
  };
  const Ballot* best = &ballots[0];
  double most = 0;
  for (const Ballot& ballot : ballots) {
    const double votes = votes_for(ballot.day);
    // Of those that agree, the first is the best ranked; one that had to be moved cannot say the day itself.
    if (votes > most || (votes == most && ballot.day == best->day && best->date.day_number() != best->day)) {
      most = votes;
      best = &ballot;
    }
  }
  return DateChoice{best->date, best->candidate};
}

}  // namespace lycosa::inline extract
