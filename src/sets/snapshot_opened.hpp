// What open_snapshot finds out.
#pragma once

#include <span>
#include <vector>

#include "callsieve/sets/snapshot_view.hpp"

#include "descriptor.hpp"
#include "sets/kernels/kernel.hpp"

namespace callsieve {

namespace sets_detail {

struct opened_snapshot {
  snapshot_info info;
  std::span<const std::byte> bytes;
  snapshot_format::column_plan plan;
  sets_detail::probe_tables tables;
  std::uint64_t single_count = 0;
  std::uint64_t thin_count = 0;
  std::uint64_t single_evidence = 0;
  std::uint64_t singles_at = 0;
  std::uint64_t intervals_at = 0;
  std::uint64_t tail = 0;
  snapshot_format::tail_layout parts;
  std::vector<std::uint32_t> blocks;  ///< places of the descriptors that name a block, in ascending order of blocks

  [[nodiscard]] const std::byte* at(std::uint64_t offset) const noexcept { return bytes.data() + offset; }
  [[nodiscard]] snapshot_format::descriptor descriptor_at(std::uint64_t place) const noexcept {
    return snapshot_format::load_descriptor(tables.descriptors + place * snapshot_format::descriptor_bytes);
  }
  [[nodiscard]] std::uint64_t slots() const noexcept { return tables.single_lines * snapshot_format::slots_per_line; }
  [[nodiscard]] inline class column_reader columns_of_block(const snapshot_format::descriptor& block) const noexcept;
  [[nodiscard]] inline class column_reader columns_of_singles() const noexcept;
};

/// The day written there.
template <std::size_t DayBytes>
[[nodiscard]] std::int32_t day_at(const snapshot_format::column_plan& plan, const std::byte* from) noexcept {
  if constexpr (DayBytes == 4) return load_le<std::int32_t>(from);
  const auto narrow = load_le<std::uint16_t>(from);
  // Without the wrap of a hostile first day being undefined.
  const auto day = static_cast<std::int32_t>(static_cast<std::uint32_t>(plan.first_day) + narrow);
  return narrow == snapshot_format::narrow_open         ? open_contract
         : narrow == snapshot_format::narrow_no_attempt ? no_attempt
                                                        : day;
}

/// The columns of one chunk.
class column_reader {
 public:
  column_reader(const snapshot_format::column_plan& plan, const std::byte* from, std::uint64_t entries,
                std::uint64_t evidence) noexcept
      : plan_(&plan), from_(from), evidence_bytes_(evidence), at_(columns_of(plan, entries, evidence)) {}

  [[nodiscard]] std::int32_t day(std::uint64_t entry) const noexcept {
    return plan_->day_bytes == 0 ? 0 : day_at(entry * plan_->day_stride());
  }
  [[nodiscard]] record_state state(std::uint64_t entry) const noexcept {
    if (plan_->state != record_state::absent) return plan_->state;
    return static_cast<record_state>(from_[at_.states + entry]);
  }
  [[nodiscard]] list_record record(std::uint64_t entry) const noexcept { return {day(entry), state(entry)}; }
  [[nodiscard]] std::uint32_t flags(std::uint64_t entry) const noexcept {
    return plan_->flags ? load_le<std::uint32_t>(from_ + at_.flags + entry * 4) : 0;
  }
  [[nodiscard]] attempt_days attempts(std::uint64_t entry) const noexcept {
    attempt_days days;
    days.fill(no_attempt);
    if (!plan_->attempts) return days;
    for (std::size_t i = 0; i < days.size(); ++i) {
      days[i] = day_at(entry * plan_->day_stride() + i * plan_->day_bytes);
    }
    return days;
  }
  /// Where the entry's reference ends in the evidence.
  [[nodiscard]] std::uint64_t end_of(std::uint64_t entry) const noexcept {
    return load_le<std::uint64_t>(from_ + at_.ends + entry * snapshot_format::reference_end_bytes) & 0xff'ffff'ffff;
  }
  [[nodiscard]] std::string_view reference(std::uint64_t entry) const noexcept {
    if (!plan_->references) return {};
    const std::uint64_t begin = entry == 0 ? 0 : end_of(entry - 1), end = end_of(entry);
    if (begin > end || end > evidence_bytes_) return {};  // never so in what was verified
    return {reinterpret_cast<const char*>(from_ + at_.evidence + begin), end - begin};
  }

 private:
  [[nodiscard]] std::int32_t day_at(std::uint64_t offset) const noexcept {
    return plan_->day_bytes == 4 ? sets_detail::day_at<4>(*plan_, from_ + offset)
                                 : sets_detail::day_at<2>(*plan_, from_ + offset);
  }

  const snapshot_format::column_plan* plan_;
  const std::byte* from_;
  std::uint64_t evidence_bytes_;
  snapshot_format::columns at_;
};

inline column_reader opened_snapshot::columns_of_block(const snapshot_format::descriptor& block) const noexcept {
  return {plan, at((block.place + block.lines) * snapshot_format::line_bytes), block.count, block.evidence};
}
inline column_reader opened_snapshot::columns_of_singles() const noexcept {
  return {plan, at(singles_at + tables.single_lines * snapshot_format::line_bytes), slots(), single_evidence};
}

}  // namespace sets_detail
}  // namespace callsieve
