// Lists over the numbers of generator.hpp, in memory. A benchmark that cannot build its lists has no answer to give, so
// these throw.
#pragma once

#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include "callsieve/sets/snapshot_builder.hpp"
#include "callsieve/sets/snapshot_view.hpp"

#include "generator.hpp"

namespace bench {

inline constexpr callsieve::day today{std::chrono::days{20'500}};

inline callsieve::phone_number made_up_number(std::uint64_t index) {
  return callsieve::phone_number::from_digits_unchecked(number_at(index));
}

/// A snapshot's bytes, and the list over them. Stays where it was made: the view points into the bytes.
class made_up_list {
 public:
  /// Holds number i for each i below `numbers` with i % step == rest; `record` is that of every number, or gives that
  /// of number i.
  template <class Record>
  made_up_list(callsieve::list_kind kind, std::uint64_t numbers, std::uint64_t step, std::uint64_t rest, Record record,
               const callsieve::coverage& covers = callsieve::coverage({{callsieve::number_prefix{}, today}}))
      : bytes_(build(kind, numbers, step, rest, record, covers)), view_(open(bytes_)) {}
  made_up_list(const made_up_list&) = delete;
  made_up_list& operator=(const made_up_list&) = delete;

  [[nodiscard]] const callsieve::snapshot_view& view() const noexcept { return view_; }

 private:
  template <class Record>
  static std::string build(callsieve::list_kind kind, std::uint64_t numbers, std::uint64_t step, std::uint64_t rest,
                           const Record& record, const callsieve::coverage& covers) {
    callsieve::snapshot_builder builder(kind);
    for (std::uint64_t i = rest; i < numbers; i += step) {
      if constexpr (std::is_same_v<Record, callsieve::list_record>) {
        builder.add(made_up_number(i), record);
      } else {
        builder.add(made_up_number(i), record(i));
      }
    }
    callsieve::snapshot_info info;
    info.kind = kind;
    info.covers = covers;
    auto bytes = builder.bytes(info);
    if (!bytes.ok()) throw std::runtime_error(callsieve::message_of(bytes.status()));
    return *std::move(bytes);
  }
  static callsieve::snapshot_view open(const std::string& bytes) {
    auto opened = callsieve::open_snapshot(std::as_bytes(std::span(bytes.data(), bytes.size())));
    if (auto* view = std::get_if<callsieve::snapshot_view>(&opened)) return std::move(*view);
    throw std::runtime_error("the list just made cannot be opened");
  }

  std::string bytes_;
  callsieve::snapshot_view view_;
};

inline constexpr callsieve::list_record on_the_list{0, callsieve::record_state::listed};

}  // namespace bench
