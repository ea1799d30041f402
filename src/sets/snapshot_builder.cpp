#include "callsieve/sets/snapshot_builder.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "io/memory_allowed.hpp"
#include "io/scratch_file.hpp"
#include "number/leading_within.hpp"
#include "sets/block_bitmap.hpp"
#include "sets/block_rows.hpp"
#include "sets/intervals.hpp"
#include "sets/record_check.hpp"
#include "sets/row_pool.hpp"
#include "sets/spill.hpp"

namespace callsieve {
namespace {

/// Adds between two looks at the memory in use.
constexpr std::uint64_t adds_between_looks = 1024;
/// So many rows of a set that came for one block and no other in between are packed into bits, if that is less memory:
/// when another block's number comes, and each time that there are many.
constexpr std::size_t run_to_pack = std::size_t{1} << 15;
constexpr std::size_t long_run = std::size_t{1} << 20;
/// After a shorter stretch of one block's numbers so many are taken one by one.
constexpr std::size_t short_stretch = 8;
constexpr std::size_t scattered = 256;
/// From here on the rows of a block are read back as bits.
constexpr std::size_t rows_for_bits = 30'000;
/// Rows of one block that wait for their repeats to be removed.
constexpr std::size_t most_waiting_rows = 2 * block_numbers;
constexpr std::size_t least_memory = std::size_t{64} << 20;

std::size_t default_memory() { return std::max<std::size_t>(memory_allowed() / 8, least_memory); }

constexpr std::uint32_t words_of_set_with_columns = 3;

row_layout layout_for(list_kind kind, day_meaning days) {
  switch (kind) {
    case list_kind::set: return {1, false, true, days};
    case list_kind::dated: return {2, false, false};
    case list_kind::consent: return {5, false, false};
    case list_kind::attempts: return {2, true, true};
  }
  return {};
}

/// From a block to the place of its chain of rows: open addressing, at most half full.
class block_table {
 public:
  /// The chain's index; `none` when the block has none yet.
  [[nodiscard]] std::uint32_t find(std::uint32_t block) const noexcept {
    for (std::size_t at = home(block);; at = (at + 1) & (places_.size() - 1)) {
      if (places_[at].chain == none || places_[at].block == block) return places_[at].chain;
    }
  }
  void insert(std::uint32_t block, std::uint32_t chain) {
    if (++count_ * 2 > places_.size()) {
      std::vector<place> old(places_.size() * 2);
      old.swap(places_);
      for (const place& from : old) {
        if (from.chain != none) put(from);
      }
    }
    put({block, chain});
  }
  void clear() {
    places_.assign(std::size_t{1} << 10, {});
    count_ = 0;
  }
  static constexpr std::uint32_t none = ~0U;

 private:
  struct place {
    std::uint32_t block = 0;
    std::uint32_t chain = none;
  };
  [[nodiscard]] std::size_t home(std::uint32_t block) const noexcept {
    return (block * 0x9e3779b97f4a7c15ULL >> 32) & (places_.size() - 1);
  }
  void put(place what) {
    std::size_t at = home(what.block);
    while (places_[at].chain != none) at = (at + 1) & (places_.size() - 1);
    places_[at] = what;
  }
  std::vector<place> places_{std::size_t{1} << 10};
  std::size_t count_ = 0;
};

}  // namespace

class snapshot_builder::gathered {
 public:
  gathered(list_kind of, gathering how)
      : kind(of), layout(layout_for(of, how.days)), sorter(layout), how_(std::move(how)), pool_(layout.words) {
    if (how_.memory == 0) how_.memory = default_memory();
    if (how_.spill_folder.empty()) {
      std::error_code error;
      how_.spill_folder = std::filesystem::temp_directory_path(error);
    }
  }

  void add(phone_number number, const list_record& record, std::string_view reference, std::uint32_t flags) {
    const std::uint64_t digits = number.value();
    if (digits - 1 >= phone_number::max_value || !holds(record, reference, flags)) return refuse();
    if (layout.words == 1 && (record.day_number != 0 || flags != 0)) widen_rows();
    enter(block_of(number));
    std::uint32_t* const row = pool_.next_row(chain_);
    row[0] = offset_of(number);
    if (layout.words > 1) add_columns(row, record, reference, flags);
    count_added(1);
  }

