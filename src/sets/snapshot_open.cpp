// From bytes that nobody vouches for to a view that never leaves them, without reading the payload.
#include <algorithm>
#include <utility>

#include "callsieve/base/date.hpp"
#include "callsieve/sets/snapshot_view.hpp"

#include "record_check.hpp"
#include "snapshot_opened.hpp"

#include <xxhash.h>

namespace callsieve {
namespace format = snapshot_format;

/// Checks in the order in which one check makes the next one safe.
class snapshot_opener {
 public:
  explicit snapshot_opener(std::span<const std::byte> bytes)
      : bytes_(bytes), opened_(std::make_shared<sets_detail::opened_snapshot>()) {
    opened_->bytes = bytes;
  }

  std::variant<snapshot_view, byte_damage> open() {
    if (check_start() && check_end() && check_list() && check_places() && check_metadata() && check_directory()) {
      return snapshot_view(std::move(opened_));
    }
    return std::move(damage_);
  }

 private:
  static constexpr std::uint64_t most_bytes = std::uint64_t{1} << 46;  ///< what 40 bits of 64 bytes reach

  bool refuse(std::uint64_t offset, std::string what) {
    damage_ = {offset, std::move(what), false};
    return false;
  }
  template <class T>
  [[nodiscard]] T at(std::uint64_t offset) const noexcept {
    return load_le<T>(bytes_.data() + offset);
  }
  [[nodiscard]] std::uint64_t end_value(std::size_t field) const noexcept { return at<std::uint64_t>(end_ + field); }
  [[nodiscard]] std::uint64_t checksum(std::uint64_t offset, std::uint64_t size) const noexcept {
    return XXH3_64bits(bytes_.data() + offset, size);
  }
  bool refuse_end(std::size_t field, std::string what) { return refuse(end_ + field, std::move(what)); }

  bool check_start() {
    if (bytes_.empty()) return refuse(0, "the file is empty");
    const std::string_view start(reinterpret_cast<const char*>(bytes_.data()), std::min<std::size_t>(bytes_.size(), 8));
    if (!format::magic.starts_with(start)) return refuse(0, "does not begin as a snapshot does");
    if (bytes_.size() < format::page_bytes) return refuse_cut();
    const auto order = at<std::uint32_t>(format::at_byte_order);
    if (order == __builtin_bswap32(format::byte_order_mark)) {
      return refuse(format::at_byte_order,
                    "written in big-endian byte order, which is not read here: import the list again on this machine");
    }
    if (order != format::byte_order_mark) {
      return refuse(format::at_byte_order, "the byte order mark is not that of a snapshot");
    }
    if (checksum(0, format::at_checksum) != at<std::uint64_t>(format::at_checksum)) {
      return refuse(0, "the start page does not match its checksum");
    }
    const auto version = at<std::uint32_t>(format::at_version);
    if (version > format::version) {
      refuse(format::at_version, "written by a newer callsieve (format " + std::to_string(version) + ")");
      damage_.newer_version = true;
      return false;
    }
    if (version < format::version) {
      return refuse(format::at_version, "written by an older callsieve, in format " + std::to_string(version) +
                                            ", which is no longer read: import the list again");
    }
    return true;
  }

  bool refuse_cut() { return refuse(bytes_.size(), "cut off: ends after " + std::to_string(bytes_.size()) + " bytes"); }

  bool check_end() {
    if (bytes_.size() < 2 * format::page_bytes || bytes_.size() % format::page_bytes != 0) return refuse_cut();
    if (bytes_.size() > most_bytes) return refuse(most_bytes, "longer than a snapshot can be");
    end_ = bytes_.size() - format::page_bytes;
    if (std::string_view(reinterpret_cast<const char*>(bytes_.data() + end_), 8) != format::magic) {
      return refuse(bytes_.size(), "cut off: does not end as a snapshot does");
    }
    if (checksum(end_, format::at_checksum) != at<std::uint64_t>(end_ + format::at_checksum)) {
      return refuse(end_, "the end page does not match its checksum");
    }
    if (at<std::uint32_t>(end_ + format::at_version) != format::version ||
        at<std::uint32_t>(end_ + format::at_byte_order) != format::byte_order_mark) {
      return refuse(end_, "start and end are of different snapshots");
    }
    if (end_value(format::at_file_bytes) != bytes_.size()) {
      return refuse_end(format::at_file_bytes, "is " + std::to_string(bytes_.size()) + " bytes long and says " +
                                                   std::to_string(end_value(format::at_file_bytes)));
    }
    return true;
  }

