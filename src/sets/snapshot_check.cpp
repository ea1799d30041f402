// From bytes that nobody vouches for to a snapshot_view, or to the place of the first damage.
#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "callsieve/sets/snapshot_view.hpp"

#include "record_check.hpp"

#include <xxhash.h>

namespace callsieve {
namespace format = snapshot_format;

/// Checks in the order in which one check makes the next one safe: lengths, checksums, then the meaning of the bytes.
class snapshot_checker {
 public:
  explicit snapshot_checker(std::span<const std::byte> bytes) : bytes_(bytes) { view_.bytes_ = bytes; }

  std::variant<snapshot_view, byte_damage> check() {
    if (check_header() && check_blocks() && check_metadata() && check_slots()) return std::move(view_);
    return std::move(damage_);
  }

 private:
  bool refuse(std::uint64_t offset, std::string what) {
    damage_ = {offset, std::move(what), false};
    return false;
  }
  template <class T>
  [[nodiscard]] T at(std::uint64_t offset) const noexcept {
    return load_le<T>(bytes_.data() + offset);
  }
  [[nodiscard]] std::uint64_t checksum(std::uint64_t offset, std::uint64_t size) const noexcept {
    return XXH3_64bits(bytes_.data() + offset, size);
  }

  bool check_header() {
    if (bytes_.empty()) return refuse(0, "the file is empty");
    const std::string_view start(reinterpret_cast<const char*>(bytes_.data()), std::min<std::size_t>(bytes_.size(), 8));
    if (!format::magic.starts_with(start)) return refuse(0, "does not begin as a snapshot does");
    if (bytes_.size() < format::page_bytes) {
      return refuse(bytes_.size(), "cut off: ends after " + std::to_string(bytes_.size()) + " bytes");
    }
    if (at<std::uint32_t>(format::at_byte_order) != format::byte_order_mark) {
      return refuse(format::at_byte_order, "the byte order mark is not that of a snapshot");
    }
    if (checksum(0, format::at_header_checksum) != at<std::uint64_t>(format::at_header_checksum)) {
      return refuse(0, "the header does not match its checksum");
    }
    if (const auto version = at<std::uint32_t>(format::at_version); version > format::version) {
      refuse(format::at_version, "written by a newer callsieve (format " + std::to_string(version) + ")");
      damage_.newer_version = true;
      return false;
    }
    const auto kind = at<std::uint64_t>(format::at_kind);
    if (kind > static_cast<std::uint64_t>(list_kind::consent)) return refuse(format::at_kind, "no such kind of list");
    format::shape shape;
    shape.kind = static_cast<list_kind>(kind);
    shape.home_lines = at<std::uint64_t>(format::at_home_lines);
    shape.spill_lines = at<std::uint64_t>(format::at_spill_lines);
    const auto metadata = read_section(format::metadata);
    shape.coverage_entries = (metadata.length - format::metadata_fixed_bytes) / format::coverage_entry_bytes;
    shape.evidence_bytes = read_section(format::evidence).length;
    const auto layout = format::layout_of(shape);
    if (!layout) return refuse(format::at_home_lines, "sizes that no file can have");
    for (std::size_t i = 0; i < format::section_count; ++i) {
      if (read_section(i) != layout->sections[i]) {
        return refuse(format::at_sections + i * 16, "a section stands where it cannot");
      }
    }
    if (at<std::uint64_t>(format::at_file_bytes) != layout->file_bytes()) {
      return refuse(format::at_file_bytes, "the file's length contradicts its sections");
    }
    if (at<std::uint64_t>(format::at_block_bytes) != format::block_bytes) {
      return refuse(format::at_block_bytes, "checksums over blocks of another size");
    }
    if (bytes_.size() < layout->file_bytes()) {
      return refuse(bytes_.size(), "cut off: ends after " + std::to_string(bytes_.size()) + " of " +
                                       std::to_string(layout->file_bytes()) + " bytes");
    }
    if (bytes_.size() > layout->file_bytes()) return refuse(layout->file_bytes(), "goes on after its end");
    layout_ = *layout;
    shape_ = shape;
    return true;
  }

  [[nodiscard]] format::section read_section(std::size_t index) const noexcept {
    return {at<std::uint64_t>(format::at_sections + index * 16),
            at<std::uint64_t>(format::at_sections + index * 16 + 8)};
  }

  bool check_blocks() {
    const format::section& table = layout_.sections[format::table];
    if (checksum(table.offset, table.length) != at<std::uint64_t>(format::at_table_checksum)) {
      return refuse(table.offset, "the table of checksums does not match its own");
    }
    std::uint64_t begin = format::page_bytes;
    for (std::uint64_t entry = table.offset; entry < table.end(); entry += sizeof(std::uint64_t)) {
      const std::uint64_t size = std::min<std::uint64_t>(format::block_bytes, table.offset - begin);
      if (checksum(begin, size) != at<std::uint64_t>(entry)) {
        return refuse(begin, "these " + std::to_string(size) + " bytes do not match their checksum");
      }
      begin += size;
    }
    return true;
  }

