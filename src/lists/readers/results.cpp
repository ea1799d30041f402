// The results layout: what a scrubbing service answered, number and result code a line.
//
// A list made of it holds the numbers that may not be called, each under the category of its result, and speaks for the
// numbers that were answered and no other: a number that was never asked about is unknown, not clear. What the service
// could not judge (invalid, not covered) is held too: a rejected number is no cleared one.
// An answer may have several columns, a flag each; a number is clear where all of them say so, and is held under the
// category of each that does not. A flag that nobody reads is an error: it may call the number's owner a litigator.
// Codes: the letters of DNC.com's scrub answers, the flags TPS and CTPS of British services, and plain words.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "callsieve/base/yes_no.hpp"
#include "callsieve/io/csv_columns.hpp"
#include "callsieve/number/parse.hpp"

#include "io/flag_headers.hpp"
#include "lists/readers/flag_columns.hpp"
#include "lists/readers/ignored_columns.hpp"
#include "lists/readers/number_cells.hpp"
#include "lists/readers/pairs.hpp"
#include "lists/readers/readers.hpp"
#include "lists/readers/row_regions.hpp"
#include "lists/readers/sniffing.hpp"
#include "lists/readers/two_columns.hpp"
#include "lists/readers/words.hpp"

namespace callsieve::readers {
namespace {

constexpr std::string_view code_words[] = {"result",     "resultcode", "code", "status",   "reason",
                                           "reasoncode", "flag",       "tps",  "verdict",  "outcome",
                                           "dnc",        "dncstatus",  "ctps", "litigator"};

/// The categories of such lists, by number; store.toml may give them other names. Lists keep the numbers: only append.
constexpr std::array<std::string_view, 18> categories{"dnc",
                                                      "project",
                                                      "exempt",
                                                      "relation",
                                                      "expired-relation",
                                                      "wireless",
                                                      "wireless-relation",
                                                      "voip",
                                                      "no-manual-call",
                                                      "no-manual-call-relation",
                                                      "invalid",
                                                      "malformed",
                                                      "not-covered",
                                                      "disconnected",
                                                      "costly",
                                                      "tps",
                                                      "ctps",
                                                      "litigator"};

struct code {
  std::string_view written;   ///< as plain_word makes it
  std::string_view category;  ///< empty: the number is clear
};
constexpr std::array<code, 50> codes{{
    {"c", ""},  // clean
    {"e", ""},  // a relation that is in force, and not listed
    {"d", "dnc"},
    {"p", "project"},
    {"x", "exempt"},    // listed, but the caller's branch is exempt
    {"o", "relation"},  // listed, but a relation overrides it
    {"r", "expired-relation"},
    {"w", "wireless"},
    {"y", "voip"},
    {"g", "wireless-relation"},
    {"h", "wireless-relation"},
    {"l", "no-manual-call"},
    {"f", "no-manual-call-relation"},
    {"v", "no-manual-call-relation"},
    {"i", "invalid"},
    {"m", "malformed"},
    {"b", "not-covered"},
    {"s", "disconnected"},
    {"t", "costly"},
    {"", ""},
    {"clean", ""},
    {"clear", ""},
    {"ok", ""},
    {"callable", ""},
    {"notlisted", ""},
    {"notregistered", ""},
    {"nomatch", ""},
    {"no", ""},
    {"n", ""},
    {"false", ""},
    {"0", ""},
    {"dnc", "dnc"},
    {"donotcall", "dnc"},
    {"blocked", "dnc"},
    {"listed", "dnc"},
    {"registered", "dnc"},
    {"match", "dnc"},
    {"yes", "dnc"},
    {"true", "dnc"},
    {"1", "dnc"},
    {"tps", "tps"},
    {"ctps", "ctps"},
    {"litigator", "litigator"},
    {"plaintiff", "litigator"},
    {"wireless", "wireless"},
    {"mobile", "wireless"},
    {"voip", "voip"},
    {"disconnected", "disconnected"},
    {"invalid", "invalid"},
    {"malformed", "malformed"},
}};

/// What a code means; null for one that is not known.
const code* meaning(std::string_view text) {
  const std::string word = plain_word(text);
  const std::string_view begins = std::string_view(word).substr(0, 1);
  const auto found = std::find_if(codes.begin(), codes.end(), [&](const code& c) {
    return c.written.starts_with(begins) && c.written == word;  // the first test spares most calls for the second
  });
  return found == codes.end() ? nullptr : &*found;
}

static_assert(std::all_of(codes.begin(), codes.end(), [](const code& c) {
  return c.category.empty() || std::find(categories.begin(), categories.end(), c.category) != categories.end();
}));

std::uint32_t flag_of_result(std::string_view category) {
  return 1U << static_cast<unsigned>(std::find(categories.begin(), categories.end(), category) - categories.begin());
}

/// A column of an answer.
struct answer_column {
  std::size_t place = 0;
  std::string_view yes = "dnc";  ///< the category of a plain yes
  bool is_flag = false;          ///< yes or no; else a code
  bool has_states = false;       ///< a flag that names states in place of yes
};

answer_column answer_column_named(const std::string& header, std::size_t place) {
  const std::string name = fold_column_name(header);
  const std::string_view category = category_of_flag(header);
  const bool is_code = std::find(std::begin(code_words), std::end(code_words), name) != std::end(code_words);
  return {.place = place,
          .yes = category.empty() ? "dnc" : category,
          .is_flag = !category.empty() || !is_code,
          .has_states = lists_states(header)};
}

/// The category that a cell says; empty where it says clear, nothing where it cannot be read.
std::optional<std::string_view> category_in(const answer_column& column, std::string_view text) {
  if (column.is_flag) {
    const auto said = read_yes_no(text);
    if (said) return *said ? column.yes : std::string_view();
    if (column.has_states && !text.empty()) return column.yes;  // OK is Oklahoma
  }
  const code* means = meaning(text);
  if (means == nullptr && column.is_flag && objects_in_words(text)) return column.yes;
  if (means == nullptr) return std::nullopt;
  return means->category == "dnc" ? column.yes : means->category;
}

class taker : public record_taker {
 public:
  explicit taker(reader_job& job)
      : job_(job),
        cells_(job, {.region = job.options.region, .wildcards = false}),
        regions_(job.options, job.options.region) {}