  bool check_list() {
    snapshot_info& info = opened_->info;
    if (end_value(format::at_kind) > static_cast<std::uint64_t>(list_kind::attempts)) {
      return refuse_end(format::at_kind, "no such kind of list");
    }
    info.kind = static_cast<list_kind>(end_value(format::at_kind));
    if (end_value(format::at_tuning) > static_cast<std::uint64_t>(list_tuning::speed)) {
      return refuse_end(format::at_tuning, "no such tuning");
    }
    info.tuning = static_cast<list_tuning>(end_value(format::at_tuning));
    if (end_value(format::at_day_meaning) > static_cast<std::uint64_t>(day_meaning::attempt)) {
      return refuse_end(format::at_day_meaning, "days of no known meaning");
    }
    info.days = static_cast<day_meaning>(end_value(format::at_day_meaning));
    info.count = end_value(format::at_count);
    info.id = {end_value(format::at_id), end_value(format::at_id + 8)};

    format::column_plan& plan = opened_->plan;
    const std::uint64_t state = end_value(format::at_state);
    if (state > static_cast<std::uint64_t>(record_state::attempted)) {
      return refuse_end(format::at_state, "no such state of a record");
    }
    plan.state = static_cast<record_state>(state);
    const std::uint64_t day_bytes = end_value(format::at_day_bytes);
    if (day_bytes != 0 && day_bytes != 2 && day_bytes != 4)
      return refuse_end(format::at_day_bytes, "days of a size that is none");
    plan.day_bytes = static_cast<std::uint8_t>(day_bytes);
    const auto first_day = static_cast<std::int64_t>(end_value(format::at_first_day));
    if (first_day != 0 && !is_storable_day(first_day)) return refuse_end(format::at_first_day, "no day");
    plan.first_day = static_cast<std::int32_t>(first_day);
    const std::uint64_t has = end_value(format::at_has);
    if (has > 7) return refuse_end(format::at_has, "columns that are not known");
    plan.flags = (has & 1) != 0;
    plan.references = (has & 2) != 0;
    plan.attempts = (has & 4) != 0;
    if (!can_have(info.kind, plan)) return refuse_end(format::at_has, "columns that the kind of list does not have");
    return true;
  }

  /// The chunks and the parts of the tail lie one behind the other, within the bytes.
  bool check_places() {
    sets_detail::opened_snapshot& o = *opened_;
    o.tail = end_value(format::at_tail);
    const std::uint64_t seats = end_value(format::at_seat_count), slots = end_value(format::at_descriptor_count);
    const std::uint64_t metadata = end_value(format::at_metadata_bytes);
    if (o.tail < format::page_bytes || o.tail % format::page_bytes != 0 || o.tail > end_) {
      return refuse_end(format::at_tail, "the tail stands where it cannot");
    }
    const std::uint64_t room = end_ - o.tail;
    if (seats > room || slots > room || metadata > room || !std::has_single_bit(seats) || seats < 2 ||
        !std::has_single_bit(slots)) {
      return refuse_end(format::at_seat_count, "a directory of a size that is none");
    }
    o.parts = format::tail_of(o.tail, metadata, seats, slots);
    if (o.parts.end_page != end_) return refuse_end(format::at_tail, "the tail is longer or shorter than it says");
    if (checksum(o.tail, room) != end_value(format::at_tail_checksum)) {
      return refuse(o.tail, "the tail does not match its checksum");
    }

    o.singles_at = end_value(format::at_singles);
    o.single_count = end_value(format::at_single_count);
    o.thin_count = end_value(format::at_thin_count);
    o.single_evidence = end_value(format::at_single_evidence);
    const std::uint64_t home = end_value(format::at_home_lines), spill = end_value(format::at_spill_lines);
    const std::uint64_t most_lines = o.tail / format::line_bytes;
    if (home == 0 || home > most_lines || spill > most_lines || o.single_evidence > o.tail ||
        (o.single_evidence != 0 && !o.plan.references)) {
      return refuse_end(format::at_home_lines, "more singles than the file has room for");
    }
    o.tables.home_lines = home;
    o.tables.single_lines = home + spill;
    if (o.single_count >= o.slots() || o.thin_count > o.single_count) {
      return refuse_end(format::at_single_count, "more singles than their lines have room for");
    }
    std::uint64_t single_bytes = o.tables.single_lines * format::line_bytes;
    if (o.plan.any()) single_bytes += columns_of(o.plan, o.slots(), o.single_evidence).end;
    o.intervals_at = end_value(format::at_intervals);
    o.info.intervals = end_value(format::at_interval_count);
    if (o.singles_at < format::page_bytes || o.singles_at > o.tail || o.singles_at % format::line_bytes != 0 ||
        single_bytes > o.tail - o.singles_at ||
        o.intervals_at != o.singles_at + format::round_up(single_bytes, format::line_bytes)) {
      return refuse_end(format::at_singles, "the singles stand where they cannot");
    }
    if (o.intervals_at > o.tail || o.info.intervals > (o.tail - o.intervals_at) / format::interval_bytes ||
        format::round_up(o.intervals_at + o.info.intervals * format::interval_bytes, format::page_bytes) != o.tail ||
        (o.info.intervals != 0 && o.info.kind != list_kind::set)) {
      return refuse_end(format::at_interval_count, "the intervals stand where they cannot");
    }

    sets_detail::probe_tables& tables = o.tables;
    tables.bytes = bytes_.data();
    tables.seats = o.at(o.parts.seats);
    tables.descriptors = o.at(o.parts.descriptors);
    tables.singles = o.at(o.singles_at);
    tables.multiplier = end_value(format::at_multiplier);
    tables.slot_mask = slots - 1;
    tables.seat_shift = 64 - static_cast<unsigned>(std::countr_zero(seats));
    tables.has_singles = o.single_count != 0;
    tables.has_thin = o.thin_count != 0;
    tables.has_columns = o.plan.any();
    tables.day_stride = o.plan.day_stride();
    return true;
  }

