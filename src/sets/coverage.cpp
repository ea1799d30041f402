#include "callsieve/sets/coverage.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "callsieve/sets/block.hpp"

namespace callsieve {
namespace {

constexpr std::uint8_t most_digits = 15;

constexpr auto powers_of_ten = [] {
  std::array<std::uint64_t, most_digits + 1> powers{};
  powers[0] = 1;
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

std::uint8_t digits_in(std::uint64_t value) noexcept {
  const auto above = std::upper_bound(powers_of_ten.begin(), powers_of_ten.end(), value);
  return static_cast<std::uint8_t>(above - powers_of_ten.begin());
}

bool longer_first(const coverage_entry& a, const coverage_entry& b) noexcept {
  return std::tuple(b.prefix.length, a.prefix.digits) < std::tuple(a.prefix.length, b.prefix.digits);
}

}  // namespace

std::optional<number_prefix> number_prefix::parse(std::string_view text) noexcept {
  if (text == "world") return number_prefix{};
  if (text.size() < 2 || text.size() > most_digits + 1U || text[0] != '+' || text[1] == '0') return std::nullopt;
  number_prefix prefix;
  for (const char c : text.substr(1)) {
    if (c < '0' || c > '9') return std::nullopt;
    prefix.digits = prefix.digits * 10 + static_cast<std::uint64_t>(c - '0');
  }
  prefix.length = static_cast<std::uint8_t>(text.size() - 1);
  return prefix;
}

bool number_prefix::covers(phone_number number) const noexcept {
  if (length == 0) return true;
  const std::uint8_t digit_count = digits_in(number.value());
  return digit_count >= length && number.value() / powers_of_ten[digit_count - length] == digits;
}

bool number_prefix::covers(number_prefix other) const noexcept {
  if (length == 0) return true;
  return other.length >= length && other.digits / powers_of_ten[other.length - length] == digits;
}

std::string to_string(number_prefix prefix) {
  return prefix.length == 0 ? "world" : '+' + std::to_string(prefix.digits);
}

coverage::coverage(std::vector<coverage_entry> entries) : entries_(std::move(entries)) {
  std::stable_sort(entries_.begin(), entries_.end(), longer_first);
  // Of two entries for one prefix the later one stands, as if they had been brought one after the other.
  std::size_t kept = 0;
  for (const coverage_entry& entry : entries_) {
    if (kept != 0 && entries_[kept - 1].prefix == entry.prefix) {
      entries_[kept - 1] = entry;
    } else {
      entries_[kept++] = entry;
    }
  }
  entries_.resize(kept);
}

std::optional<day> coverage::obtained_for(phone_number number) const noexcept {
  if (entries_.empty()) return std::nullopt;
  if (is_world_only()) return entries_[0].obtained;
  const std::uint8_t digit_count = digits_in(number.value());
  for (auto first = entries_.begin(); first != entries_.end();) {
    const std::uint8_t length = first->prefix.length;
    const auto last = std::partition_point(first, entries_.end(),
                                           [&](const coverage_entry& entry) { return entry.prefix.length == length; });
    if (length <= digit_count) {
      const std::uint64_t leading = length == 0 ? 0 : number.value() / powers_of_ten[digit_count - length];
      const auto found =
          std::partition_point(first, last, [&](const coverage_entry& entry) { return entry.prefix.digits < leading; });
      if (found != last && found->prefix.digits == leading) return found->obtained;
    }
    first = last;
  }
  return std::nullopt;
}

void coverage::replace(std::span<const coverage_entry> brought) {
  // Both may hold a prefix for each of a million numbers: of the newer ones only those that begin an entry are asked.
  const coverage newer(std::vector<coverage_entry>(brought.begin(), brought.end()));
  std::vector<coverage_entry> kept;
  for (const coverage_entry& entry : entries_) {
    if (!newer.entry_for(entry.prefix)) kept.push_back(entry);
  }
  kept.insert(kept.end(), brought.begin(), brought.end());
  *this = coverage(std::move(kept));
}

std::optional<bool> coverage::covers_block(std::uint32_t block) const noexcept {
  if (is_world_only()) return true;
  if (entries_.empty()) return false;
  // The numbers of a block begin with its digits, but for those of block 0, which are of several lengths.
  if (block == 0 || entries_.front().prefix.length > digits_in(block)) return std::nullopt;
  return obtained_for(number_in_block(block, 0)).has_value();
}

const coverage_entry* coverage::entry_for(number_prefix prefix) const noexcept {
  for (auto first = entries_.begin(); first != entries_.end();) {
    const std::uint8_t length = first->prefix.length;
    const auto last = std::partition_point(first, entries_.end(),
                                           [&](const coverage_entry& entry) { return entry.prefix.length == length; });
    if (length <= prefix.length) {
      const std::uint64_t leading = length == 0 ? 0 : prefix.digits / powers_of_ten[prefix.length - length];
      const auto found =
          std::partition_point(first, last, [&](const coverage_entry& entry) { return entry.prefix.digits < leading; });
      if (found != last && found->prefix.digits == leading) return &*found;
    }
    first = last;
  }
  return nullptr;
}

std::optional<day> coverage::oldest() const noexcept {
  const auto oldest = std::min_element(entries_.begin(), entries_.end(),
                                       [](const auto& a, const auto& b) { return a.obtained < b.obtained; });
  return oldest == entries_.end() ? std::nullopt : std::optional<day>(oldest->obtained);
}

}  // namespace callsieve