  bool check_metadata() {
    const std::uint64_t from = layout_.sections[format::metadata].offset;
    snapshot_info& info = view_.info_;
    info.kind = shape_.kind;
    info.count = at<std::uint64_t>(format::at_count);
    info.not_in_plan = at<std::uint64_t>(from);
    info.bad_lines = at<std::uint64_t>(from + 8);
    if (at<std::uint64_t>(from + 16) != shape_.coverage_entries) {
      return refuse(from + 16, "the coverage is longer or shorter than it says");
    }
    std::vector<coverage_entry> entries;
    for (std::uint64_t i = 0; i < shape_.coverage_entries; ++i) {
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
    info.covers = coverage(entries);
    if (!std::equal(entries.begin(), entries.end(), info.covers.entries().begin(), info.covers.entries().end())) {
      return refuse(from + format::metadata_fixed_bytes, "the coverage is out of order");
    }
    return true;
  }

  /// Every number stands where the writer puts it, so a search finds it; every record is one of the kind.
  bool check_slots() {
    const std::byte* const base = bytes_.data();
    view_.home_lines_ = shape_.home_lines;
    view_.slots_ = shape_.slots();
    view_.lines_ = base + layout_.sections[format::lines].offset;
    view_.days_ = base + layout_.sections[format::days].offset;
    view_.states_ = base + layout_.sections[format::states].offset;
    view_.references_ = base + layout_.sections[format::references].offset;
    view_.evidence_ = reinterpret_cast<const char*>(base + layout_.sections[format::evidence].offset);

    format::placement places;
    std::uint64_t count = 0;
    std::uint64_t last_mixed = 0;
    std::uint64_t evidence_end = 0;
    for (std::uint64_t slot = 0; slot < view_.slots_; ++slot) {
      const std::uint64_t value = view_.value_at(slot);
      if (value == 0) {
        if (!check_empty(slot)) return false;
        continue;
      }
      const std::uint64_t mixed = mix(value);
      const auto place = places.next(format::home_line(mixed, shape_.home_lines));
      if (value > phone_number::max_value || (count != 0 && mixed <= last_mixed) ||
          place.line * format::slots_per_line + place.slot != slot) {
        return refuse(offset_of(format::lines, slot, 8), "a number stands where it cannot be found");
      }
      last_mixed = mixed;
      ++count;
      if (!check_record(slot, evidence_end)) return false;
    }
    if (shape_.spill_lines != places.spill_lines(shape_.home_lines)) {
      return refuse(format::at_spill_lines, "more or fewer lines than the numbers need");
    }
    if (shape_.home_lines != format::home_lines_for(count)) {
      return refuse(format::at_home_lines, "more or fewer lines than the numbers need");
    }
    if (count != view_.info_.count) {
      return refuse(format::at_count,
                    "holds " + std::to_string(count) + " numbers and says " + std::to_string(view_.info_.count));
    }
    if (evidence_end != shape_.evidence_bytes) {
      return refuse(layout_.sections[format::evidence].offset + evidence_end, "evidence that belongs to no number");
    }
    return true;
  }

  [[nodiscard]] std::uint64_t offset_of(format::section_index section, std::uint64_t slot, std::uint64_t width) const {
    return layout_.sections[section].offset + slot * width;
  }

  bool check_empty(std::uint64_t slot) {
    if (shape_.kind == list_kind::set) return true;
    if (view_.record_at(slot) != list_record{})
      return refuse(offset_of(format::days, slot, 4), "a day without a number");
    if (shape_.kind == list_kind::consent && at<std::uint64_t>(offset_of(format::references, slot, 8)) != 0) {
      return refuse(offset_of(format::references, slot, 8), "evidence without a number");
    }
    return true;
  }

  bool check_record(std::uint64_t slot, std::uint64_t& evidence_end) {
    if (shape_.kind == list_kind::set) return true;
    if (!can_hold(shape_.kind, view_.record_at(slot))) {
      return refuse(offset_of(format::days, slot, 4), "a day or state that the kind of list does not have");
    }
    if (shape_.kind == list_kind::consent) {
      const std::uint64_t offset = offset_of(format::references, slot, 8);
      const auto packed = at<std::uint64_t>(offset);
      const std::uint64_t size = packed & 0xffff;
      if (packed >> format::reference_length_bits != evidence_end || size > shape_.evidence_bytes - evidence_end) {
        return refuse(offset, "evidence that is not there");
      }
      evidence_end += size;
    }
    return true;
  }

  std::span<const std::byte> bytes_;
  format::layout layout_{};
  format::shape shape_;
  snapshot_view view_;
  byte_damage damage_;
};

std::variant<snapshot_view, byte_damage> open_snapshot(std::span<const std::byte> bytes) {
  return snapshot_checker(bytes).check();
}

}  // namespace callsieve
