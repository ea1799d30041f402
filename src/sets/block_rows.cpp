#include "sets/block_rows.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace callsieve {
namespace {

/// From here on a bitmap of the whole block is faster than sorting.
constexpr std::size_t rows_for_bitmap = 30'000;
/// From here on the counters of a radix sort pay.
constexpr std::size_t rows_for_radix = 1'500;
constexpr std::uint32_t digit_bits = 12;

template <std::uint32_t Words>
using row = std::array<std::uint32_t, Words>;

template <std::uint32_t Words>
std::span<row<Words>> as_rows(std::vector<std::uint32_t>& words) {
  static_assert(sizeof(row<Words>) == Words * sizeof(std::uint32_t));
  return {reinterpret_cast<row<Words>*>(words.data()), words.size() / Words};
}

template <std::uint32_t Words>
std::string_view reference_of(const row<Words>& of, const std::string& texts) {
  if constexpr (Words > 4) {
    const std::uint64_t packed = of[3] | std::uint64_t{of[4]} << 32;
    return std::string_view(texts).substr(packed >> reference_length_bits,
                                          packed & ((1U << reference_length_bits) - 1));
  }
  return {};
}

template <std::uint32_t Words>
list_record record_of(const row<Words>& of) {
  return {Words > 1 ? static_cast<std::int32_t>(of[Words > 1 ? 1 : 0]) : 0,
          static_cast<record_state>(of[0] >> offset_bits)};
}

}  // namespace

void widen(std::vector<std::uint32_t>& words, std::size_t from, const row_layout& to) {
  const std::size_t rows = words.size() - from;
  words.resize(from + rows * to.words);
  for (std::size_t i = rows; i-- > 0;) {  // from the last one, so that none is overwritten before it is read
    const std::uint32_t offset = words[from + i];
    std::fill_n(words.begin() + static_cast<std::ptrdiff_t>(from + i * to.words), to.words, 0U);
    words[from + i * to.words] = offset | static_cast<std::uint32_t>(record_state::listed) << offset_bits;
  }
}

template <std::uint32_t Words>
void row_sorter::sort_rows(block_rows& rows) {
  std::span<row<Words>> from = as_rows<Words>(rows.words);
  const auto offset_of_row = [](const row<Words>& r) { return r[0] & offset_mask; };
  if (from.size() < rows_for_radix) {
    std::sort(from.begin(), from.end(),
              [&](const auto& a, const auto& b) { return offset_of_row(a) < offset_of_row(b); });
    return;
  }
  scratch_.resize(rows.words.size());
  std::span<row<Words>> to = as_rows<Words>(scratch_);
  for (std::uint32_t shift = 0; shift < offset_bits; shift += digit_bits) {
    std::array<std::uint32_t, 1U << digit_bits> places{};
    const auto digit = [&](const row<Words>& r) { return r[0] >> shift & ((1U << digit_bits) - 1); };
    for (const auto& r : from) ++places[digit(r)];
    std::uint32_t sum = 0;
    for (std::uint32_t& place : places) sum += std::exchange(place, sum);
    for (const auto& r : from) to[places[digit(r)]++] = r;
    std::swap(from, to);
  }
  static_assert(offset_bits / digit_bits == 2, "an even number of passes ends where it began");
}

template <std::uint32_t Words>
void row_sorter::combine(block_rows& rows) const {
  const std::span<row<Words>> all = as_rows<Words>(rows.words);
  std::size_t kept = 0;
  for (const row<Words>& next : all) {
    if (kept == 0 || (all[kept - 1][0] & offset_mask) != (next[0] & offset_mask)) {
      all[kept++] = next;
      continue;
    }
    row<Words>& best = all[kept - 1];
    const list_record held = record_of<Words>(best), met = record_of<Words>(next);
    if constexpr (Words == 3) {
      best[1] = static_cast<std::uint32_t>(combined(held, met, layout_.days).day_number);
      best[2] = united_flags(best[2], next[2]);
    } else if (held == met ? reference_of<Words>(next, rows.texts) > reference_of<Words>(best, rows.texts)
                           : supersedes(met, held)) {
      best = next;
    }
  }
  rows.words.resize(kept * Words);
}

