#include "callsieve/lists/export.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <utility>

#include "callsieve/io/file.hpp"

#include "lists/numbers_of_files.hpp"

namespace callsieve {
namespace {

constexpr std::uint64_t no_limit = ~std::uint64_t{0};

struct rules_of_authority {
  scrubbing_authority about;
  std::string_view file_name;  ///< how its files are called when nothing else is said
  std::uint64_t calling_code = 0;
  std::uint64_t longest_file = no_limit;  ///< bytes
  /// A national number as the authority takes it; empty when it takes none such.
  std::string (*written)(const std::string& national);
};

std::string australian(const std::string& national) {
  if (national.front() == '1') {  // 13 12 34, 1300 123 456: dialled without a trunk zero
    const bool fits = national.size() == 10 || (national.size() >= 3 && national.size() <= 7);
    return fits ? national : std::string();
  }
  return national.size() == 9 ? '0' + national : std::string();
}
std::string singaporean(const std::string& national) {
  const bool fits = national.size() == 8 && std::string_view("3689").find(national.front()) != std::string_view::npos;
  return fits ? national : std::string();
}
std::string french(const std::string& national) { return national.size() == 9 ? '0' + national : std::string(); }
std::string italian(const std::string& national) { return national; }

constexpr std::array<rules_of_authority, 4> authorities{{
    {{"au-dncr", "Australia, Do Not Call Register", "AU", ""}, "DNCR", 61, 10'000'000, australian},
    {{"sg-dnc", "Singapore, Do Not Call Registry", "SG",
      "a header and a footer that bulk uploads may need are not published"},
     "DNC",
     65,
     no_limit,
     singaporean},
    {{"fr-bloctel", "France, Bloctel", "FR", "the layout is not published; one number a line is written"},
     "BLOCTEL",
     33,
     no_limit,
     french},
    {{"it-rpo", "Italy, Registro Pubblico delle Opposizioni", "IT",
      "the layout is not published; one number a line is written"},
     "RPO",
     39,
     no_limit,
     italian},
}};

absl::StatusOr<const rules_of_authority*> rules_of(std::string_view name) {
  std::string names;
  for (const rules_of_authority& rules : authorities) {
    if (rules.about.name == name) return &rules;
    names += (names.empty() ? "" : ", ") + std::string(rules.about.name);
  }
  return bad_input("authority '" + std::string(name) + "' is not known; there are: " + names);
}

bool is_file_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

/// The number as the authority takes it; empty when it takes none such.
std::string written(const rules_of_authority& rules, phone_number number) {
  const std::string digits = std::to_string(number.value());
  const std::string code = std::to_string(rules.calling_code);
  if (digits.compare(0, code.size(), code) != 0 || digits.size() == code.size()) return {};
  return rules.written(digits.substr(code.size()));
}

std::string two_digits(std::uint64_t value) { return (value < 10 ? "0" : "") + std::to_string(value); }

/// The lines in files that are no longer than allowed.
std::vector<std::string> split(const std::vector<std::string>& lines, std::uint64_t longest, std::uint64_t most_lines) {
  std::vector<std::string> contents;
  std::uint64_t held = 0;
  for (const std::string& line : lines) {
    if (contents.empty() || held == most_lines || contents.back().size() + line.size() + 1 > longest) {
      contents.emplace_back();
      held = 0;
    }
    contents.back() += line;
    contents.back() += '\n';
    ++held;
  }
  return contents;
}

}  // namespace

std::span<const scrubbing_authority> scrubbing_authorities() noexcept {
  static constexpr auto all = [] {
    std::array<scrubbing_authority, authorities.size()> made{};
    for (std::size_t i = 0; i < made.size(); ++i) made[i] = authorities[i].about;
    return made;
  }();
  return all;
}

absl::StatusOr<export_report> export_numbers(const export_options& options) {
  const auto found = rules_of(options.authority);
  if (!found.ok()) return found.status();
  const rules_of_authority& rules = **found;
  const std::string name = options.name.empty() ? std::string(rules.file_name) : options.name;
  if (!is_file_name(name)) return bad_input("'" + name + "' cannot begin a file's name: A-Z, 0-9 and _ only");
  std::error_code error;
  std::filesystem::create_directories(options.folder, error);
  if (error) return system_failure("cannot make the folder " + options.folder.string() + ": " + error.message());
  std::string day_digits = to_string(options.today);
  day_digits.erase(std::remove(day_digits.begin(), day_digits.end(), '-'), day_digits.end());
  const std::string stem = name + '_' + day_digits;

  import_options reading;
  reading.files = options.files;
  reading.region = options.region == region_id::none ? find_region(rules.about.region) : options.region;
  reading.phone_column = options.phone_column;
  reading.obtained = options.today;
  reading.today = options.today;
  export_report report;
  const std::filesystem::path unreadable = options.folder / (stem + "_UNREADABLE.csv");
  auto numbers = read_numbers(reading, unreadable);
  if (!numbers.ok()) return numbers.status();
  report.unreadable = numbers->bad;
  if (report.unreadable > 0) report.unreadable_file = unreadable;
  report.notes = std::move(numbers->notes);
  if (!rules.about.unconfirmed.empty()) report.notes.push_back("unconfirmed: " + std::string(rules.about.unconfirmed));

  std::vector<std::string> lines;
  for (const phone_number number : numbers->numbers) {
    std::string line = written(rules, number);
    if (line.empty()) {
      ++report.elsewhere;
    } else {
      lines.push_back(std::move(line));
    }
  }
  if (lines.empty()) {
    return bad_input("no number to send: " + std::to_string(report.elsewhere) + " are none of those that " +
                     std::string(rules.about.description) + " takes, " + std::to_string(report.unreadable) +
                     " lines could not be read");
  }
  report.numbers = lines.size();
  const std::vector<std::string> contents =
      split(lines, rules.longest_file, options.lines_per_file == 0 ? no_limit : options.lines_per_file);
  std::vector<output_file> files;
  for (std::size_t i = 0; i < contents.size(); ++i) {
    report.written.push_back(options.folder / (stem + '_' + two_digits(i + 1) + ".csv"));
    auto file = output_file::create(report.written.back());
    if (!file.ok()) return file.status();
    if (absl::Status status = file->write(contents[i]); !status.ok()) return status;
    files.push_back(*std::move(file));
  }
  std::vector<output_file*> all;
  all.reserve(files.size());
  for (output_file& file : files) all.push_back(&file);
  if (absl::Status status = commit_together(all); !status.ok()) return status;
  return report;
}

}  // namespace callsieve
