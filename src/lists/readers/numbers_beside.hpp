// Numbers in the cells beside those that a reader of objections reads: in notes, in names, behind a `#`.
//
// A list takes what stands in its columns of numbers; who stands elsewhere in a row is not on it. That is right as
// often as it is wrong (a note on somebody's wife), so such cells are counted, and a person is told.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/number/numbering_plan.hpp"

#include "lists/readers/records.hpp"
#include "number/phone_shapes.hpp"

namespace callsieve::readers {

/// Whether a text that is read for no number holds one, digits alone included, other than `but`. Days are none. Without
/// a region digits in the length of a number are one.
[[nodiscard]] bool holds_another_number(std::string_view text, region_id region, phone_number but = {});

/// Looks through the rows of a file, block by block. Only what is written as a phone counts (a plus sign, groups, a
/// zero or a national prefix first): ids, days and amounts are none, nor is the row's own number again. Cost: two
/// nanoseconds for 64 bytes (number/kernels/phone_runs_kernel.hpp), and some 100 for each cell with such a run of
/// digits that is not one of digits alone; nothing where a file has no other columns. Threads: one.
class numbers_beside {
 public:
  numbers_beside() = default;
  /// `read`: the columns of numbers; `ignored`: those that nobody looks at. Without a header `header` has empty names.
  numbers_beside(std::span<const std::string> header, std::span<const std::size_t> read,
                 std::span<const std::size_t> ignored, region_id region);

  /// The rows of one block, in their order; behind the last one 64 bytes can be read.
  void look(std::span<const record> block) {
    if (looks_ && !block.empty()) look_at(block);
  }
  /// Hands the job what was found: cells with such numbers, by column, and a note.
  void end(reader_job& job) const;

 private:
  struct column {
    std::string name;
    bool is_watched = false;
    std::uint64_t cells = 0, first_line = 0;
  };
  void look_at(std::span<const record> block);
  void look_at_cell(const record& row, std::size_t place);
  [[nodiscard]] bool is_another(const detail::phone_shape& shape, const record& row) const;
  void look_between(const record& row, std::size_t from, std::size_t to) {
    if (const std::size_t at = first_run(from, to); at < to) look_in_cells(row, at, to);
  }
  void look_in_cells(const record& row, std::size_t at, std::size_t to);
  /// Where the first run in [from, to) begins; `to` where there is none.
  [[nodiscard]] std::size_t first_run(std::size_t from, std::size_t to) const noexcept;
  [[nodiscard]] std::size_t place_of(const char* at) const noexcept { return static_cast<std::size_t>(at - text_); }
  [[nodiscard]] std::size_t end_of(std::string_view part) const noexcept { return place_of(part.data() + part.size()); }

  std::vector<column> columns_;
  std::vector<std::size_t> unwatched_;  ///< places, ascending
  std::vector<std::size_t> read_;
  region_id region_ = region_id::none;
  bool looks_ = false;
  const char* text_ = nullptr;  ///< of the block under way
  std::unique_ptr<std::uint64_t[]> runs_;
  std::size_t runs_capacity_ = 0;
};

}  // namespace callsieve::readers