  bool check_metadata() {
    const std::uint64_t from = opened_->parts.metadata, size = end_value(format::at_metadata_bytes);
    snapshot_info& info = opened_->info;
    if (size < format::metadata_fixed_bytes) return refuse(from, "the metadata are shorter than they can be");
    info.not_in_plan = at<std::uint64_t>(from);
    info.bad_lines = at<std::uint64_t>(from + 8);
    const auto version_bytes = at<std::uint64_t>(from + 16), entry_count = at<std::uint64_t>(from + 24);
    if (version_bytes > format::longest_version || entry_count > size / format::coverage_entry_bytes ||
        format::metadata_fixed_bytes + entry_count * format::coverage_entry_bytes + version_bytes != size) {
      return refuse(from + 16, "the metadata are longer or shorter than they say");
    }
    std::vector<coverage_entry> entries;
    for (std::uint64_t i = 0; i < entry_count; ++i) {
      const std::uint64_t entry = from + format::metadata_fixed_bytes + i * format::coverage_entry_bytes;
      const auto digits = at<std::uint64_t>(entry);
      const auto length = at<std::uint32_t>(entry + 12);  // the three zero bytes with it
      const auto obtained = at<std::int32_t>(entry + 8);
      const number_prefix prefix{digits, static_cast<std::uint8_t>(length)};
      if (length > 15 || number_prefix::parse(to_string(prefix)) != prefix || !is_storable_day(obtained)) {
        return refuse(entry, "no prefix or no day");
      }
      entries.push_back({prefix, day_from_number(obtained)});
    }
    info.version.assign(reinterpret_cast<const char*>(opened_->at(from + size - version_bytes)), version_bytes);
    info.covers = coverage(entries);
    if (!std::equal(entries.begin(), entries.end(), info.covers.entries().begin(), info.covers.entries().end())) {
      return refuse(from + format::metadata_fixed_bytes, "the coverage is out of order");
    }
    return true;
  }

