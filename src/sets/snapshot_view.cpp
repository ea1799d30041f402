#include "callsieve/sets/snapshot_view.hpp"

#include <algorithm>
#include <array>

#include "callsieve/batch/lane_set.hpp"
#include "callsieve/batch/scratch.hpp"

#include "snapshot_opened.hpp"

#include <xxhash.h>

namespace callsieve {
namespace {

namespace format = snapshot_format;
using sets_detail::column_reader;
using sets_detail::opened_snapshot;
using sets_detail::row;

static_assert(sizeof(phone_number) == sizeof(std::uint64_t));

/// Phone numbers are their values: the loops that ask read them as integers.
const std::uint64_t* values_of(const phone_number* numbers) noexcept {
  return reinterpret_cast<const std::uint64_t*>(numbers);
}
std::uint64_t* values_of(phone_number* numbers) noexcept { return reinterpret_cast<std::uint64_t*>(numbers); }

number_interval interval_at(const opened_snapshot& of, std::uint64_t index) noexcept {
  const std::byte* const from = of.at(of.intervals_at + index * format::interval_bytes);
  return {phone_number::from_digits_unchecked(load_le<std::uint64_t>(from)),
          phone_number::from_digits_unchecked(load_le<std::uint64_t>(from + 8)), load_le<std::int32_t>(from + 16),
          load_le<std::uint32_t>(from + 20)};
}

/// The interval that holds the number, or the number of intervals. Cost: a binary search.
std::uint64_t interval_with(const opened_snapshot& of, phone_number number) noexcept {
  std::uint64_t from = 0, size = of.info.intervals;  // the last interval that begins at or before the number
  while (size > 1) {
    const std::uint64_t half = size / 2;
    const auto first = load_le<std::uint64_t>(of.at(of.intervals_at + (from + half) * format::interval_bytes));
    from += first <= number.value() ? half : 0;
    size -= half;
  }
  const number_interval found = interval_at(of, from);
  return number && found.first <= number && number <= found.last ? from : of.info.intervals;
}

/// At most probe_numbers.
void ask_group(const opened_snapshot& of, std::span<const phone_number> group, std::uint64_t* bits) noexcept {
  detail::kernel_in_use<sets_detail::set_kernel>().contains(of.tables, values_of(group.data()), group.size(), bits);
  if (of.info.intervals == 0) return;
  for (std::size_t i = 0; i < group.size(); ++i) {
    bits[i / 64] |= std::uint64_t{interval_with(of, group[i]) != of.info.intervals} << (i % 64);
  }
}

/// What a kernel says of numbers.
struct found_entries {
  std::array<row, sets_detail::probe_numbers> rows;
  std::array<std::uint64_t, sets_detail::probe_numbers> days;
};

/// Turns the days' places into those of the states, and asks memory for them.
void find_states(const opened_snapshot& of, std::size_t count, found_entries& found) noexcept {
  const std::uint64_t stride = of.plan.day_stride();
  for (std::size_t i = 0; i < count; ++i) {
    const row is = found.rows[i];
    const bool held = is != sets_detail::no_row, single = (is & sets_detail::single_row) != 0;
    const std::uint64_t entry = is & (single ? ~sets_detail::single_row : 0xffff'ffff);
    const std::uint64_t entries = single ? of.slots() : of.descriptor_at(held ? is >> 32 : 0).count;
    const std::uint64_t columns = found.days[i] - entry * stride;
    found.days[i] = held ? columns + format::columns_of(of.plan, entries, 0).states + entry : 0;
    __builtin_prefetch(of.at(found.days[i]));
  }
}

/// The value or zero. Compilers make a branch of the plain way to say it, and half of them are guessed wrongly.
constexpr std::uint32_t where_held(bool held, std::uint32_t value) noexcept {
  return value & (0U - std::uint32_t{held});
}
static_assert(static_cast<int>(record_state::absent) == 0);

/// Without a branch on who was found: where nobody was, the start page is read.
template <std::size_t DayBytes>
void read_records(const opened_snapshot& of, found_entries& found, std::span<list_record> records) noexcept {
  const format::column_plan plan = of.plan;  // copies that no store can change
  const std::byte* const bytes = of.bytes.data();
  for (std::size_t i = 0; i < records.size(); ++i) {
    const bool held = found.days[i] != 0;
    std::int32_t day = 0;
    if constexpr (DayBytes != 0) day = sets_detail::day_at<DayBytes>(plan, bytes + found.days[i]);
    records[i] = {static_cast<std::int32_t>(where_held(held, static_cast<std::uint32_t>(day))),
                  static_cast<record_state>(where_held(held, static_cast<std::uint32_t>(plan.state)))};
  }
  if (plan.state != record_state::absent) return;
  find_states(of, records.size(), found);
  for (std::size_t i = 0; i < records.size(); ++i) {
    const auto state = static_cast<std::uint32_t>(bytes[found.days[i]]);
    records[i].state = static_cast<record_state>(where_held(found.days[i] != 0, state));
  }
}

/// Calls use(i, columns, entry) and then, for numbers in intervals, in_interval(i, interval, whether singly too) for
/// each of the numbers that is on the list: a number may stand there singly and in an interval.
template <class Use, class InInterval>
void for_each_found(const opened_snapshot& of, std::span<const phone_number> numbers, Use use, InInterval in_interval) {
  found_entries found;
  const auto& kernel = detail::kernel_in_use<sets_detail::set_kernel>();
  const column_reader singles = of.columns_of_singles();
  for (std::size_t begin = 0; begin < numbers.size(); begin += sets_detail::probe_numbers) {
    const auto group = numbers.subspan(begin, std::min(sets_detail::probe_numbers, numbers.size() - begin));
    kernel.rows(of.tables, values_of(group.data()), group.size(), found.rows.data(), found.days.data());
    for (std::size_t i = 0; i < group.size(); ++i) {
      const row entry = found.rows[i];
      if (entry != sets_detail::no_row && (entry & sets_detail::single_row) != 0) {
        use(begin + i, singles, entry & ~sets_detail::single_row);
      } else if (entry != sets_detail::no_row) {
        use(begin + i, of.columns_of_block(of.descriptor_at(entry >> 32)), entry & 0xffff'ffff);
      }
      if (of.info.intervals == 0) continue;
      const std::uint64_t index = interval_with(of, group[i]);
      if (index != of.info.intervals) in_interval(begin + i, interval_at(of, index), entry != sets_detail::no_row);
    }
  }
}

}  // namespace

snapshot_view::snapshot_view() {
  static const auto nothing = [] {
    static constexpr std::array<std::byte, format::line_bytes> no_singles{};
    auto made = std::make_shared<opened_snapshot>();
    made->tables.singles = no_singles.data();
    return made;
  }();
  opened_ = nothing;
}

const snapshot_info& snapshot_view::info() const noexcept { return opened_->info; }
std::span<const std::byte> snapshot_view::bytes() const noexcept { return opened_->bytes; }

bool snapshot_view::numbers_only() const noexcept {
  const auto& plan = opened_->plan;
  return info().kind == list_kind::set && plan.day_bytes == 0 && !plan.flags;
}

std::uint64_t snapshot_view::header_checksum() const noexcept {
  if (bytes().empty()) return 0;
  return load_le<std::uint64_t>(opened_->at(opened_->parts.end_page + format::at_checksum));
}

std::uint64_t snapshot_view::content_checksum() const noexcept {
  if (bytes().empty()) return 0;
  std::array<std::byte, format::at_checksum> end_page;
  std::copy_n(opened_->at(opened_->parts.end_page), end_page.size(), end_page.begin());
  std::fill_n(end_page.begin() + format::at_id, sizeof(list_id), std::byte{});
  return XXH3_64bits(end_page.data(), end_page.size());
}

void snapshot_view::contains(std::span<const phone_number> numbers, std::span<std::uint64_t> bits) const noexcept {
  for (std::size_t begin = 0; begin < numbers.size(); begin += sets_detail::probe_numbers) {
    const auto group = numbers.subspan(begin, std::min(sets_detail::probe_numbers, numbers.size() - begin));
    ask_group(*opened_, group, bits.data() + begin / 64);
  }
}

void snapshot_view::contains(std::span<const phone_number> numbers, std::span<const std::uint64_t> wanted,
                             std::span<std::uint64_t> bits) const noexcept {
  const auto& kernel = detail::kernel_in_use<sets_detail::set_kernel>();
  scratch<phone_number, sets_detail::probe_numbers + 8> room;
  const std::span<phone_number> picked = room.first(sets_detail::probe_numbers + 8);
  std::array<std::uint64_t, sets_detail::probe_numbers / 64 + 1> answers;
  for (std::size_t begin = 0; begin < numbers.size(); begin += sets_detail::probe_numbers) {
    const auto group = numbers.subspan(begin, std::min(sets_detail::probe_numbers, numbers.size() - begin));
    const std::uint64_t* const which = wanted.data() + begin / 64;
    const std::size_t words = (group.size() + 63) / 64;
    std::size_t unwanted = group.size();
    for (std::size_t word = 0; word < words; ++word) unwanted -= detail::count_ones(which[word]);
    if (unwanted <= group.size() / 16) {  // asked for nothing, they cost less than what copying the others does
      ask_group(*opened_, group, answers.data());
      for (std::size_t word = 0; word < words; ++word) bits[begin / 64 + word] = answers[word] & which[word];
      continue;
    }
    const std::size_t count = kernel.pick(values_of(group.data()), group.size(), which, values_of(picked.data()));
    ask_group(*opened_, picked.first(count), answers.data());
    answers[(count + 63) / 64] = 0;
    kernel.put_back(answers.data(), which, words, bits.data() + begin / 64);
  }
}

bool snapshot_view::holds_singly(phone_number number) const noexcept {
  return detail::kernel_in_use<sets_detail::set_kernel>().one(opened_->tables, number.value()) != sets_detail::no_row;
}

bool snapshot_view::contains(phone_number number) const noexcept {
  const opened_snapshot& of = *opened_;
  if (holds_singly(number)) return true;
  return of.info.intervals != 0 && interval_with(of, number) != of.info.intervals;
}

void snapshot_view::find(std::span<const phone_number> numbers, std::span<list_record> records) const noexcept {
  const opened_snapshot& of = *opened_;
  if (!of.plan.any() && of.info.intervals == 0) {
    std::array<std::uint64_t, sets_detail::probe_numbers / 64> bits;
    for (std::size_t begin = 0; begin < numbers.size(); begin += sets_detail::probe_numbers) {
      const auto group = numbers.subspan(begin, std::min(sets_detail::probe_numbers, numbers.size() - begin));
      ask_group(of, group, bits.data());
      for (std::size_t i = 0; i < group.size(); ++i) {
        const bool held = ((bits[i / 64] >> (i % 64)) & 1) != 0;
        records[begin + i] = {0, held ? of.plan.state : record_state::absent};
      }
    }
    return;
  }
  const auto& kernel = detail::kernel_in_use<sets_detail::set_kernel>();
  found_entries found;
  for (std::size_t begin = 0; begin < numbers.size(); begin += sets_detail::probe_numbers) {
    const auto group = numbers.subspan(begin, std::min(sets_detail::probe_numbers, numbers.size() - begin));
    const auto answers = records.subspan(begin, group.size());
    kernel.rows(of.tables, values_of(group.data()), group.size(), found.rows.data(), found.days.data());
    switch (of.plan.day_bytes) {
      case 0: read_records<0>(of, found, answers); break;
      case 2: read_records<2>(of, found, answers); break;
      default: read_records<4>(of, found, answers); break;
    }
    if (of.info.intervals == 0) continue;
    for (std::size_t i = 0; i < group.size(); ++i) {
      const std::uint64_t index = interval_with(of, group[i]);
      if (index == of.info.intervals) continue;
      const list_record in_interval{interval_at(of, index).day_number, record_state::listed};
      answers[i] = found.rows[i] == sets_detail::no_row ? in_interval : combined(answers[i], in_interval, of.info.days);
    }
  }
}

void snapshot_view::find_flags(std::span<const phone_number> numbers, std::span<std::uint32_t> flags) const noexcept {
  std::fill(flags.begin(), flags.begin() + static_cast<std::ptrdiff_t>(numbers.size()), 0U);
  for_each_found(
      *opened_, numbers,
      [&](std::size_t i, const column_reader& columns, std::uint64_t entry) { flags[i] = columns.flags(entry); },
      [&](std::size_t i, const number_interval& in, bool also_singly) {
        flags[i] = also_singly ? united_flags(flags[i], in.flags) : in.flags;
      });
}

void snapshot_view::find_attempts(std::span<const phone_number> numbers,
                                  std::span<attempt_days> attempts) const noexcept {
  attempt_days none;
  none.fill(no_attempt);
  std::fill(attempts.begin(), attempts.begin() + static_cast<std::ptrdiff_t>(numbers.size()), none);
  for_each_found(
      *opened_, numbers,
      [&](std::size_t i, const column_reader& columns, std::uint64_t entry) { attempts[i] = columns.attempts(entry); },
      [](std::size_t, const number_interval&, bool) {});
}

std::string_view snapshot_view::reference(phone_number number) const noexcept {
  std::string_view found;
  for_each_found(
      *opened_, std::span(&number, 1),
      [&](std::size_t, const column_reader& columns, std::uint64_t entry) { found = columns.reference(entry); },
      [](std::size_t, const number_interval&, bool) {});
  return found;
}

number_interval snapshot_view::interval(std::uint64_t index) const noexcept { return interval_at(*opened_, index); }

}  // namespace callsieve