void row_sorter::keep_latest_attempts(block_rows& rows) const {
  const std::span<row<2>> all = as_rows<2>(rows.words);
  std::size_t kept = 0;
  for (std::size_t from = 0, to = 0; from < all.size(); from = to) {
    while (to < all.size() && all[to][0] == all[from][0]) ++to;
    std::sort(&all[from], &all[to - 1] + 1, [](const row<2>& a, const row<2>& b) {
      return static_cast<std::int32_t>(a[1]) > static_cast<std::int32_t>(b[1]);
    });
    const std::size_t latest = std::min(to - from, attempt_days{}.size());
    std::copy_n(all.begin() + static_cast<std::ptrdiff_t>(from), latest,
                all.begin() + static_cast<std::ptrdiff_t>(kept));
    kept += latest;
  }
  rows.words.resize(kept * 2);
}

void row_sorter::settle_plain(std::vector<std::uint32_t>& offsets) {
  bitmap_.add(offsets);
  offsets.clear();
  append_offsets(bitmap_.take(0), offsets);
}

void row_sorter::settle(block_rows& rows) {
  switch (layout_.words) {
    case 1:
      if (rows.words.size() >= rows_for_bitmap) return settle_plain(rows.words);
      sort_rows<1>(rows);
      return combine<1>(rows);
    case 2: sort_rows<2>(rows); return layout_.attempts ? keep_latest_attempts(rows) : combine<2>(rows);
    case 3: sort_rows<3>(rows); return combine<3>(rows);
    default: sort_rows<5>(rows); return combine<5>(rows);
  }
}

const block_entries& row_sorter::columns(std::uint32_t block, const block_rows& rows) {
  const std::size_t words = layout_.words;
  const std::size_t count = rows.words.size() / words;
  const std::uint32_t* const from = rows.words.data();
  entries_ = {};
  entries_.block = block;
  if (words == 1) {
    entries_.offsets = rows.words;
    return entries_;
  }
  offsets_.clear();
  if (layout_.attempts) {
    attempts_.clear();
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t offset = from[2 * i] & offset_mask;
      const auto when = static_cast<std::int32_t>(from[2 * i + 1]);
      if (offsets_.empty() || offsets_.back() != offset) {
        offsets_.push_back(offset);
        attempts_.emplace_back().fill(no_attempt);
        attempts_.back()[0] = when;
      } else {
        *std::find(attempts_.back().begin(), attempts_.back().end(), no_attempt) = when;
      }
    }
    entries_.offsets = offsets_;
    entries_.attempts = attempts_;
    entries_.state = record_state::attempted;
    return entries_;
  }
  offsets_.resize(count);
  for (std::size_t i = 0; i < count; ++i) offsets_[i] = from[i * words] & offset_mask;
  entries_.offsets = offsets_;
  if (!layout_.plain_state) {
    states_.resize(count);
    for (std::size_t i = 0; i < count; ++i) states_[i] = static_cast<record_state>(from[i * words] >> offset_bits);
    entries_.states = states_;
  }
  if (layout_.has_days()) {
    days_.resize(count);
    for (std::size_t i = 0; i < count; ++i) days_[i] = static_cast<std::int32_t>(from[i * words + 1]);
    entries_.days = days_;
  }
  if (layout_.has_flags()) {
    flags_.resize(count);
    for (std::size_t i = 0; i < count; ++i) flags_[i] = from[i * words + 2];
    entries_.flags = flags_;
  }
  if (layout_.has_references()) {
    references_.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t packed = from[i * words + 3] | std::uint64_t{from[i * words + 4]} << 32;
      references_[i] = std::string_view(rows.texts)
                           .substr(packed >> reference_length_bits, packed & ((1U << reference_length_bits) - 1));
    }
    entries_.references = references_;
  }
  return entries_;
}

}  // namespace callsieve