  absl::StatusOr<bool> begin(std::span<const std::string> first_row) override {
    // Services append further fields; the first two are number and code.
    const bool has_header = is_header_row(first_row);
    auto ignored = ignored_columns(first_row, job_.options);
    if (!ignored.ok()) return ignored.status();
    ignored_ = *std::move(ignored);
    if (!has_header && first_row.size() > 2 && job_.options.phone_column.empty()) {
      answers_ = {answer_column{.place = columns_.other}};
      return false;
    }
    if (has_header) {
      if (absl::Status status = find_answers(first_row); !status.ok()) return status;
    }
    if (answers_.empty()) {
      const auto named = category_column(job_.options);
      if (!named.ok()) return named.status();
      const auto found = find_two_columns(first_row, job_.options, {"results", "--category", *named, code_words});
      if (!found.ok()) return found.status();
      columns_ = *found;
      answers_ = {has_header && columns_.other < first_row.size()
                      ? answer_column_named(first_row[columns_.other], columns_.other)
                      : answer_column{.place = columns_.other}};
    }
    if (has_header) watch(first_row);
    absl::Status status = regions_.begin(first_row, has_header, {&columns_.number, 1});
    if (!status.ok()) return status;
    return has_header;
  }
  [[nodiscard]] std::span<const std::size_t> number_columns() const override { return {&columns_.number, 1}; }
  [[nodiscard]] bool takes_wide_rows() const override { return !columns_.has_header && !columns_.by_blanks; }
  absl::Status take(std::span<const record> block) override {
    for (const record& row : block) take(row);
    for (const parsed_number& number : cells_.flush()) {
      if (!number.readable()) continue;
      const auto digits = static_cast<std::uint8_t>(std::to_string(number.number.value()).size());
      job_.covers.push_back({number.number.value(), digits});
    }
    return absl::OkStatus();
  }
  absl::Status finish() {
    job_.note(std::to_string(clear_) + " answered as clear: covered, and not on the list" +
              (clear_ == 0 && job_.options.covers.empty()
                   ? "; if the file is a whole list and no answer, say so: --covers world"
                   : ""));
    if (absl::Status status = in_file(job_, regions_.end()); !status.ok()) return status;
    return in_file(
        job_, unread_.end(unread_flags::loss::any, "name it with a further --category, or leave it out with --ignore"));
  }

