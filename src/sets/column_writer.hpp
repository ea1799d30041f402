// Columns of entries, gathered in the order in which they are written.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "callsieve/base/bytes.hpp"
#include "callsieve/sets/block.hpp"
#include "callsieve/sets/snapshot_format.hpp"

#include "checked_writer.hpp"

namespace callsieve {

/// Threads: one. Cost: the columns' bytes.
class column_writer {
 public:
  explicit column_writer(const snapshot_format::column_plan& plan) : plan_(plan) {}

  void reserve(std::size_t entries) {
    days_.reserve(entries * plan_.day_stride());
    if (plan_.state == record_state::absent) states_.reserve(entries);
    if (plan_.flags) flags_.reserve(entries * sizeof(std::uint32_t));
    if (plan_.references) ends_.reserve(entries * snapshot_format::reference_end_bytes);
  }
  void add(const block_entries& from, std::size_t i) {
    if (plan_.attempts) {
      for (const std::int32_t each : from.attempts[i]) add_day(each);
    } else if (plan_.day_bytes != 0) {
      add_day(from.days.empty() ? 0 : from.days[i]);
    }
    if (plan_.state == record_state::absent) states_ += static_cast<char>(from.record(i).state);
    if (plan_.flags) append(flags_, from.flags.empty() ? 0U : from.flags[i]);
    if (plan_.references) {
      if (!from.references.empty()) evidence_ += from.references[i];
      add_end();
    }
    ++entries_;
  }
  /// The entry `i` of other columns of the same plan.
  void add(const column_writer& from, std::size_t i) {
    days_.append(from.days_, i * plan_.day_stride(), plan_.day_stride());
    if (plan_.state == record_state::absent) states_ += from.states_[i];
    if (plan_.flags) flags_.append(from.flags_, i * sizeof(std::uint32_t), sizeof(std::uint32_t));
    if (plan_.references) {
      const std::uint64_t begin = i == 0 ? 0 : from.end_of(i - 1);
      evidence_.append(from.evidence_, begin, from.end_of(i) - begin);
      add_end();
    }
    ++entries_;
  }
  void add_empty() {
    days_.append(plan_.day_stride(), '\0');
    if (plan_.state == record_state::absent) states_ += '\0';
    if (plan_.flags) flags_.append(sizeof(std::uint32_t), '\0');
    if (plan_.references) add_end();
    ++entries_;
  }

  [[nodiscard]] std::uint64_t evidence_bytes() const noexcept { return evidence_.size(); }

  void write(checked_writer& to) {
    const std::uint64_t begin = to.written();
    const snapshot_format::columns at = columns_of(plan_, entries_, evidence_.size());
    const auto put = [&](const std::string& column, std::uint64_t until) {
      to.put(column);
      static constexpr char zeros[16] = {};
      to.put(zeros, begin + until - to.written());
    };
    put(days_, at.states);
    put(states_, at.flags);
    put(flags_, at.ends);
    put(ends_, at.evidence);
    put(evidence_, at.end);
  }
  void clear() {
    for (std::string* column : {&days_, &states_, &flags_, &ends_, &evidence_}) column->clear();
    entries_ = 0;
  }

 private:
  template <class T>
  static void append(std::string& to, T value) {
    char bytes[sizeof(T)];
    store_le(bytes, value);
    to.append(bytes, sizeof bytes);
  }
  void add_day(std::int32_t number) {
    if (plan_.day_bytes == 4) return append(days_, number);
    append(days_, number == open_contract ? snapshot_format::narrow_open
                  : number == no_attempt  ? snapshot_format::narrow_no_attempt
                                          : static_cast<std::uint16_t>(number - plan_.first_day));
  }
  void add_end() {
    char bytes[8];
    store_le(bytes, std::uint64_t{evidence_.size()});
    ends_.append(bytes, snapshot_format::reference_end_bytes);
  }
  [[nodiscard]] std::uint64_t end_of(std::size_t i) const noexcept {
    std::uint64_t end = 0;
    std::memcpy(&end, &ends_[i * snapshot_format::reference_end_bytes], snapshot_format::reference_end_bytes);
    return end;
  }

  snapshot_format::column_plan plan_;
  std::uint64_t entries_ = 0;
  std::string days_, states_, flags_, ends_, evidence_;
};

}  // namespace callsieve