  void add(std::span<const phone_number> numbers) {
    while (!numbers.empty()) {
      const phone_number next = numbers.front();
      if (layout.words != 1 || next.value() - 1 >= phone_number::max_value) {
        add(next, {0, record_state::listed}, {}, 0);
        numbers = numbers.subspan(1);
        continue;
      }
      const std::uint32_t block = block_of(next);
      enter(block);
      const std::size_t here = leading_within(numbers, number_in_block(block, block == 0 ? 1 : 0),
                                              number_in_block(block, block_numbers - 1));
      append(numbers.first(here), number_in_block(block, 0));
      count_added(here);
      numbers = numbers.subspan(here);
      if (here >= short_stretch) continue;
      const std::size_t some = std::min(numbers.size(), scattered);
      if (layout.words == 1) scatter(numbers.first(some));
      numbers = numbers.subspan(layout.words == 1 ? some : 0);
    }
  }

  void add(const number_interval& interval) {
    const bool fits = kind == list_kind::set && interval.first.value() != 0 && interval.first <= interval.last &&
                      interval.last.value() <= phone_number::max_value &&
                      (interval.day_number == 0 || is_storable_day(interval.day_number));
    if (!fits) return refuse();
    ++added;
    intervals_.push_back(interval);
  }

  /// Chains by ascending block.
  [[nodiscard]] std::vector<std::uint32_t> order() const {
    std::vector<std::uint32_t> chains(blocks_.size());
    std::iota(chains.begin(), chains.end(), 0U);
    std::sort(chains.begin(), chains.end(), [&](auto a, auto b) { return blocks_[a] < blocks_[b]; });
    return chains;
  }
  [[nodiscard]] std::uint32_t block_of_chain(std::uint32_t chain) const { return blocks_[chain]; }
  /// Whether take_bits() may be asked. Requires expect_takes().
  [[nodiscard]] bool is_in_bits(std::uint32_t chain) const {
    return layout.words == 1 && !is_settled_[chain] &&
           (packed_[chain].words != 0 || pool_.size(chain) >= rows_for_bits);
  }
  /// The chain's numbers. Requires is_in_bits(). Lifetime: until the next call, or add().
  [[nodiscard]] block_bits take_bits(std::uint32_t chain) {
    const packed_bits& packed = packed_[chain];
    block_bits bits{blocks_[chain], packed.lowest, packed.count, {}};
    if (packed.words != 0) {
      unpacked_.resize(packed.words);
      std::span<std::byte> to = std::as_writable_bytes(std::span(unpacked_));
      pool_.visit(chain, 0, [&](std::span<const std::uint32_t> part) {
        const std::size_t here = std::min(part.size_bytes(), to.size());
        if (here != 0) std::memcpy(to.data(), part.data(), here);
        to = to.subspan(here);
      });
      bits.words = unpacked_;
      if (pool_.size(chain) == packed.rows()) return bits;
      bitmap_.add(bits);
    }
    pool_.visit(chain, packed.rows(), [&](std::span<const std::uint32_t> part) { bitmap_.add(part); });
    return bitmap_.take(blocks_[chain]);
  }
  /// Gives the chain's rows, settled. Requires expect_takes(). Cost: sorts them once, but references every time.
  void take(std::uint32_t chain, block_rows& rows) {
    rows.clear();
    if (packed_[chain].words != 0) return append_offsets(take_bits(chain), rows.words);
    pool_.gather(chain, rows.words);
    if (is_settled_[chain]) return;
    if (layout.has_references()) bring_texts(rows);
    sorter.settle(rows);
    if (layout.has_references()) return;
    pool_.scatter(chain, std::as_bytes(std::span(rows.words)));
    is_settled_[chain] = true;
    has_settled_ = true;
  }
  void expect_takes() { is_settled_.resize(blocks_.size()); }

