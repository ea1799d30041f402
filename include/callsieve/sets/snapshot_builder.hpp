// Gathers a list's entries in any order and writes them as a snapshot.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "callsieve/base/status.hpp"
#include "callsieve/number/phone_number.hpp"
#include "callsieve/sets/block_source.hpp"
#include "callsieve/sets/record.hpp"
#include "callsieve/sets/snapshot_info.hpp"
#include "callsieve/sets/snapshot_writer.hpp"

namespace callsieve {

/// How entries are kept until all are there.
struct gathering {
  std::size_t memory = 0;                ///< bytes; 0: an eighth of what the process may take. The rest goes to a file
  std::filesystem::path spill_folder{};  ///< of that file, which has no name there; empty: the system's temporary one
  day_meaning days = day_meaning::none;  ///< of a set's entries: how several of one number combine
};

/// One writer, then a snapshot. The same entries give the same bytes, whatever the order in which they came.
/// Several entries for one number become one as combined() has it, with the categories of all (of equal consents the
/// greater reference stays); of attempts the latest eight days.
/// Cost: an entry of a set costs 4 bytes, or less where many of one block come one after the other (12 once one of them
/// has a day or flags), of a dated list or of attempts 8, of consents 20 and the reference; `memory` bounds them and
/// what leads to them together. Reading back adds one block (ten million entries at most). Errors: an entry that the
/// kind cannot hold is remembered and returned by blocks() and write(): the number none or beyond 15 digits, a state of
/// another kind, a day outside 1900 to 9999 (but open_contract), a reference over 65,535 bytes; so is a spill file that
/// cannot be written. Threads: one.
class snapshot_builder {
 public:
  static constexpr std::size_t longest_reference = snapshot_writer::longest_reference;

  explicit snapshot_builder(list_kind kind, gathering how = {});
  snapshot_builder(snapshot_builder&&) noexcept;
  snapshot_builder& operator=(snapshot_builder&&) noexcept;
  ~snapshot_builder();

  [[nodiscard]] list_kind kind() const noexcept;
  /// The record is that of the kind: the default one for sets, or one with a day. Flags are for sets, references are
  /// kept by consent lists only.
  void add(phone_number number, list_record record = {0, record_state::listed}, std::string_view reference = {},
           std::uint32_t flags = 0);
  /// As add() of each, without a day: several times faster where neighbours come together.
  void add(std::span<const phone_number> numbers);
  /// A range, or one length of a prefix. Kind `set` only. Overlapping ones combine as entries of one number do.
  void add(const number_interval& interval);
  /// Entries added, repeats and intervals included.
  [[nodiscard]] std::uint64_t added() const noexcept;

  /// What was gathered, each number once. Lifetime: until the builder's next add(), or its end; one at a time.
  [[nodiscard]] absl::StatusOr<std::unique_ptr<block_source>> blocks();

  using written = snapshot_writer::written;
  using sink = snapshot_writer::sink;
  /// Sends the snapshot to `to` piece by piece. Of `info` the kind and counts are the builder's own. Errors:
  /// blocks()'s, and the first that `to` returns.
  absl::StatusOr<written> write(const snapshot_info& info, const sink& to);
  /// As write(), into memory.
  [[nodiscard]] absl::StatusOr<std::string> bytes(const snapshot_info& info);

 private:
  class gathered;
  class gathered_blocks;
  std::unique_ptr<gathered> gathered_;
};

/// A small snapshot in one call. Errors: as snapshot_builder.
[[nodiscard]] absl::StatusOr<std::string> build_snapshot(const snapshot_info& info,
                                                         std::span<const list_entry> entries);

}  // namespace callsieve
