#include "command.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "callsieve/io/file.hpp"

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace callsieve::cli {

namespace {

as_of moment_at(absl::Time time, absl::TimeZone zone) {
  const absl::CivilMinute civil = absl::ToCivilMinute(time, zone);
  const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(civil.year())},
                                         std::chrono::month{static_cast<unsigned>(civil.month())},
                                         std::chrono::day{static_cast<unsigned>(civil.day())}};
  return as_of{day{date}, std::chrono::minutes{civil.hour() * 60 + civil.minute()}};
}

}  // namespace

int fail(std::string_view message) {
  std::fprintf(stderr, "callsieve: %.*s\n", static_cast<int>(message.size()), message.data());
  return failed;
}

int fail(const absl::Status& status) { return fail(message_of(status)); }

void add_store_option(CLI::App& command, std::string& folder) {
  const char* from_environment = std::getenv("CALLSIEVE_STORE");
  folder = from_environment != nullptr && *from_environment != '\0' ? from_environment : "callsieve-store";
  command
      .add_option("--store", folder,
                  "The folder of lists and policies; default: $CALLSIEVE_STORE, else ./callsieve-store")
      ->type_name("DIR");
}

absl::Status check_not_in_store(const std::string& file, std::string_view option, const std::string& store_folder) {
  if (file.empty() || !lies_in(file, store_folder)) return absl::OkStatus();
  return bad_input(std::string(option) + ' ' + file + ": that is in the store " + store_folder +
                   ", where nothing but its own files may be written; name another file");
}

void add_sector_option(CLI::App& command, std::string& sector) {
  command
      .add_option("--sector", sector,
                  "What the campaign sells: a sector that rules of the policy name, or other for none of them. Rules "
                  "meant for other sectors are not in force")
      ->type_name("NAME");
}

void add_plus_lost_option(CLI::App& command, std::string& said) {
  command
      .add_option("--plus-lost", said,
                  "Whether digits that begin with the region's own calling code lost their plus sign, as in a "
                  "spreadsheet; not said: those with two readings are ambiguous")
      ->check(CLI::IsMember({"yes", "no"}));
}

void add_region_option(CLI::App& command, std::string& region) {
  command
      .add_option("--region", region,
                  "Region of numbers written without a country code: NL, US, ...; E164: plain digits are E.164")
      ->type_name("CC");
}

absl::StatusOr<region_id> region_of(std::string_view name) {
  if (name.empty()) return region_id::none;
  const region_id region = find_region(name);
  if (region == region_id::none) {
    return bad_input("--region " + std::string(name) +
                     ": no such region; give two letters such as NL, US or GB, or E164 for plain digits of E.164");
  }
  return region;
}

absl::StatusOr<as_of> moment_of(std::string_view text, const std::string& time_zone) {
  if (!text.empty()) {
    const auto moment = parse_as_of(text);
    if (!moment) {
      return bad_input("--as-of " + std::string(text) + ": not a moment; write YYYY-MM-DD or YYYY-MM-DDTHH:MM");
    }
    return *moment;
  }
  absl::TimeZone zone = absl::UTCTimeZone();
  if (!time_zone.empty() && !absl::LoadTimeZone(time_zone, &zone)) {
    return bad_input("the time zone " + time_zone + " is not known on this machine; install tzdata, or give --as-of");
  }
  return moment_at(absl::Now(), zone);
}

day today() { return moment_at(absl::Now(), absl::LocalTimeZone()).date; }

absl::StatusOr<day> day_of(std::string_view text, std::string_view option) {
  if (text == "today") return today();
  const auto date = parse_day(text);
  if (!date)
    return bad_input(std::string(option) + ' ' + std::string(text) + ": not a day; write YYYY-MM-DD, or today");
  return *date;
}

std::string coverage_text(std::span<const coverage_entry> entries) {
  constexpr std::size_t shown = 4;
  constexpr std::uint8_t digits_of_a_number = 8;  // an area is not so small
  const auto whole = static_cast<std::size_t>(std::count_if(
      entries.begin(), entries.end(), [](const coverage_entry& e) { return e.prefix.length >= digits_of_a_number; }));
  const bool counted_only = whole > shown;
  std::string text = counted_only ? counted(whole, "single number") : "";
  std::size_t named = 0;
  for (const coverage_entry& entry : entries) {
    if (counted_only && entry.prefix.length >= digits_of_a_number) continue;
    if (named++ < shown) text += (text.empty() ? "" : " ") + to_string(entry.prefix);
  }
  if (named > shown) text += " and " + std::to_string(named - shown) + " more";
  return text.empty() ? "nothing" : text;
}

std::string grouped(std::uint64_t n) {
  std::string text = std::to_string(n);
  for (std::size_t i = text.size(); i > 3; i -= 3) text.insert(i - 3, 1, ',');
  return text;
}

std::string counted(std::uint64_t n, std::string_view one_thing) {
  return grouped(n) + ' ' + std::string(one_thing) + (n == 1 ? "" : "s");
}

std::string size_text(std::uint64_t bytes) {
  if (bytes < 1000) return std::to_string(bytes) + " B";
  constexpr const char* units[] = {"kB", "MB", "GB", "TB"};
  double value = static_cast<double>(bytes) / 1000;
  int unit = 0;
  while (value >= 1000 && unit < 3) {
    value /= 1000;
    ++unit;
  }
  char text[32];
  std::snprintf(text, sizeof text, "%.1f %s", value, units[unit]);
  return text;
}

}  // namespace callsieve::cli