  const list_kind kind;
  row_layout layout;
  row_sorter sorter;
  std::uint64_t added = 0;
  absl::Status failure;
  std::optional<scratch_file> file;
  std::vector<spilled_run> runs;

 private:
  /// Of a chain of rows of one word: so many words of bits stand before its rows, two words of the chain each.
  struct packed_bits {
    std::uint32_t words = 0, lowest = 0, count = 0;
    [[nodiscard]] std::size_t rows() const noexcept { return std::size_t{words} * 2; }
  };

  /// Rows of this block follow.
  void enter(std::uint32_t block) {
    if (has_settled_) forget_settled();
    if (chain_ != block_table::none && block == blocks_[chain_]) return;
    leave();
    chain_ = table_.find(block);
    if (chain_ == block_table::none) chain_ = add_chain(block);
  }
  /// Rows of one word, of the block entered.
  void append(std::span<const phone_number> numbers, phone_number base) {
    while (!numbers.empty()) {
      const std::span<std::uint32_t> rows = pool_.next_rows(chain_, numbers.size());
      for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i] = static_cast<std::uint32_t>(numbers[i].value() - base.value());
      }
      numbers = numbers.subspan(rows.size());
    }
  }
  /// Rows of one word, of one block after the other.
  void scatter(std::span<const phone_number> numbers) {
    for (const phone_number number : numbers) {
      if (number.value() - 1 >= phone_number::max_value) {
        refuse();
        continue;
      }
      const std::uint32_t block = block_of(number);
      std::uint32_t chain = table_.find(block);
      if (chain == block_table::none) chain = add_chain(block);
      *pool_.next_row(chain) = static_cast<std::uint32_t>(number.value() - number_in_block(block, 0).value());
    }
    leave();
    count_added(numbers.size());
  }
  /// No row of the block entered follows.
  void leave() {
    if (run_ >= run_to_pack) pack();
    run_ = 0;
    chain_ = block_table::none;
  }
  std::uint32_t add_chain(std::uint32_t block) {
    const std::uint32_t chain = pool_.add_chain();
    table_.insert(block, chain);
    blocks_.push_back(block);
    packed_.emplace_back();
    return chain;
  }
  void count_added(std::size_t rows) {
    added += rows;
    run_ += rows;
    since_look_ += rows;
    if (since_look_ < adds_between_looks) return;
    since_look_ = 0;
    if (run_ >= long_run && chain_ != block_table::none) pack();
    if (pool_.bytes() + texts_.size() > how_.memory) spill();
  }
  /// Rows of the block entered become bits where these are smaller.
  void pack() {
    run_ = 0;
    if (layout.words != 1) return;
    packed_bits& packed = packed_[chain_];
    const std::size_t words = pool_.size(chain_);
    offset_range range;
    pool_.visit(chain_, packed.rows(), [&](std::span<const std::uint32_t> part) { range.see(part); });
    if (packed.words != 0) {
      range.least = std::min(range.least, packed.lowest);
      range.greatest = std::max(range.greatest, packed.lowest + packed.words * 64 - 1);
    }
    if ((range.greatest - range.least) / 32 + 2 > words) return;
    const block_bits bits = take_bits(chain_);
    packed = {static_cast<std::uint32_t>(bits.words.size()), bits.lowest, bits.count};
    pool_.scatter(chain_, std::as_bytes(bits.words));
  }
  [[nodiscard]] bool holds(const list_record& record, std::string_view reference, std::uint32_t flags) const {
    if (kind != list_kind::set) return flags == 0 && can_hold(kind, record) && reference.size() <= longest_reference;
    return record.state == record_state::listed && (record.day_number == 0 || is_storable_day(record.day_number));
  }
  void refuse() {
    if (!failure.ok()) return;
    failure = bad_input("an entry cannot be kept in a list of kind " + std::string(to_string(kind)) +
                        ": its number, state, day, flags or reference (at most 65,535 bytes) is out of range");
  }
  void add_columns(std::uint32_t* row, const list_record& record, std::string_view reference, std::uint32_t flags) {
    row[0] |= static_cast<std::uint32_t>(record.state) << offset_bits;
    row[1] = static_cast<std::uint32_t>(record.day_number);
    if (layout.has_flags()) row[2] = flags;
    if (layout.has_references()) {
      const std::uint64_t packed = std::uint64_t{texts_.size()} << reference_length_bits | reference.size();
      row[3] = static_cast<std::uint32_t>(packed);
      row[4] = static_cast<std::uint32_t>(packed >> 32);
      texts_ += reference;
    }
  }
  /// Copies the references of the rows beside them.
  void bring_texts(block_rows& rows) const {
    for (std::size_t row = 0; row < rows.words.size(); row += layout.words) {
      const std::uint64_t packed = rows.words[row + 3] | std::uint64_t{rows.words[row + 4]} << 32;
      const std::uint64_t length = packed & ((1U << reference_length_bits) - 1);
      const std::uint64_t moved = std::uint64_t{rows.texts.size()} << reference_length_bits | length;
      rows.texts.append(texts_, packed >> reference_length_bits, length);
      rows.words[row + 3] = static_cast<std::uint32_t>(moved);
      rows.words[row + 4] = static_cast<std::uint32_t>(moved >> 32);
    }
  }
  /// A set's first day or flags: all rows get room for them.
  void widen_rows() {
    row_layout wide = layout;
    wide.words = words_of_set_with_columns;
    std::vector<std::vector<std::uint32_t>> kept(blocks_.size());
    for (std::uint32_t chain = 0; chain < kept.size(); ++chain) {
      if (packed_[chain].words != 0) {
        append_offsets(take_bits(chain), kept[chain]);
      } else {
        pool_.gather(chain, kept[chain]);
      }
      widen(kept[chain], 0, wide);
      packed_[chain] = {};
    }
    layout = wide;
    sorter = row_sorter(layout);
    pool_.clear(layout.words);
    for (const auto& words : kept) {
      const std::uint32_t chain = pool_.add_chain();
      for (std::size_t row = 0; row < words.size(); row += layout.words) {
        std::copy_n(&words[row], layout.words, pool_.next_row(chain));
      }
    }
    forget_settled();
  }
  void forget_settled() {
    is_settled_.assign(blocks_.size(), false);
    has_settled_ = false;
  }
  void spill() {
    if (failure.ok()) failure = write_run();
    pool_.clear(layout.words);
    table_.clear();
    blocks_.clear();
    packed_.clear();
    chain_ = block_table::none;
    run_ = 0;
    texts_.clear();
    is_settled_.clear();
  }
  absl::Status write_run() {
    if (!file) {
      auto made = scratch_file::create(how_.spill_folder);
      if (!made.ok()) return made.status();
      file.emplace(*std::move(made));
    }
    spilled_run run{file->size(), 0, layout};
    block_rows rows;
    expect_takes();
    for (const std::uint32_t chain : order()) {
      take(chain, rows);
      if (absl::Status status = append_block(*file, blocks_[chain], rows); !status.ok()) return status;
    }
    has_settled_ = false;
    run.to = file->size();
    runs.push_back(run);
    return file->flush();
  }

  gathering how_;
  row_pool pool_;
  block_table table_;
  std::vector<std::uint32_t> blocks_;        ///< of each chain
  std::vector<packed_bits> packed_;          ///< of each chain
  std::uint32_t chain_ = block_table::none;  ///< of the block entered
  std::size_t run_ = 0;                      ///< rows since then, or since they were packed
  std::size_t since_look_ = 0;               ///< rows since the last look at the memory in use
  std::vector<std::uint64_t> unpacked_;
  block_bitmap bitmap_;
  std::vector<bool> is_settled_;  ///< of each chain: its rows in the pool are
  bool has_settled_ = false;
  std::string texts_;
  std::vector<number_interval> intervals_;

  friend class gathered_blocks;
};

