// A snapshot's bytes as a list: checked whole once, then asked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "callsieve/base/bytes.hpp"
#include "callsieve/number/phone_number.hpp"
#include "callsieve/sets/record.hpp"
#include "callsieve/sets/snapshot_format.hpp"
#include "callsieve/sets/snapshot_info.hpp"

namespace callsieve {

/// Why bytes are not what they should be.
struct byte_damage {
  std::uint64_t offset = 0;  ///< of the first damage: where its header page, table or 1 MiB block starts, or nearer
  std::string what;
  bool newer_version = false;  ///< not damaged: written by a newer callsieve
};

/// A list over borrowed bytes of any alignment. Satisfies number_list.
/// Lifetime: the bytes must outlive it. Threads: const access from any thread.
/// Trust: made by open_snapshot only, which has checked every byte; the bytes must not change afterwards.
class snapshot_view {
 public:
  [[nodiscard]] const snapshot_info& info() const noexcept { return info_; }
  [[nodiscard]] const coverage& speaks_for() const noexcept { return info_.covers; }
  [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return bytes_; }
  /// Names the content, coverage and counts included: it covers the checksums of all the rest.
  [[nodiscard]] std::uint64_t header_checksum() const noexcept;

  /// One record a number (absent when it holds none, and for the number none). Requires equal sizes.
  /// Cost: one or two cache lines a number, one more for each column of the kind; prefetched, no allocation, no lock.
  void find(std::span<const phone_number> numbers, std::span<list_record> records) const noexcept;
  /// The reference kept beside a number; empty when none. Lifetime: as the bytes.
  [[nodiscard]] std::string_view reference(phone_number number) const noexcept;
  /// Calls visit(phone_number, const list_record&, std::string_view reference) for each, in ascending order of
  /// mix(number).
  template <class Visit>
  void for_each(Visit&& visit) const;

 private:
  friend class snapshot_checker;
  static constexpr std::uint64_t no_slot = ~std::uint64_t{0};

  [[nodiscard]] std::uint64_t value_at(std::uint64_t slot) const noexcept {
    return load_le<std::uint64_t>(lines_ + slot * sizeof(std::uint64_t));
  }
  [[nodiscard]] list_record record_at(std::uint64_t slot) const noexcept {
    if (info_.kind == list_kind::set) return {0, record_state::listed};
    return {load_le<std::int32_t>(days_ + slot * sizeof(std::int32_t)), static_cast<record_state>(states_[slot])};
  }
  [[nodiscard]] std::string_view reference_at(std::uint64_t slot) const noexcept {
    if (info_.kind != list_kind::consent) return {};
    const auto packed = load_le<std::uint64_t>(references_ + slot * sizeof(std::uint64_t));
    return {evidence_ + (packed >> snapshot_format::reference_length_bits), packed & 0xffff};
  }
  [[nodiscard]] std::uint64_t slot_of(std::uint64_t value, std::uint64_t mixed, std::uint64_t line) const noexcept;
  void prefetch(std::span<const phone_number> numbers, std::uint64_t* mixed) const noexcept;
  void find_slots(std::span<const phone_number> numbers, const std::uint64_t* mixed,
                  std::uint64_t* slots) const noexcept;

  snapshot_info info_;
  std::span<const std::byte> bytes_;
  std::uint64_t home_lines_ = 1;
  std::uint64_t slots_ = 0;
  const std::byte* lines_ = nullptr;
  const std::byte* days_ = nullptr;
  const std::byte* states_ = nullptr;
  const std::byte* references_ = nullptr;
  const char* evidence_ = nullptr;
};

/// Checks every byte, and that every number can be found. Never reads outside `bytes`, whatever they are.
/// Cost: reads all of it twice; about 30 ms for a set of 10 million numbers in the page cache. Allocates for the
/// coverage only.
[[nodiscard]] std::variant<snapshot_view, byte_damage> open_snapshot(std::span<const std::byte> bytes);

template <class Visit>
void snapshot_view::for_each(Visit&& visit) const {
  for (std::uint64_t slot = 0; slot < slots_; ++slot) {
    const std::uint64_t value = value_at(slot);
    if (value != 0) visit(phone_number::from_digits_unchecked(value), record_at(slot), reference_at(slot));
  }
}

}  // namespace callsieve
