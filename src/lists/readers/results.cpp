// The results layout: what a scrubbing service answered, number and result code a line.
//
// A list made of it holds the numbers that may not be called, each under the category of its result, and speaks for the
// numbers that were answered and no other: a number that was never asked about is unknown, not clear. What the service
// could not judge (invalid, not covered) is held too: a rejected number is no cleared one.
// Codes: the letters of DNC.com's scrub answers, the flags TPS and CTPS of British services, and plain words.
#include <algorithm>
#include <array>
#include <string>

#include "callsieve/io/csv_columns.hpp"
#include "callsieve/number/parse.hpp"

#include "lists/readers/number_cells.hpp"
#include "lists/readers/pairs.hpp"
#include "lists/readers/readers.hpp"
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
  const auto found = std::find_if(codes.begin(), codes.end(), [&](const code& c) { return c.written == word; });
  return found == codes.end() ? nullptr : &*found;
}

static_assert(std::all_of(codes.begin(), codes.end(), [](const code& c) {
  return c.category.empty() || std::find(categories.begin(), categories.end(), c.category) != categories.end();
}));

std::uint32_t flag_of_result(std::string_view category) {
  return 1U << static_cast<unsigned>(std::find(categories.begin(), categories.end(), category) - categories.begin());
}

class taker : public record_taker {
 public:
  explicit taker(reader_job& job) : job_(job), cells_(job, {.region = job.options.region, .wildcards = false}) {}

  absl::StatusOr<bool> begin(std::span<const std::string> first_row) override {
    // Services append further fields; the first two are number and code.
    const bool has_header = is_header_row(first_row);
    if (!has_header && first_row.size() > 2 && job_.options.phone_column.empty()) return false;
    const auto found =
        find_two_columns(first_row, job_.options, {"results", "--category", job_.options.category_column, code_words});
    if (!found.ok()) return found.status();
    columns_ = *found;
    if (has_header && columns_.other < first_row.size()) {  // what a plain yes says stands in the header
      const auto named = meaning(first_row[columns_.other]);
      if (named != nullptr && !named->category.empty()) yes_ = named->category;
    }
    return has_header;
  }
  [[nodiscard]] bool takes_wide_rows() const override { return !columns_.has_header && !columns_.by_blanks; }
  absl::Status take(std::span<const record> block) override {
    for (const record& row : block) {
      const std::string_view text = columns_.other_of(row);
      if (text.empty() && (!columns_.has_header || !row.ends())) {
        // Services leave the result of clear numbers empty, but so does a cut line, and a file of numbers only.
        job_.bad(row.line(), "no result: under a header, and in a line that ends, it would mean clear", row.text());
        continue;
      }
      const code* means = meaning(text);
      if (means == nullptr) {
        job_.bad(row.line(), "result '" + std::string(text.substr(0, 40)) + "' is not known", row.text());
        continue;
      }
      entry_values values;
      if (means->category.empty()) {
        values.record.state = record_state::absent;
        ++clear_;
      } else {
        values.flags = flag_of_result(means->category == "dnc" ? yes_ : means->category);
      }
      cells_.add(row.line(), row.text(), columns_.number_of(row), values);
    }
    for (const parsed_number& number : cells_.flush()) {
      if (!number.readable()) continue;
      const auto digits = static_cast<std::uint8_t>(std::to_string(number.number.value()).size());
      job_.covers.push_back({number.number.value(), digits});
    }
    return absl::OkStatus();
  }
  void finish() {
    job_.note(std::to_string(clear_) + " answered as clear: covered, and not on the list" +
              (clear_ == 0 && job_.options.covers.empty()
                   ? "; if the file is a whole list and no answer, say so: --covers world"
                   : ""));
  }

 private:
  reader_job& job_;
  number_cells cells_;
  two_columns columns_;
  std::string_view yes_ = "dnc";  ///< the category of a plain yes
  std::uint64_t clear_ = 0;
};

}  // namespace

resemblance sniff_results(const file_look& look) {
  if (look.kind != list_kind::set) return {};
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
  if (status.ok()) records.finish();
  return status;
}

}  // namespace callsieve::readers