/// The pool's rows and those of all runs, side by side.
class snapshot_builder::gathered_blocks final : public block_source {
 public:
  explicit gathered_blocks(gathered& from)
      : from_(&from), order_(from.order()), intervals_(settled(from.intervals_, from.layout.days)) {
    from.expect_takes();
  }

  absl::Status rewind() override {
    at_ = 0;
    runs_.clear();
    for (const spilled_run& run : from_->runs) {
      runs_.emplace_back(*from_->file, run, from_->layout);
      if (absl::Status status = runs_.back().advance(); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  absl::StatusOr<held_block> next_held() override {
    const bool in_runs = std::any_of(runs_.begin(), runs_.end(), [&](const run_reader& run) { return run.block(); });
    if (!in_runs && at_ < order_.size() && from_->is_in_bits(order_[at_])) {
      bits_ = from_->take_bits(order_[at_++]);
      return held_block{nullptr, &bits_};
    }
    return block_source::next_held();
  }

  absl::StatusOr<const block_entries*> next() override {
    constexpr std::uint32_t none = ~0U;
    std::uint32_t block = at_ < order_.size() ? from_->block_of_chain(order_[at_]) : none;
    for (const run_reader& run : runs_) {
      if (run.block()) block = std::min(block, run.block()->block);
    }
    if (block == none) return nullptr;
    std::size_t parts = 0;
    rows_.clear();
    if (at_ < order_.size() && from_->block_of_chain(order_[at_]) == block) {
      from_->take(order_[at_++], rows_);
      ++parts;
    }
    for (run_reader& run : runs_) {
      if (!run.block() || run.block()->block != block) continue;
      if (absl::Status status = run.read_block(rows_); !status.ok()) return status;
      if (absl::Status status = run.advance(); !status.ok()) return status;
      ++parts;
      if (rows_.words.size() > most_waiting_rows * from_->layout.words) from_->sorter.settle(rows_);
    }
    if (parts > 1) from_->sorter.settle(rows_);
    return &from_->sorter.columns(block, rows_);
  }

  [[nodiscard]] std::span<const number_interval> intervals() const noexcept override { return intervals_; }
  [[nodiscard]] bool is_plain() const noexcept override { return from_->layout.words == 1; }

 private:
  gathered* from_;
  std::vector<std::uint32_t> order_;
  std::size_t at_ = 0;
  std::vector<number_interval> intervals_;
  std::vector<run_reader> runs_;
  block_rows rows_;
  block_bits bits_;
};

snapshot_builder::snapshot_builder(list_kind kind, gathering how)
    : gathered_(std::make_unique<gathered>(kind, std::move(how))) {}
snapshot_builder::snapshot_builder(snapshot_builder&&) noexcept = default;
snapshot_builder& snapshot_builder::operator=(snapshot_builder&&) noexcept = default;
snapshot_builder::~snapshot_builder() = default;

list_kind snapshot_builder::kind() const noexcept { return gathered_->kind; }
std::uint64_t snapshot_builder::added() const noexcept { return gathered_->added; }

void snapshot_builder::add(phone_number number, list_record record, std::string_view reference, std::uint32_t flags) {
  gathered_->add(number, record, reference, flags);
}
void snapshot_builder::add(std::span<const phone_number> numbers) { gathered_->add(numbers); }
void snapshot_builder::add(const number_interval& interval) { gathered_->add(interval); }

absl::StatusOr<std::unique_ptr<block_source>> snapshot_builder::blocks() {
  if (!gathered_->failure.ok()) return gathered_->failure;
  auto made = std::make_unique<gathered_blocks>(*gathered_);
  if (absl::Status status = made->rewind(); !status.ok()) return status;
  return std::unique_ptr<block_source>(std::move(made));
}

absl::StatusOr<snapshot_builder::written> snapshot_builder::write(const snapshot_info& info, const sink& to) {
  const auto entries = blocks();
  if (!entries.ok()) return entries.status();
  return write_snapshot(**entries, kind(), info, to);
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
  for (const list_entry& entry : entries) builder.add(entry.number, entry.record, entry.reference);
  return builder.bytes(info);
}

}  // namespace callsieve
