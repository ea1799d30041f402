#include "lists/readers/columns.hpp"

#include <algorithm>
#include <string_view>

#include "callsieve/io/csv_columns.hpp"
#include "callsieve/number/parse.hpp"

#include "lists/readers/ignored_columns.hpp"
#include "lists/readers/pattern.hpp"
#include "lists/readers/withdrawal_columns.hpp"
#include "number/numbers_in.hpp"

namespace callsieve {
namespace {

constexpr std::string_view purchase_words[] = {
    "lastpurchase", "lastpurchasedate",  "lastpurchaseday", "purchasedate",     "purchaseday",  "dateoflastpurchase",
    "lastorder",    "lastorderdate",     "orderdate",       "laatsteaankoop",   "aankoopdatum", "datumlaatsteaankoop",
    "letzterkauf",  "kaufdatum",         "dernierachat",    "datedernierachat", "dateachat",    "ultimacompra",
    "fechacompra",  "fechaultimacompra", "ultimoacquisto",  "datacquisto"};
constexpr std::string_view end_words[] = {"contractend",      "contractenddate",   "contractendday", "endofcontract",
                                          "einddatum",        "einddatumcontract", "contracteinde",  "eindecontract",
                                          "vertragsende",     "fincontrat",        "datefincontrat", "fincontrato",
                                          "fechafincontrato", "finecontratto"};
constexpr std::string_view weak_end_words[] = {"end",     "enddate",  "endday",  "enddatum",
                                               "datefin", "fechafin", "datafine"};
constexpr std::string_view state_words[] = {"consent",        "consentstate", "consentstatus", "consentgiven",
                                            "optin",          "toestemming",  "einwilligung",  "consentement",
                                            "consentimiento", "consenso"};
constexpr std::string_view weak_state_words[] = {"state", "status", "permission"};
constexpr std::string_view consent_day_words[] = {
    "consentdate",      "consentday",         "dateofconsent",    "optindate",           "toestemmingsdatum",
    "datumtoestemming", "einwilligungsdatum", "dateconsentement", "fechaconsentimiento", "dataconsenso"};
constexpr std::string_view call_day_words[] = {
    "calldate",  "callday",     "calledon",     "dateofcall",  "calltime", "callstart",
    "attempt",   "attemptdate", "attemptedon",  "lastcall",    "callat",   "lastlocalcalltime",
    "starttime", "timestamp",   "datetime",     "eventtime",   "beldatum", "anrufdatum",
    "datumzeit", "dateappel",   "fechallamada", "datachiamata"};
constexpr std::string_view weak_day_words[] = {"date", "day", "datum", "fecha", "data"};
constexpr std::string_view reference_words[] = {"reference", "evidence",         "evidenceid", "evidencereference",
                                                "consentid", "consentreference", "proof",      "referentie",
                                                "kenmerk",   "bewijs",           "nachweis",   "beleg",
                                                "referenz",  "referencia",       "riferimento"};
constexpr std::string_view weak_reference_words[] = {"ref"};

constexpr std::string_view purpose_words[] = {"purpose",   "consentpurpose", "purposeofconsent", "doel",
                                              "doeleinde", "zweck",          "finalite",         "finalit\u00e9",
                                              "finalidad", "finalita",       "finalit\u00e0"};

constexpr std::string_view change_columns[] = {"change",    "changes", "action",   "mark",
                                               "operation", "delete",  "adddelete"};
constexpr std::string_view change_days[] = {"changedate", "actiondate", "dateofchange"};

/// A column that an import may need, and what it is called in files.
struct column {
  std::string_view what;    ///< for people
  std::string_view option;  ///< that names it
  column_vocabulary words;
};

const column phone{"phone", "--phone", phone_words()};
constexpr column purchase_day{"purchase day", "--day", {purchase_words, {}, weak_day_words}};
constexpr column contract_end{"contract end", "--end", {end_words, {}, weak_end_words}};
constexpr column consent_state{"consent state", "--state", {state_words, {}, weak_state_words}};
constexpr column consent_day{"consent day", "--day", {consent_day_words, {}, weak_day_words}};
constexpr column call_day{"day of the call", "--day", {call_day_words, {}, weak_day_words}};
constexpr column change_mark{"change", "--change", {change_columns, {}, {}}};
constexpr column change_day{"day of the change", "--day", {change_days, {}, weak_day_words}};
constexpr column evidence{"reference", "--reference", {reference_words, {}, weak_reference_words}};

constexpr column consent_purpose{"purpose", "a header of its own", {purpose_words, {}, {}}};

using record = std::span<const std::string>;

bool holds(std::span<const std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Nothing, or a place: not a header's name.
bool is_place(std::string_view name) { return std::all_of(name.begin(), name.end(), is_digit); }

/// Whether a cell may be a number or a day, in any script: then its record is no header, whatever words stand beside
/// it.
bool holds_data(std::string_view cell, region_id region) {
  return std::count_if(cell.begin(), cell.end(), is_digit) >= 6 || holds_number(cell, region);
}

bool holds_letters_only(std::string_view cell) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0; };
  return std::any_of(cell.begin(), cell.end(), is_letter) && std::none_of(cell.begin(), cell.end(), is_digit);
}

/// Whether some cell is what a header calls a column.
bool names_columns(record cells) {
  const auto knows_one = [cells](const column& of) { return !find_columns(cells, of.words).empty(); };
  return knows_one(phone) || knows_one(purchase_day) || knows_one(contract_end) || knows_one(consent_state) ||
         knows_one(consent_day) || knows_one(call_day) || knows_one(evidence);
}

/// Whether the options name a column by its header: then the first record must be one.
bool wants_header(const import_options& options) {
  for (const std::string* name :
       {&options.phone_column, &options.day_column, &options.end_column, &options.state_column,
        &options.reference_column, &options.change_column, &options.region_column, &options.code_column}) {
    if (!is_place(*name)) return true;
  }
  const auto is_header = [](const std::string& name) { return !is_place(name); };
  return std::any_of(options.further_phone_columns.begin(), options.further_phone_columns.end(), is_header) ||
         std::any_of(options.ignored_columns.begin(), options.ignored_columns.end(), is_header);
}

/// Whether all cells that are neither empty nor data name columns, and there are such.
bool may_be_header(record first, region_id region) {
  bool names = false;
  for (const std::string& cell : first) {
    if (cell.empty() || holds_data(cell, region)) continue;
    if (names_kind_of_phone(cell) || !names_columns(std::span(&cell, 1))) return false;
    names = true;
  }
  return names;
}

/// Errors: a record that names columns and holds a number or a day, so that nobody can say what it is.
absl::StatusOr<bool> is_header(record first, const import_options& options) {
  const auto data = std::find_if(first.begin(), first.end(),
                                 [&](const std::string& cell) { return holds_data(cell, options.region); });
  if (data != first.end()) {
    const auto phone_place = options.phone_column.empty() ? absl::StatusOr<std::size_t>(first.size())
                                                          : named_column(first, options.phone_column);
    const bool number_where_told =
        phone_place.ok() && *phone_place < first.size() && holds_data(first[*phone_place], options.region);
    if (!wants_header(options) && (number_where_told || !may_be_header(first, options.region))) return false;
    return bad_input(
        "is the first line a header? It names columns, but column " + std::to_string(data - first.begin() + 1) +
        " of it holds a number or a day; if it is data, put a header above it, and else take that out of it");
  }
  if (wants_header(options)) return true;
  if (!options.phone_column.empty()) {
    const auto place = named_column(first, options.phone_column);
    return place.ok() && *place < first.size() && holds_letters_only(first[*place]);
  }
  return names_columns(first);
}

/// Without a header: the only cell of the first record that reads as a number and not as a day.
absl::StatusOr<std::size_t> phone_by_content(record first, const import_options& options, const day_format& days) {
  std::vector<std::size_t> fits;
  for (std::size_t i = 0; i < first.size(); ++i) {
    const bool pattern = has_wildcards(first[i]) && read_pattern(first[i], options.region).reason.empty();
    const bool is_day = days.read(without_time_of_day(first[i])).has_value();
    if ((pattern || parse(first[i], options.region).readable()) && !is_day) fits.push_back(i);
  }
  if (fits.size() == 1) return fits[0];
  return bad_input(std::string(fits.empty() ? "no phone column found" : "several columns hold numbers") +
                   "; name it with --phone (a header or a place)" +
                   (options.region == region_id::none ? ", or say with --region how its numbers are written" : "") +
                   "; the first line holds: " + list_columns(first));
}

/// Looks for the columns of one file.
class column_finder {
 public:
  column_finder(record first, bool has_header) : first_(first), has_header_(has_header) {}

