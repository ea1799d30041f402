// The ftc layout: the flat files of the United States' registry, and of those that write like it (Canada's).
#include <algorithm>
#include <array>
#include <bitset>
#include <optional>

#include "lists/readers/lines.hpp"
#include "lists/readers/reader.hpp"
#include "lists/readers/readers.hpp"
#include "lists/readers/words.hpp"

namespace callsieve::readers {
namespace {

constexpr std::uint64_t plus_one = 10'000'000'000;  ///< +1 before ten digits

bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct ftc_name {
  day obtained;
  std::optional<number_prefix> area;
};

/// `2025-2-15_202_<anything>`: the day, not padded, and the area code; what follows the day's underscore may also be
/// something else than an area code.
std::optional<ftc_name> read_name(std::string_view name) {
  const std::size_t end = name.find('_');
  if (end == std::string_view::npos) return std::nullopt;
  static const day_format format = *day_format::make("%Y-%m-%d");
  const auto obtained = format.read(name.substr(0, end));
  if (!obtained) return std::nullopt;
  ftc_name found{*obtained, std::nullopt};
  const std::string_view rest = name.substr(end + 1);
  if (rest.size() >= 3 && std::all_of(rest.begin(), rest.begin() + 3, is_digit) &&
      (rest.size() == 3 || rest[3] == '_' || rest[3] == '.')) {
    found.area = number_prefix::parse("+1" + std::string(rest.substr(0, 3)));
  }
  return found;
}

/// Whether the line is `AAA,NNNNNNN` or, where that will do, `AAANNNNNNN`.
bool is_entry(std::string_view line, bool plain_will_do) {
  const bool comma = line.size() == 11 && line[3] == ',';
  if (!comma && !(plain_will_do && line.size() == 10)) return false;
  return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), is_digit)) == 10;
}

/// What parse makes of a line with its comma gone.
parsed_number read_entry(std::string_view line, region_id home) {
  std::string text(line);
  if (const std::size_t comma = text.find(','); comma != std::string::npos) text[comma] = ' ';
  return parse(text, home);
}

}  // namespace

std::optional<day> day_in_ftc_name(std::string_view name) {
  const auto found = read_name(name);
  if (!found) return std::nullopt;
  return found->obtained;
}

std::string sniff_ftc(const file_look& look) {
  if (look.kind != list_kind::set) return {};
  const bool named = read_name(look.name).has_value();
  std::size_t lines = 0;
  std::string_view rest = look.head;
  while (!rest.empty() && lines < 100) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos && lines > 0) break;  // may be cut
    const std::string_view line = trimmed(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.empty()) continue;
    if (!is_entry(line, named)) return {};
    ++lines;
  }
  if (lines == 0) return named ? "its name is that of a registry file" : "";
  return named ? "its name and its lines are those of a registry file" : "its lines are AAA,NNNNNNN";
}

absl::Status read_ftc(reader_job& job) {
  if (job.kind != list_kind::set) {
    return bad_input(job.file.string() + ": the ftc layout holds a registry, a list of kind set, not " +
                     std::string(to_string(job.kind)));
  }
  const region_id home = find_region("US");
  std::bitset<1000> areas;
  absl::Status status = for_each_line(job, [&](std::uint64_t number, std::string_view line) {
    const std::string_view text = trimmed(line);
    if (text.empty()) return;
    job.count_line();
    if (std::count(text.begin(), text.end(), ',') > 1) {
      return job.bad(number, "more than an area code and a number: a list of changes is not a full list", text);
    }
    const parsed_number parsed = read_entry(text, home);
    if (parsed.readable() && parsed.number.value() / plus_one != 1)
      return job.bad(number, "not ten digits of +1", text);
    job.take(number, text, parsed);
    if (parsed.readable()) areas.set((parsed.number.value() - plus_one) / 10'000'000);
  });
  if (!status.ok()) return status;
  if (const auto named = read_name(job.file.filename().string()); named && named->area) {
    job.covers.push_back(*named->area);
    return absl::OkStatus();
  }
  for (std::size_t code = 0; code < areas.size(); ++code) {
    if (areas[code]) job.covers.push_back({1000 + code, 4});
  }
  return absl::OkStatus();
}

}  // namespace callsieve::readers
