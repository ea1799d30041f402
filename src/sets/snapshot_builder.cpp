#include "callsieve/sets/snapshot_builder.hpp"

#include <algorithm>
#include <utility>

#include "callsieve/base/bytes.hpp"
#include "callsieve/sets/snapshot_format.hpp"

#include "record_check.hpp"

#include <boost/sort/spreadsort/integer_sort.hpp>
#include <xxhash.h>

namespace callsieve {
namespace {

namespace format = snapshot_format;

/// Sends what stands between header page and checksum table, and gathers the checksums of its blocks.
class body_writer {
 public:
  explicit body_writer(const snapshot_builder::sink* to) : to_(to) { block_.reserve(format::block_bytes); }

  void put(const void* bytes, std::size_t size) {
    const char* from = static_cast<const char*>(bytes);
    while (size != 0) {
      const std::size_t part = std::min(size, format::block_bytes - block_.size());
      block_.append(from, part);
      from += part;
      size -= part;
      if (block_.size() == format::block_bytes) flush();
    }
  }
  template <class T>
  void put_value(T value) {
    char bytes[sizeof(T)];
    store_le(bytes, value);
    put(bytes, sizeof bytes);
  }
  void fill_page() {
    static constexpr char zeros[format::page_bytes] = {};
    const std::size_t used = block_.size() % format::page_bytes;
    if (used != 0) put(zeros, format::page_bytes - used);
  }
  absl::Status finish() {
    if (!block_.empty()) flush();
    return failure_;
  }
  [[nodiscard]] const std::string& table() const noexcept { return table_; }

 private:
  void flush() {
    char checksum[sizeof(std::uint64_t)];
    store_le(checksum, std::uint64_t{XXH3_64bits(block_.data(), block_.size())});
    table_.append(checksum, sizeof checksum);
    if (to_ != nullptr && failure_.ok()) failure_ = (*to_)(block_);
    block_.clear();
  }

  const snapshot_builder::sink* to_;  ///< null: checksums only
  std::string block_;
  std::string table_;
  absl::Status failure_;
};

/// Calls at_slot(entry or nullptr) for every slot of the set, in order.
template <class Entries, class MixedOf, class AtSlot>
void for_each_slot(const Entries& entries, const format::shape& shape, MixedOf mixed_of, AtSlot at_slot) {
  format::placement places;
  std::uint64_t slot = 0;
  for (const auto& entry : entries) {
    const auto place = places.next(format::home_line(mixed_of(entry), shape.home_lines));
    for (const std::uint64_t own = place.line * format::slots_per_line + place.slot; slot < own; ++slot) {
      at_slot(static_cast<decltype(&entry)>(nullptr));
    }
    at_slot(&entry);
    ++slot;
  }
  for (; slot < shape.slots(); ++slot) at_slot(static_cast<decltype(entries.data())>(nullptr));
}

void put_metadata(body_writer& body, const snapshot_info& info) {
  body.put_value(info.not_in_plan);
  body.put_value(info.bad_lines);
  body.put_value(std::uint64_t{info.covers.entries().size()});
  for (const coverage_entry& entry : info.covers.entries()) {
    body.put_value(entry.prefix.digits);
    body.put_value(day_number(entry.obtained));
    body.put_value(std::uint32_t{entry.prefix.length});  // the three zero bytes with it
  }
  body.fill_page();
}

std::string header_page(const format::shape& shape, const format::layout& layout, std::uint64_t count,
                        const std::string& table) {
  std::string page(format::page_bytes, '\0');
  page.replace(format::at_magic, format::magic.size(), format::magic);
  store_le(&page[format::at_version], format::version);
  store_le(&page[format::at_byte_order], format::byte_order_mark);
  store_le(&page[format::at_kind], static_cast<std::uint64_t>(shape.kind));
  store_le(&page[format::at_file_bytes], layout.file_bytes());
  store_le(&page[format::at_count], count);
  store_le(&page[format::at_home_lines], shape.home_lines);
  store_le(&page[format::at_spill_lines], shape.spill_lines);
  store_le(&page[format::at_block_bytes], std::uint64_t{format::block_bytes});
  for (std::size_t i = 0; i < format::section_count; ++i) {
    store_le(&page[format::at_sections + i * 16], layout.sections[i].offset);
    store_le(&page[format::at_sections + i * 16 + 8], layout.sections[i].length);
  }
  store_le(&page[format::at_table_checksum], std::uint64_t{XXH3_64bits(table.data(), table.size())});
  store_le(&page[format::at_header_checksum], std::uint64_t{XXH3_64bits(page.data(), format::at_header_checksum)});
  return page;
}

}  // namespace

snapshot_builder::snapshot_builder(list_kind kind) : kind_(kind) {
  if (kind == list_kind::dated) entries_.emplace<dated_entries>();
  if (kind == list_kind::consent) entries_.emplace<consent_entries>();
}

void snapshot_builder::reserve(std::size_t entries) {
  std::visit([&](auto& kept) { kept.reserve(entries); }, entries_);
}

void snapshot_builder::add(phone_number number, list_record record, std::string_view reference) {
  if (!phone_number::from_digits(number.value()) || !can_hold(kind_, record) || reference.size() > longest_reference) {
    if (failure_.ok()) {
      failure_ = bad_input("an entry cannot be kept in a list of kind " + std::string(to_string(kind_)) +
                           ": its number, state, day or reference (at most 65,535 bytes) is out of range");
    }
    return;
  }
  settled_ = false;
  const std::uint64_t mixed = mix(number.value());
  if (auto* plain = std::get_if<plain_entries>(&entries_)) {
    plain->push_back(mixed);
  } else if (auto* dated = std::get_if<dated_entries>(&entries_)) {
    dated->push_back({mixed, record});
  } else {
    const std::uint64_t packed =
        (std::uint64_t{references_.size()} << format::reference_length_bits) | std::uint64_t{reference.size()};
    references_ += reference;
    std::get<consent_entries>(entries_).push_back({mixed, record, packed});
  }
}

template <class Entries>
void snapshot_builder::sort_and_merge(Entries& entries) const {
  using entry_type = typename Entries::value_type;
  boost::sort::spreadsort::integer_sort(
      entries.begin(), entries.end(), [](const entry_type& entry, unsigned by) { return mixed_of(entry) >> by; },
      [](const entry_type& a, const entry_type& b) { return mixed_of(a) < mixed_of(b); });
  const auto goes_before = [this](const entry_type& a, const entry_type& b) {
    const list_record first = record_of(a);
    const list_record second = record_of(b);
    return first == second ? reference_of(a) > reference_of(b) : supersedes(first, second);
  };
  std::size_t kept = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (kept != 0 && mixed_of(entries[kept - 1]) == mixed_of(entries[i])) {
      if (goes_before(entries[i], entries[kept - 1])) entries[kept - 1] = entries[i];
    } else {
      entries[kept++] = entries[i];
    }
  }
  entries.resize(kept);
}