  /// The column that `name` names or that the header shows; nothing when there is none.
  absl::StatusOr<std::optional<std::size_t>> find(const column& wanted, const std::string& name) const {
    if (!name.empty()) {
      const auto place = named_column(first_, name);
      if (!place.ok()) return bad_input(std::string(wanted.option) + ": " + message_of(place.status()));
      return std::optional<std::size_t>(*place);
    }
    if (!has_header_) return std::optional<std::size_t>();
    const std::vector<std::size_t> fits = find_columns(first_, wanted.words);
    if (fits.size() > 1) {
      const std::string_view several = wanted.option == phone.option ? " (several: a --phone each)" : "";
      return bad_input("columns " + std::to_string(fits[0] + 1) + " and " + std::to_string(fits[1] + 1) +
                       " may both be the " + std::string(wanted.what) + " column; name it with " +
                       std::string(wanted.option) + std::string(several) + ": " + list_columns(first_));
    }
    return fits.empty() ? std::optional<std::size_t>() : std::optional<std::size_t>(fits[0]);
  }
  /// As find(), but none is an error.
  absl::StatusOr<std::optional<std::size_t>> require(const column& wanted, const std::string& name) const {
    auto found = find(wanted, name);
    if (!found.ok() || *found) return found;
    return bad_input("no " + std::string(wanted.what) + " column found; name it with " + std::string(wanted.option) +
                     " (a header or a place); there are: " + list_columns(first_));
  }