  /// Every descriptor stands where its block is looked for; the chunks lie one behind the other from the start page to
  /// the singles, in the order of their blocks.
  bool check_directory() {
    sets_detail::opened_snapshot& o = *opened_;
    const sets_detail::probe_tables& tables = o.tables;
    struct chunk {
      std::uint64_t block, begin, end, slot;
    };
    std::vector<chunk> chunks;
    std::uint64_t count = o.single_count;
    char empty[format::descriptor_bytes];
    format::store_descriptor(empty, {});
    for (std::uint64_t slot = 0; slot <= tables.slot_mask; ++slot) {
      const std::uint64_t where = o.parts.descriptors + slot * format::descriptor_bytes;
      const format::descriptor of = o.descriptor_at(slot);
      if (of.block == format::no_block) {
        if (std::memcmp(o.at(where), empty, sizeof empty) != 0)
          return refuse(where, "an unused descriptor that says something");
        continue;
      }
      const std::uint64_t h = of.block * tables.multiplier;
      const auto seat = load_le<std::uint32_t>(tables.seats + (h >> tables.seat_shift) * sizeof(std::uint32_t));
      if (of.block >= block_keys || (((h >> format::slot_shift) ^ seat) & tables.slot_mask) != slot) {
        return refuse(where, "a block stands where it cannot be found");
      }
      if (!is_sound(of) || at<std::uint32_t>(where + 12) != format::reciprocal_in(of)) {
        return refuse(where, "a block of a form that is none");
      }
      const std::uint64_t begin = of.place * format::line_bytes, bytes = format::chunk_bytes(of, o.plan);
      if (begin < format::page_bytes || begin > o.singles_at || bytes > o.singles_at - begin) {
        return refuse(where, "a block that stands outside the file's blocks");
      }
      chunks.push_back({of.block, begin, format::round_up(begin + bytes, format::line_bytes), slot});
      count += of.count;
      opened_->tables.forms |= of.coded == format::bitmap  ? sets_detail::bitmap_blocks
                               : of.coded == format::plain ? sets_detail::plain_blocks
                                                           : sets_detail::coded_blocks;
    }
    std::sort(chunks.begin(), chunks.end(), [](const chunk& a, const chunk& b) { return a.block < b.block; });
    std::uint64_t end = format::page_bytes;
    o.blocks.reserve(chunks.size());
    for (std::size_t i = 0; i < chunks.size(); ++i) {
      if (chunks[i].begin != end || (i != 0 && chunks[i].block == chunks[i - 1].block)) {
        return refuse(o.parts.descriptors + chunks[i].slot * format::descriptor_bytes,
                      "blocks that overlap or leave gaps");
      }
      end = chunks[i].end;
      o.blocks.push_back(static_cast<std::uint32_t>(chunks[i].slot));
    }
    if (end != o.singles_at) return refuse_end(format::at_singles, "a gap between blocks and singles");
    if (count != o.info.count) {
      return refuse_end(format::at_count,
                        "holds " + std::to_string(count) + " numbers and says " + std::to_string(o.info.count));
    }
    return true;
  }

  [[nodiscard]] bool is_sound(const format::descriptor& of) const noexcept {
    const std::uint32_t room = of.lowest < block_numbers ? block_numbers - of.lowest : 0;  // for numbers of the block
    if (room == 0 || of.lines == 0 || of.count == 0 || of.count > room ||
        (of.evidence != 0 && !opened_->plan.references)) {
      return false;
    }
    if (of.coded == format::bitmap) {
      return !opened_->plan.any() && of.extent < room && of.lines == of.extent / format::line_bits + 1 &&
             of.lows_at == 256;
    }
    if (of.extent == 0 || of.extent > room || of.lines > room) return false;
    if (std::uint64_t{of.extent} * of.lines > 2 * std::uint64_t{block_numbers}) return false;
    if (of.coded == format::plain) return of.extent <= format::empty_plain && of.lows_at == 256;
    // The zeros of all groups, and one more, before the low bits.
    return of.coded != 0 && of.coded <= format::most_low_bits && format::groups_of(of) < of.lows_at;
  }

  std::span<const std::byte> bytes_;
  std::uint64_t end_ = 0;  ///< byte offset of the end page
  std::shared_ptr<sets_detail::opened_snapshot> opened_;
  byte_damage damage_;
};

std::variant<snapshot_view, byte_damage> open_snapshot(std::span<const std::byte> bytes) {
  return snapshot_opener(bytes).open();
}

std::variant<snapshot_view, byte_damage> open_verified_snapshot(std::span<const std::byte> bytes) {
  auto opened = open_snapshot(bytes);
  if (const auto* view = std::get_if<snapshot_view>(&opened)) {
    if (auto damage = verify_snapshot(*view)) return *std::move(damage);
  }
  return opened;
}

}  // namespace callsieve
