#include "callsieve/sets/snapshot_builder.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "record_check.hpp"

#include <boost/sort/spreadsort/integer_sort.hpp>

namespace callsieve {
snapshot_builder::snapshot_builder(list_kind kind) : kind_(kind) {
  if (kind == list_kind::dated) entries_.emplace<dated_entries>();
  if (kind == list_kind::consent) entries_.emplace<consent_entries>();
}

void snapshot_builder::reserve(std::size_t entries) {
  std::visit([&](auto& kept) { kept.reserve(entries); }, entries_);
}

void snapshot_builder::add(phone_number number, list_record record, std::string_view reference) {
  const bool has_lost_day = kind_ == list_kind::set && record.day_number != 0;
  if (!phone_number::from_digits(number.value()) || !can_hold(kind_, record) || has_lost_day || reference.size() > longest_reference) {
    if (failure_.ok()) {
      failure_ = bad_input("an entry cannot be kept in a list of kind " + std::string(to_string(kind_)) +
                           ": its number, state, day or reference (at most 65,535 bytes) is out of range");
    }
    return;
  }
  settled_ = false;
  const std::uint64_t value = number.value();
  if (auto* plain = std::get_if<plain_entries>(&entries_)) {
    plain->push_back(value);
  } else if (auto* dated = std::get_if<dated_entries>(&entries_)) {
    dated->push_back({value, record});
  } else {
    const std::uint64_t packed = (std::uint64_t{references_.size()} << 16) | std::uint64_t{reference.size()};
    references_ += reference;
    std::get<consent_entries>(entries_).push_back({value, record, packed});
  }
}

template <class Entries>
void snapshot_builder::sort_and_merge(Entries& entries) const {
  using entry_type = typename Entries::value_type;
  boost::sort::spreadsort::integer_sort(
      entries.begin(), entries.end(), [](const entry_type& entry, unsigned by) { return value_of(entry) >> by; },
      [](const entry_type& a, const entry_type& b) { return value_of(a) < value_of(b); });
  const auto goes_before = [this](const entry_type& a, const entry_type& b) {
    const list_record first = record_of(a);
    const list_record second = record_of(b);
    return first == second ? reference_of(a) > reference_of(b) : supersedes(first, second);
  };
  std::size_t kept = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (kept != 0 && value_of(entries[kept - 1]) == value_of(entries[i])) {
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
  const std::uint64_t wanted = number.value();
  return std::visit(
      [&](const auto& entries) {
        const auto found = std::partition_point(entries.begin(), entries.end(),
                                                [&](const auto& entry) { return value_of(entry) < wanted; });
        return found != entries.end() && value_of(*found) == wanted;
      },
      entries_);
}

template <class Entries>
absl::StatusOr<snapshot_builder::written> snapshot_builder::write_entries(const Entries& entries,
                                                                          const snapshot_info& info,
                                                                          const sink& to) const {
  snapshot_columns columns;
  if (kind_ != list_kind::set) {
    columns.days = true;
    columns.state.reset();
    columns.first_day = std::numeric_limits<std::int32_t>::max();
    columns.last_day = std::numeric_limits<std::int32_t>::min();
    for (const auto& entry : entries) {
      const std::int32_t its_day = record_of(entry).day_number;
      if (its_day == open_contract) continue;
      columns.first_day = std::min(columns.first_day, its_day);
      columns.last_day = std::max(columns.last_day, its_day);
    }
    if (columns.first_day > columns.last_day) columns.first_day = columns.last_day = 0;
    columns.references = kind_ == list_kind::consent;
  }
  snapshot_writer writer(kind_, columns, info.tuning, to);
  std::vector<std::uint32_t> offsets;
  std::vector<std::int32_t> days;
  std::vector<record_state> states;
  std::vector<std::string_view> references;
  for (auto from = entries.begin(); from != entries.end();) {
    block_entries block;
    block.block = static_cast<std::uint32_t>(value_of(*from) / block_numbers);
    offsets.clear();
    days.clear();
    states.clear();
    references.clear();
    for (; from != entries.end() && value_of(*from) / block_numbers == block.block; ++from) {
      offsets.push_back(static_cast<std::uint32_t>(value_of(*from) % block_numbers));
      if (kind_ == list_kind::set) continue;
      days.push_back(record_of(*from).day_number);
      states.push_back(record_of(*from).state);
      if (kind_ == list_kind::consent) references.push_back(reference_of(*from));
    }
    block.offsets = offsets;
    block.days = days;
    block.states = states;
    block.references = references;
    if (absl::Status status = writer.add_block(block); !status.ok()) return status;
  }
  return writer.finish(info);
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
