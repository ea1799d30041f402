#include "callsieve/sets/coverage.hpp"

#include <algorithm>
#include <array>
#include <bit>
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
  const auto about = std::min(static_cast<unsigned>(std::bit_width(value)) * 1233 >> 12,  // 1233 / 4096: log10(2)
                              unsigned{most_digits});
  return static_cast<std::uint8_t>(about + (value >= powers_of_ten[about] ? 1 : 0));
}

constexpr std::uint8_t table_digits = 4;

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
  if (entries_.empty() || is_world_only() || entries_[0].prefix.length > table_digits) return;
  by_leading_digits_.resize(powers_of_ten[table_digits]);
  for (std::size_t i = entries_.size(); i-- > 0;) {  // longer prefixes go over shorter ones
    const std::uint64_t leadings = powers_of_ten[table_digits - entries_[i].prefix.length];
    std::fill_n(by_leading_digits_.begin() + static_cast<std::ptrdiff_t>(entries_[i].prefix.digits * leadings),
                leadings, static_cast<std::uint16_t>(i + 1));
  }
}

void coverage::find_outside(std::span<const phone_number> numbers, std::span<const std::uint64_t> wanted,
                            std::int32_t oldest, std::span<std::uint64_t> outside,
                            std::span<std::uint64_t> old) const noexcept {
  for (std::size_t word = 0; word * 64 < numbers.size(); ++word) {
    for (std::uint64_t left = wanted[word]; left != 0; left &= left - 1) {
      const auto bit = static_cast<unsigned>(std::countr_zero(left));
      const coverage_entry* const entry = entry_of(numbers[word * 64 + bit]);
      outside[word] |= std::uint64_t{entry == nullptr} << bit;
      old[word] |= std::uint64_t{entry != nullptr && day_number(entry->obtained) < oldest} << bit;
    }
  }
}

std::optional<day> coverage::obtained_for(phone_number number) const noexcept {
  const coverage_entry* const entry = entry_of(number);
  return entry == nullptr ? std::nullopt : std::optional<day>(entry->obtained);
}

const coverage_entry* coverage::entry_of(phone_number number) const noexcept {
  if (is_world_only()) return &entries_[0];
  const std::uint8_t digits = digits_in(number.value());
  const bool in_table = table_digits <= digits && digits <= most_digits;
  if (by_leading_digits_.empty() || !in_table) return entry_for({number.value(), digits});
  const std::uint16_t place = by_leading_digits_[number.value() / powers_of_ten[digits - table_digits]];
  return place == 0 ? nullptr : &entries_[place - 1];
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

void coverage::refresh(std::span<const coverage_entry> anew) {
  std::vector<coverage_entry> entries = entries_;
  entries.insert(entries.end(), anew.begin(), anew.end());  // of two for one prefix the later one stands
  std::erase_if(entries, [&](const coverage_entry& entry) {
    const coverage_entry* const own = entry_for(entry.prefix);
    return own == nullptr || own->prefix != entry.prefix;
  });
  *this = coverage(std::move(entries));
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
