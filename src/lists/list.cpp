#include "callsieve/lists/list.hpp"

#include <cstdio>
#include <utility>
#include <variant>
#include <vector>

#include "callsieve/number/numbering_plan.hpp"

#include "base/hash_growth.hpp"
#include "list_folder.hpp"
#include "list_state.hpp"

#include <xxhash.h>

namespace callsieve {
namespace {

/// Of numbers: which the snapshot does not hold for good and for every category, and which it holds at all.
struct split {
  std::vector<phone_number> not_whole, held;
};

split split_by(const snapshot_view& view, const std::vector<phone_number>& numbers) {
  std::vector<list_record> records(numbers.size());
  std::vector<std::uint32_t> flags(numbers.size());
  view.find(numbers, records);
  view.find_flags(numbers, flags);
  split parts;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const bool held = records[i].state != record_state::absent;
    if (held) parts.held.push_back(numbers[i]);
    if (!held || records[i].day_number != 0 || flags[i] != 0) parts.not_whole.push_back(numbers[i]);
  }
  return parts;
}

}  // namespace

void list_state::settle(const list_head& head) {
  // Only what differs from the snapshot costs a look-up, or is part of the content. A live objection outlasts what
  // blocks less: an entry that ends, that is still in grace, or that is for some categories.
  const std::vector<phone_number> added = split_by(view, head.added).not_whole;
  const std::vector<phone_number> removed = split_by(view, head.removed).held;
  detail::growing(changes, [&] { changes.reserve(added.size() + removed.size()); });
  for (const phone_number number : added) changes.emplace(number, record_state::listed);
  for (const phone_number number : removed) changes.emplace(number, record_state::absent);
  count = count_of(view, head);
  last = head.last;
  changes_checksum = XXH3_64bits_withSeed(added.data(), added.size() * sizeof(phone_number), 1) +
                     XXH3_64bits_withSeed(removed.data(), removed.size() * sizeof(phone_number), 2);
}

void list_state::change_bit(phone_number number, std::size_t i, std::span<std::uint64_t> bits) const noexcept {
  const auto change = changes.find(number);
  if (change == changes.end()) return;
  const std::uint64_t bit = std::uint64_t{1} << (i % 64);
  if (change->second == record_state::absent) {
    bits[i / 64] &= ~bit;
  } else {
    bits[i / 64] |= bit;
  }
}

absl::StatusOr<list> list::from_snapshot(std::string name, std::string bytes) {
  auto state = std::make_shared<list_state>();
  state->name = std::move(name);
  state->memory = std::move(bytes);
  auto opened = open_verified_snapshot(std::as_bytes(std::span(state->memory)));
  if (const auto* wrong = std::get_if<byte_damage>(&opened)) {
    return damaged("list " + state->name + ", byte " + std::to_string(wrong->offset) + ": " + wrong->what);
  }
  state->view = std::get<snapshot_view>(std::move(opened));
  state->settle({});
  return list(std::move(state));
}

std::string_view to_string(list_operation operation) noexcept {
  switch (operation) {
    case list_operation::none: return "none known";
    case list_operation::make: return "made";
    case list_operation::import: return "import";
    case list_operation::changes: return "changes";
    case list_operation::add: return "add";
    case list_operation::remove: return "remove";
    case list_operation::accept: return "accepted";
  }
  return "unknown";
}

const std::string& list::name() const noexcept { return state_->name; }
std::uint64_t list::count() const noexcept { return state_->count; }
const snapshot_info& list::info() const noexcept { return state_->view.info(); }
std::optional<period> list::default_max_age() const noexcept { return state_->max_age; }

std::uint64_t list::bytes() const noexcept { return state_->view.bytes().size() + detail::heap_bytes(state_->changes); }

const last_operation& list::last() const noexcept { return state_->last; }

std::uint64_t list::outside_plan() const {
  std::uint64_t count = info().not_in_plan;
  for (const auto& [number, state] : state_->changes) {
    if (state != record_state::absent && !state_->view.contains(number) && !classify(number).valid) ++count;
  }
  return count;
}

absl::Status list::check_unchanged() const { return state_->mapping.check_unchanged(); }

std::string list::checksum() const {
  const std::uint64_t parts[] = {state_->view.content_checksum(), state_->changes_checksum};
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(XXH3_64bits(parts, sizeof parts)));
  return text;
}

void list::find(std::span<const phone_number> numbers, std::span<list_record> records) const noexcept {
  state_->view.find(numbers, records);
  if (state_->changes.empty()) return;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto change = state_->changes.find(numbers[i]);
    if (change != state_->changes.end()) records[i] = {0, change->second};
  }
}

void list::contains(std::span<const phone_number> numbers, std::span<std::uint64_t> bits) const noexcept {
  state_->view.contains(numbers, bits);
  if (state_->changes.empty()) return;
  for (std::size_t i = 0; i < numbers.size(); ++i) state_->change_bit(numbers[i], i, bits);
}

void list::contains(std::span<const phone_number> numbers, std::span<const std::uint64_t> wanted,
                    std::span<std::uint64_t> bits) const noexcept {
  state_->view.contains(numbers, wanted, bits);
  if (state_->changes.empty()) return;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (((wanted[i / 64] >> (i % 64)) & 1) != 0) state_->change_bit(numbers[i], i, bits);
  }
}

void list::find_flags(std::span<const phone_number> numbers, std::span<std::uint32_t> flags) const noexcept {
  state_->view.find_flags(numbers, flags);
  if (state_->changes.empty()) return;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (state_->changes.contains(numbers[i])) flags[i] = 0;
  }
}

void list::find_attempts(std::span<const phone_number> numbers, std::span<attempt_days> attempts) const noexcept {
  state_->view.find_attempts(numbers, attempts);  // only sets have live changes
}

std::string list::reference(phone_number number) const { return std::string(state_->view.reference(number)); }

}  // namespace callsieve