 private:
  /// The columns of a header: those that --category names, else its flags and its one code. None where the header
  /// tells nothing.
  absl::Status find_answers(std::span<const std::string> header) {
    const auto phones = find_columns(header, phone_words());
    std::optional<std::size_t> number;
    if (!job_.options.phone_column.empty()) {
      const auto place = named_column(header, job_.options.phone_column);
      if (!place.ok()) return bad_input("--phone: " + message_of(place.status()));
      number = *place;
    } else if (phones.size() == 1) {
      number = phones[0];
    }
    if (!number) return absl::OkStatus();
    columns_ = {.number = *number, .has_header = true};
    for (const std::string& name : job_.options.category_columns) {
      const auto place = named_column(header, name);
      if (!place.ok()) return bad_input("--category: " + message_of(place.status()));
      answers_.push_back(answer_column_named(header[*place], *place));
    }
    return answers_.empty() ? guess_answers(header, phones) : absl::OkStatus();
  }
  absl::Status guess_answers(std::span<const std::string> header, std::span<const std::size_t> phones) {
    std::string named;
    std::size_t code_count = 0;
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (i == columns_.number || std::find(phones.begin(), phones.end(), i) != phones.end()) continue;
      if (std::find(ignored_.begin(), ignored_.end(), i) != ignored_.end()) continue;
      const bool is_flag = !category_of_flag(header[i]).empty();
      const std::string name = fold_column_name(header[i]);
      if (!is_flag && std::find(std::begin(code_words), std::end(code_words), name) == std::end(code_words)) continue;
      answers_.push_back(answer_column_named(header[i], i));
      if (is_flag) continue;
      ++code_count;
      named += (named.empty() ? "" : ", ") + header[i];
    }
    if (code_count < 2) return absl::OkStatus();
    return bad_input("several columns may be results: " + named +
                     "; name those that are with --category, each its own");
  }
  void watch(std::span<const std::string> header) {
    std::vector<std::size_t> read{columns_.number};
    for (const answer_column& column : answers_) read.push_back(column.place);
    read.insert(read.end(), ignored_.begin(), ignored_.end());
    unread_ = unread_flags(header, read);
    if (answers_.size() < 2) return;
    std::string names;
    for (const answer_column& column : answers_) names += (names.empty() ? "" : ", ") + header[column.place];
    job_.note("results from the columns " + names);
  }
  void take(const record& row) {
    unread_.look(row);
    entry_values values;
    for (const answer_column& column : answers_) {
      const std::string_view text = columns_.by_blanks          ? columns_.other_of(row)
                                    : column.place < row.size() ? row[column.place]
                                                                : std::string_view();
      if (text.empty() && (!columns_.has_header || !row.ends())) {
        // Services leave the result of clear numbers empty, but so does a cut line, and a file of numbers only.
        return job_.bad(row.line(), "no result: under a header, and in a line that ends, it would mean clear",
                        row.text());
      }
      const auto category = category_in(column, text);
      if (!category) {
        return job_.bad(row.line(), "result '" + std::string(text.substr(0, 40)) + "' is not known", row.text());
      }
      if (!category->empty()) values.flags |= flag_of_result(*category);
    }
    if (values.flags == 0) {
      values.record.state = record_state::absent;
      ++clear_;
    }
    cells_.add(row.line(), row.text(), columns_.number_of(row), values, regions_.of(row));
  }

  reader_job& job_;
  number_cells cells_;
  row_regions regions_;
  two_columns columns_;
  std::vector<answer_column> answers_;
  unread_flags unread_;
  std::vector<std::size_t> ignored_;  ///< places
  std::uint64_t clear_ = 0;
};

/// Whether a header has columns of flags, and the first lines below it say in each of them what a flag says, and of
/// some number no.
bool has_answers(const file_look& look) {
  const std::vector<std::string> header = first_cells(look);
  const auto lines = first_lines(look);
  if (!is_header_row(header) || find_columns(header, phone_words()).empty() || lines.size() < 2) return false;
  bool any = false, some_clear = false;
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (category_of_flag(header[i]).empty() || !find_columns({&header[i], 1}, phone_words()).empty()) continue;
    for (std::size_t l = 1; l < lines.size(); ++l) {
      const std::vector<std::string> cells = cells_of(lines[l], look.delimiter);
      if (i >= cells.size()) return false;
      const auto category = category_in(answer_column_named(header[i], i), trimmed(cells[i]));
      if (!category) return false;
      any |= read_yes_no(cells[i]).has_value();
      some_clear |= category->empty();
    }
  }
  return any && some_clear;
}

}  // namespace

resemblance sniff_results(const file_look& look) {
  if (look.kind != list_kind::set) return {};
  if (has_answers(look)) return {likeness::sign, "its header has columns of flags, and its lines say yes and no"};
  std::size_t pairs = 0;
  bool header = false, may_be_empty = false, some_said = false;
  for (const std::string_view line : first_lines(look)) {
    const std::size_t comma = line.find_first_of(",;\t|");
    if (comma == std::string_view::npos) return {};
    const std::string_view rest = line.substr(comma + 1);
    const std::string_view word = trimmed(rest.substr(0, rest.find(line[comma])));
    if (count_digits(line.substr(0, comma)) < 5) {
      const std::array<std::string, 2> cells{std::string(line.substr(0, comma)), std::string(word)};
      if (pairs > 0 || !is_header_row(cells)) return {};
      header = true;
      const std::string name = fold_column_name(word);
      may_be_empty = std::find(std::begin(code_words), std::end(code_words), name) != std::end(code_words);
      continue;
    }
    if ((word.empty() && !may_be_empty) || all_digits(word) || meaning(word) == nullptr) return {};
    some_said |= !word.empty();
    ++pairs;
  }
  if (pairs == 0 || !some_said) return {};
  if (header) return {likeness::sign, "under its header are numbers, each with a result code"};
  return {likeness::shape, "its lines are numbers, each with a result code"};
}

absl::Status read_results(reader_job& job) {
  if (absl::Status status = job.require_set(); !status.ok()) return status;
  taker records(job);
  absl::Status status = for_each_record(job, records);
  return status.ok() ? records.finish() : status;
}

}  // namespace callsieve::readers