 private:
  record first_;
  bool has_header_;
};

absl::Status find_relation(const column_finder& finder, const import_options& options, record first,
                           import_columns& columns) {
  const auto bought = finder.find(purchase_day, options.day_column);
  if (!bought.ok()) return bought.status();
  const auto ended = finder.find(contract_end, options.end_column);
  if (!ended.ok()) return ended.status();
  columns.day = *bought;
  columns.end = *ended;
  if (columns.day || columns.end) return absl::OkStatus();
  return bad_input(
      "no purchase day and no contract end column found; name one with --day or --end (a header or a place); "
      "there are: " +
      list_columns(first));
}

absl::Status find_attempt(const column_finder& finder, const import_options& options, record first,
                          const day_format& days, import_columns& columns) {
  if (!columns.has_header && options.day_column.empty()) {
    std::vector<std::size_t> fits;
    for (std::size_t i = 0; i < first.size(); ++i) {
      if (days.read(without_time_of_day(first[i]))) fits.push_back(i);
    }
    if (fits.size() == 1) columns.day = fits[0];
  }
  if (columns.day) return absl::OkStatus();
  const auto when = finder.require(call_day, options.day_column);
  if (!when.ok()) return when.status();
  columns.day = *when;
  return absl::OkStatus();
}

absl::Status find_consent(const column_finder& finder, const import_options& options, record first,
                          import_columns& columns) {
  const auto when = finder.require(consent_day, options.day_column);
  if (!when.ok()) return when.status();
  const auto state = finder.require(consent_state, options.state_column);
  if (!state.ok()) return state.status();
  const auto reference = finder.find(evidence, options.reference_column);
  if (!reference.ok()) return reference.status();
  const auto purpose = finder.find(consent_purpose, "");
  if (!purpose.ok()) return purpose.status();
  if (columns.has_header && readers::names_withdrawals(first[**state])) {
    return bad_input("--state: column '" + first[**state] +
                     "' says who has withdrawn, which is no consent where it says no; name the column that says given");
  }
  const auto ignored = readers::ignored_columns(first, options);
  if (!ignored.ok()) return ignored.status();
  for (std::size_t i = 0; columns.has_header && i < first.size(); ++i) {
    const bool is_other = i == columns.phone || *reference == i || *state == i ||
                          std::find(ignored->begin(), ignored->end(), i) != ignored->end();
    if (!is_other && readers::names_withdrawals(first[i])) columns.withdrawals.push_back(i);
  }
  columns.purpose = *purpose;
  columns.day = *when;
  columns.state = *state;
  columns.reference = *reference;
  return absl::OkStatus();
}

/// A named column that would not be read is a misunderstanding.
absl::Status refuse_unkept(const import_options& options) {
  if (!options.day_column.empty()) {
    return bad_input(
        "--day: a set read as csv keeps no days; --format registered reads the day since which a number is listed, "
        "--format expiring its last valid day, --kind dated, consent or attempts the others");
  }
  for (const auto& [option, name] : {std::pair{"--end", &options.end_column},
                                     {"--state", &options.state_column},
                                     {"--reference", &options.reference_column}}) {
    if (!name->empty())
      return bad_input(std::string(option) + ": a set keeps numbers only; say --kind dated or consent");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<import_columns> find_import_columns(std::span<const std::string> first_record, list_kind kind,
                                                   const import_options& options, const day_format& days) {
  import_columns columns;
  const auto has_header = is_header(first_record, options);
  if (!has_header.ok()) return has_header.status();
  columns.has_header = *has_header;
  const column_finder finder(first_record, columns.has_header);
  const bool by_content = !columns.has_header && options.phone_column.empty();
  if (by_content) {
    const auto found = phone_by_content(first_record, options, days);
    if (!found.ok()) return found.status();
    columns.phone = *found;
  } else {
    const auto found = finder.require(phone, options.phone_column);
    if (!found.ok()) return found.status();
    columns.phone = **found;
  }
  for (const std::string& name : options.further_phone_columns) {
    const auto further = finder.require(phone, name);
    if (!further.ok()) return further.status();
    if (**further != columns.phone) columns.further_phones.push_back(**further);
  }
  if (options.changes && kind == list_kind::set) {
    const auto mark = finder.find(change_mark, options.change_column);
    if (!mark.ok()) return mark.status();
    const auto when = finder.find(change_day, options.day_column);
    if (!when.ok()) return when.status();
    columns.change = *mark;
    columns.day = *when;
    return columns;
  }
  absl::Status status;
  if (kind == list_kind::dated) status = find_relation(finder, options, first_record, columns);
  if (kind == list_kind::consent) status = find_consent(finder, options, first_record, columns);
  if (kind == list_kind::attempts) status = find_attempt(finder, options, first_record, days, columns);
  if (!status.ok()) return status;
  if (kind == list_kind::set) {
    if (absl::Status unkept = refuse_unkept(options); !unkept.ok()) return unkept;
  }
  if (kind == list_kind::set && columns.has_header) {
    for (const std::string& cell : first_record) {
      const std::string word = fold_column_name(cell);
      if (holds(change_columns, word)) columns.marks = cell;
      if (holds(purchase_words, word) || holds(end_words, word) || holds(state_words, word) ||
          holds(consent_day_words, word) || holds(call_day_words, word)) {
        columns.unread.push_back(cell);
      }
    }
  }
  return columns;
}

}  // namespace callsieve
