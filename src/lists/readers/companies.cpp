// The companies layout: pairs of a number and the company that may not call it (Brazil's "Nao Me Perturbe"). Each
// company becomes a category of the list, so that a policy asks for its own.
#include <algorithm>
#include <string>
#include <vector>

#include "lists/readers/flags.hpp"
#include "lists/readers/number_cells.hpp"
#include "lists/readers/readers.hpp"
#include "lists/readers/row_regions.hpp"
#include "lists/readers/sniffing.hpp"
#include "lists/readers/two_columns.hpp"
#include "lists/readers/words.hpp"

namespace callsieve::readers {
namespace {

constexpr std::string_view company_words[] = {"company", "companyname", "empresa",     "prestadora", "companhia",
                                              "seller",  "caller",      "instituicao", "operadora"};

class taker : public record_taker {
 public:
  explicit taker(reader_job& job)
      : job_(job), cells_(job, {.region = job.options.region}), regions_(job.options, job.options.region) {
    for (const std::string& name : job.options.only) only_.push_back(category_name(name));
    is_met_.assign(only_.size(), false);
  }

  absl::StatusOr<bool> begin(std::span<const std::string> first_row) override {
    const auto named = category_column(job_.options);
    if (!named.ok()) return named.status();
    const auto found = find_two_columns(first_row, job_.options, {"companies", "--category", *named, company_words});
    if (!found.ok()) return found.status();
    columns_ = *found;
    absl::Status status = regions_.begin(first_row, columns_.has_header, {&columns_.number, 1});
    if (!status.ok()) return status;
    return columns_.has_header;
  }
  [[nodiscard]] std::span<const std::size_t> number_columns() const override { return {&columns_.number, 1}; }
  absl::Status take(std::span<const record> block) override {
    for (const record& row : block) {
      const std::string_view company = columns_.other_of(row);
      if (category_name(company).empty() && !means_all(company)) {
        job_.bad(row.line(), "no company", row.text());
        continue;
      }
      entry_values values;
      if (is_wanted(company)) {
        values.flags = flag_of(job_, company);
      } else {
        values.record.state = record_state::absent;
        ++others_;
      }
      cells_.add(row.line(), row.text(), columns_.number_of(row), values, regions_.of(row));
    }
    cells_.flush();
    return absl::OkStatus();
  }
  /// Errors: a name of --only that no line has, which may be a slip.
  absl::Status finish() {
    for (std::size_t i = 0; i < only_.size(); ++i) {
      if (is_met_[i]) continue;
      return bad_input(job_.file.string() + ": no line names the company '" + job_.options.only[i] + "' (--only)");
    }
    if (others_ > 0)
      job_.note(std::to_string(others_) + " lines name other companies than --only does, and are left out");
    return in_file(job_, regions_.end());
  }

 private:
  [[nodiscard]] bool is_wanted(std::string_view company) {
    if (only_.empty() || means_all(company)) return true;
    const auto found = std::find(only_.begin(), only_.end(), category_name(company));
    if (found == only_.end()) return false;
    is_met_[static_cast<std::size_t>(found - only_.begin())] = true;
    return true;
  }

  reader_job& job_;
  number_cells cells_;
  row_regions regions_;
  two_columns columns_;
  std::vector<std::string> only_;
  std::vector<bool> is_met_;  ///< of only_
  std::uint64_t others_ = 0;
};

}  // namespace

resemblance sniff_companies(const file_look& look) {
  if (look.kind != list_kind::set) return {};
  const auto lines = first_lines(look);
  if (lines.empty() || count_digits(lines.front()) >= 5) return {};
  std::string_view first = lines.front();
  while (!first.empty()) {
    const std::size_t end = first.find_first_of(",;\t|");
    const std::string word = fold_column_name(first.substr(0, end));
    if (std::find(std::begin(company_words), std::end(company_words), word) != std::end(company_words)) {
      // Call lists have companies too: only a file of nothing but the pair is one.
      if (std::count_if(lines.front().begin(), lines.front().end(),
                        [](char c) { return c == ',' || c == ';' || c == '\t' || c == '|'; }) == 1) {
        return {likeness::sign, "its header is that of numbers and companies"};
      }
    }
    first.remove_prefix(end == std::string_view::npos ? first.size() : end + 1);
  }
  return {};
}

absl::Status read_companies(reader_job& job) {
  if (absl::Status status = job.require_set(); !status.ok()) return status;
  taker records(job);
  absl::Status status = for_each_record(job, records);
  return status.ok() ? records.finish() : status;
}

}  // namespace callsieve::readers
