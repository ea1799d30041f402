// The categories layout: a number and what its owner will not be called about (the former Dutch register, India's).
//
// Two forms: a column of categories, one or several in a cell; or, with a header, a column for each category that says
// yes or no. A number may come in several lines. `all` is every category.
#include <algorithm>
#include <array>
#include <optional>
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

constexpr std::string_view category_words[] = {"category",          "categories", "categorie",
                                               "categorieen",       "preference", "preferences",
                                               "blockedcategories", "kategorie",  "categoria"};
constexpr std::array<std::string_view, 7> yes_words{"1", "y", "yes", "j", "ja", "x", "true"};
constexpr std::array<std::string_view, 6> no_words{"0", "n", "no", "nee", "false", ""};

template <std::size_t Size>
bool is_in(const std::array<std::string_view, Size>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

class taker : public record_taker {
 public:
  explicit taker(reader_job& job)
      : job_(job), cells_(job, {.region = job.options.region}), regions_(job.options, job.options.region) {}

  absl::StatusOr<bool> begin(std::span<const std::string> first_row) override {
    const bool has_column = !find_columns(first_row, {category_words, {}, {}}).empty();
    const std::size_t named = job_.options.category_columns.size();
    if (is_header_row(first_row) && (named > 1 || (named == 0 && !has_column))) return begin_marks(first_row);
    const auto column = category_column(job_.options);
    if (!column.ok()) return column.status();
    const auto found = find_two_columns(first_row, job_.options, {"categories", "--category", *column, category_words});
    if (!found.ok()) return found.status();
    columns_ = *found;
    absl::Status status = regions_.begin(first_row, columns_.has_header, {&columns_.number, 1});
    if (!status.ok()) return status;
    return columns_.has_header;
  }
  [[nodiscard]] std::span<const std::size_t> number_columns() const override { return {&columns_.number, 1}; }
  absl::Status take(std::span<const record> block) override {
    for (const record& row : block) {
      entry_values values;
      std::string_view number;
      if (marks_.empty()) {
        values.flags = flags_of(job_, columns_.other_of(row));
        number = columns_.number_of(row);
      } else {
        const auto flags = marked(row);
        if (!flags) {
          job_.bad(row.line(), "a mark that is neither yes nor no", row.text());
          continue;
        }
        values.flags = *flags;
        number = row[columns_.number];
      }
      if (values.flags == 0 && !row.ends()) {
        job_.bad(row.line(), "the last line has no category and no line end: it may be cut", row.text());
        continue;
      }
      if (values.flags == 0) {
        values.record.state = record_state::absent;
        ++without_;
      }
      cells_.add(row.line(), row.text(), number, values, regions_.of(row));
    }
    cells_.flush();
    return absl::OkStatus();
  }
  absl::Status finish() {
    if (without_ > 0) job_.note(std::to_string(without_) + " lines block no category, and are no entries");
    return in_file(job_, regions_.end());
  }

 private:
  absl::StatusOr<bool> begin_marks(std::span<const std::string> header) {
    const auto phones = find_columns(header, phone_words());
    if (!job_.options.phone_column.empty()) {
      const auto place = named_column(header, job_.options.phone_column);
      if (!place.ok()) return place.status();
      columns_.number = *place;
    } else if (phones.size() == 1) {
      columns_.number = phones[0];
    } else {
      return bad_input("which column holds the numbers? name it with --phone; there are: " + list_columns(header));
    }
    if (absl::Status status = regions_.begin(header, true, {&columns_.number, 1}); !status.ok()) return status;
    marks_.assign(header.size(), 0);
    for (const std::string& name : job_.options.category_columns) {
      const auto place = named_column(header, name);
      if (!place.ok()) return bad_input("--category: " + message_of(place.status()));
      marks_[*place] = flag_of(job_, header[*place]);
    }
    if (!job_.options.category_columns.empty()) return true;
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (i == columns_.number || header[i].empty() || regions_.reads(i)) continue;
      marks_[i] = flag_of(job_, header[i]);
    }
    return true;
  }
  /// The flags of the columns that say yes; nothing for a mark that is neither.
  [[nodiscard]] std::optional<std::uint32_t> marked(const record& row) const {
    std::uint32_t flags = 0;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (marks_[i] == 0) continue;
      const std::string word = plain_word(row[i]);
      if (is_in(yes_words, word)) {
        flags |= marks_[i];
      } else if (!is_in(no_words, word)) {
        return std::nullopt;
      }
    }
    return flags;
  }

  reader_job& job_;
  number_cells cells_;
  row_regions regions_;
  two_columns columns_;
  std::uint64_t without_ = 0;
  std::vector<std::uint32_t> marks_;  ///< of each column its flag; empty: one column of categories
};

}  // namespace

resemblance sniff_categories(const file_look& look) {
  if (look.kind != list_kind::set) return {};
  const auto lines = first_lines(look);
  if (lines.empty() || count_digits(lines.front()) >= 5) return {};
  const std::string folded = fold_column_name(lines.front());
  if (folded.find("categor") == std::string::npos && folded.find("preference") == std::string::npos) return {};
  return {likeness::sign, "its header has a column of categories"};
}

absl::Status read_categories(reader_job& job) {
  if (absl::Status status = job.require_set(); !status.ok()) return status;
  taker records(job);
  absl::Status status = for_each_record(job, records);
  return status.ok() ? records.finish() : status;
}

}  // namespace callsieve::readers
