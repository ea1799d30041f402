// Which numbers a list speaks for, and from which day its copy for them is.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/base/date.hpp"
#include "callsieve/number/phone_number.hpp"

namespace callsieve {

/// The leading digits of E.164 numbers: `+1202`, or `world` (no digits).
struct number_prefix {
  std::uint64_t digits = 0;
  std::uint8_t length = 0;  ///< 0 (world) to 15

  [[nodiscard]] static std::optional<number_prefix> parse(std::string_view text) noexcept;
  [[nodiscard]] bool covers(phone_number number) const noexcept;
  [[nodiscard]] bool covers(number_prefix other) const noexcept;
  friend constexpr auto operator<=>(const number_prefix&, const number_prefix&) = default;
};
[[nodiscard]] std::string to_string(number_prefix prefix);

struct coverage_entry {
  number_prefix prefix;
  day obtained;  ///< when the copy that speaks for this prefix was taken from its source
  friend bool operator==(const coverage_entry&, const coverage_entry&) = default;
};

/// The prefixes a list speaks for. The longest prefix of a number decides.
/// Cost: look-up is one place in a table (20 KB) where no prefix is longer than four digits, as area codes of North
/// America are; else at most 16 comparisons a number and prefix length in use. A single `world` entry is one
/// comparison. Threads: const access from any thread.
class coverage {
 public:
  coverage() = default;
  /// Requires prefixes as number_prefix::parse() gives them.
  explicit coverage(std::vector<coverage_entry> entries);

  /// The entry that speaks for the number; null when the list does not cover it.
  [[nodiscard]] const coverage_entry* entry_of(phone_number number) const noexcept;
  /// The day of the copy that speaks for the number; nothing when the list does not cover it.
  [[nodiscard]] std::optional<day> obtained_for(phone_number number) const noexcept;
  /// Whether it covers all numbers of a block or none; nothing when some may be covered and others not.
  [[nodiscard]] std::optional<bool> covers_block(std::uint32_t block) const noexcept;
  /// Bits as snapshot_view::contains() has them: of the wanted numbers those that the list does not cover get theirs in
  /// `outside`, those whose copy was obtained before the day numbered `oldest` in `old`; no bit is taken away.
  void find_outside(std::span<const phone_number> numbers, std::span<const std::uint64_t> wanted, std::int32_t oldest,
                    std::span<std::uint64_t> outside, std::span<std::uint64_t> old) const noexcept;
  /// The entry of the longest prefix that begins this one, or is it; null when there is none. Cost: as obtained_for.
  [[nodiscard]] const coverage_entry* entry_for(number_prefix prefix) const noexcept;
  /// Whether one entry speaks for all numbers of a block, or none for any of them.
  [[nodiscard]] bool is_uniform_in(std::uint32_t block) const noexcept { return covers_block(block).has_value(); }
  /// Takes in what an import brings: its prefixes replace those they cover; wider ones stay beneath.
  void replace(std::span<const coverage_entry> brought);
  /// Entries of these prefixes get their days; others, also narrower ones, keep theirs.
  void refresh(std::span<const coverage_entry> anew);
  [[nodiscard]] std::span<const coverage_entry> entries() const noexcept { return entries_; }
  /// The oldest day of any entry: the age of the list. Nothing when there are no entries.
  [[nodiscard]] std::optional<day> oldest() const noexcept;
  /// Whether one entry, `world`, speaks for every number: then its day is the answer for all.
  [[nodiscard]] bool is_world_only() const noexcept { return entries_.size() == 1 && entries_[0].prefix.length == 0; }

 private:
  std::vector<coverage_entry> entries_;  ///< sorted by (length descending, digits)
  /// For each four leading digits the place of the entry that speaks for them, from 1 on; empty where it is not used.
  std::vector<std::uint16_t> by_leading_digits_;
};

}  // namespace callsieve