absl::Status snapshot_builder::settle() {
  if (!failure_.ok()) return failure_;
  if (!settled_) std::visit([this](auto& entries) { sort_and_merge(entries); }, entries_);
  settled_ = true;
  return absl::OkStatus();
}

std::uint64_t snapshot_builder::size() const noexcept {
  return std::visit([](const auto& entries) { return std::uint64_t{entries.size()}; }, entries_);
}

bool snapshot_builder::contains(phone_number number) const noexcept {
  const std::uint64_t wanted = mix(number.value());
  return std::visit(
      [&](const auto& entries) {
        const auto found = std::partition_point(entries.begin(), entries.end(),
                                                [&](const auto& entry) { return mixed_of(entry) < wanted; });
        return found != entries.end() && mixed_of(*found) == wanted;
      },
      entries_);
}

template <class Entries>
absl::StatusOr<snapshot_builder::written> snapshot_builder::write_entries(const Entries& entries,
                                                                          const snapshot_info& info,
                                                                          const sink& to) const {
  const auto mixed = [](const auto& entry) { return mixed_of(entry); };
  format::shape shape;
  shape.kind = kind_;
  shape.home_lines = format::home_lines_for(entries.size());
  shape.coverage_entries = info.covers.entries().size();
  format::placement places;
  for (const auto& entry : entries) {
    places.next(format::home_line(mixed_of(entry), shape.home_lines));
    shape.evidence_bytes += reference_of(entry).size();
  }
  shape.spill_lines = places.spill_lines(shape.home_lines);
  const auto layout = format::layout_of(shape);
  if (!layout) return bad_input("a list of this size cannot be written: too many numbers or too much evidence");

  const auto send_body = [&](body_writer& body) {
    put_metadata(body, info);
    for_each_slot(entries, shape, mixed,
                  [&](const auto* entry) { body.put_value(entry == nullptr ? 0 : unmix(mixed_of(*entry))); });
    body.fill_page();
    if (kind_ != list_kind::set) {
      for_each_slot(entries, shape, mixed, [&](const auto* entry) {
        body.put_value(entry == nullptr ? std::int32_t{0} : record_of(*entry).day_number);
      });
      body.fill_page();
      for_each_slot(entries, shape, mixed, [&](const auto* entry) {
        body.put_value(static_cast<std::uint8_t>(entry == nullptr ? record_state::absent : record_of(*entry).state));
      });
      body.fill_page();
    }
    if (kind_ == list_kind::consent) {
      std::uint64_t offset = 0;
      for_each_slot(entries, shape, mixed, [&](const auto* entry) {
        const std::uint64_t size = entry == nullptr ? 0 : reference_of(*entry).size();
        body.put_value(entry == nullptr ? 0 : (offset << format::reference_length_bits) | size);
        offset += size;
      });
      body.fill_page();
      for (const auto& entry : entries) body.put(reference_of(entry).data(), reference_of(entry).size());
      body.fill_page();
    }
    return body.finish();
  };

  // The header comes first and covers the checksums of all that follows: a first pass finds them, a second one sends.
  body_writer measured(nullptr);
  if (absl::Status status = send_body(measured); !status.ok()) return status;
  const std::string header = header_page(shape, *layout, entries.size(), measured.table());
  if (absl::Status status = to(header); !status.ok()) return status;
  body_writer sent(&to);
  if (absl::Status status = send_body(sent); !status.ok()) return status;
  if (absl::Status status = to(measured.table()); !status.ok()) return status;
  return written{layout->file_bytes(), load_le<std::uint64_t>(&header[format::at_header_checksum])};
}

absl::StatusOr<snapshot_builder::written> snapshot_builder::write(const snapshot_info& info, const sink& to) {
  if (absl::Status status = settle(); !status.ok()) return status;
  return std::visit([&](const auto& entries) { return write_entries(entries, info, to); }, entries_);
}

absl::StatusOr<std::string> snapshot_builder::bytes(const snapshot_info& info) {
  std::string bytes;
  const auto done = write(info, [&](std::string_view part) {
    bytes += part;
    return absl::OkStatus();
  });
  if (!done.ok()) return done.status();
  return bytes;
}

absl::StatusOr<std::string> build_snapshot(const snapshot_info& info, std::span<const list_entry> entries) {
  snapshot_builder builder(info.kind);
  builder.reserve(entries.size());
  for (const list_entry& entry : entries) builder.add(entry.number, entry.record, entry.reference);
  return builder.bytes(info);
}

}  // namespace callsieve
