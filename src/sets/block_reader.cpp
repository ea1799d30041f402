// A snapshot's entries back in the order of their numbers.
#include <algorithm>
#include <limits>
#include <vector>

#include "callsieve/sets/snapshot_view.hpp"

#include "lines.hpp"
#include "snapshot_opened.hpp"

namespace callsieve {
namespace {

namespace format = snapshot_format;
using sets_detail::column_reader;
using sets_detail::opened_snapshot;

}  // namespace

class block_reader::reading {
 public:
  explicit reading(std::shared_ptr<const opened_snapshot> of) : of_(std::move(of)) {
    const auto slots = of_->slots();
    for (std::uint64_t slot = 0; slot < slots; ++slot) {
      const auto number = load_le<std::uint64_t>(of_->tables.singles + slot * sizeof(std::uint64_t));
      if (number != 0 && number <= phone_number::max_value) singles_.push_back({number, slot});
    }
    std::sort(singles_.begin(), singles_.end(), [](const single& a, const single& b) { return a.number < b.number; });
    out_.state = of_->plan.state;
  }

  bool next() {
    constexpr std::uint64_t none = std::numeric_limits<std::uint64_t>::max();
    for (;;) {
      const std::uint64_t chunk =
          next_chunk_ < of_->blocks.size() ? of_->descriptor_at(of_->blocks[next_chunk_]).block : none;
      const std::uint64_t alone = next_single_ < singles_.size() ? singles_[next_single_].number / block_numbers : none;
      const std::uint64_t block = std::min(chunk, alone);
      if (block == none) return false;
      found_.clear();
      if (chunk == block) read_chunk(of_->descriptor_at(of_->blocks[next_chunk_++]));
      const std::size_t from_chunk = found_.size();
      for (; next_single_ < singles_.size() && singles_[next_single_].number / block_numbers == block; ++next_single_) {
        const auto offset = static_cast<std::uint32_t>(singles_[next_single_].number % block_numbers);
        found_.push_back({offset, true, singles_[next_single_].slot});
      }
      if (from_chunk != 0 && from_chunk != found_.size()) {
        std::inplace_merge(found_.begin(), found_.begin() + static_cast<std::ptrdiff_t>(from_chunk), found_.end(),
                           by_offset);
      }
      // Twice the same number only in what was not verified or was forged, checksums and all: the first of them in its
      // line is the one that is found when asked.
      found_.erase(std::unique(found_.begin(), found_.end(),
                               [](const found& a, const found& b) { return a.offset == b.offset; }),
                   found_.end());
      if (found_.empty()) continue;
      fill(static_cast<std::uint32_t>(block), chunk == block ? &descriptor_ : nullptr);
      return true;
    }
  }

  [[nodiscard]] const block_entries& entries() const noexcept { return out_; }

 private:
  struct single {
    std::uint64_t number, slot;
  };
  struct found {
    std::uint32_t offset;
    bool is_single;
    std::uint64_t entry;  ///< in the chunk, or the slot
  };
  static bool by_offset(const found& a, const found& b) noexcept { return a.offset < b.offset; }
  static bool by_offset_and_entry(const found& a, const found& b) noexcept {
    return a.offset != b.offset ? a.offset < b.offset : a.entry < b.entry;
  }

  void add(std::uint64_t d, std::uint64_t entry) {
    if (d < block_numbers - descriptor_.lowest)
      found_.push_back({static_cast<std::uint32_t>(d) + descriptor_.lowest, false, entry});
  }

  void read_chunk(const format::descriptor& block) {
    descriptor_ = block;
    const std::byte* const lines = of_->at(block.place * format::line_bytes);
    if (block.coded == format::bitmap) {
      for (std::uint64_t word = 0; word * 64 <= block.extent; ++word) {
        for (auto bits = load_le<std::uint64_t>(lines + word * 8); bits != 0; bits &= bits - 1) {
          const std::uint64_t d = word * 64 + static_cast<unsigned>(std::countr_zero(bits));
          if (d <= block.extent) add(d, 0);
        }
      }
      return;
    }
    for (std::uint32_t bucket = 0; bucket < block.lines; ++bucket) {
      const std::byte* const line = lines + std::uint64_t{bucket} * format::line_bytes;
      std::uint64_t entry = (format::tail_of_line(line) >> format::first_entry_shift) & format::low_24;
      format::read_line(line, block, [&](std::uint32_t stratum) {
        if (stratum < block.extent) {  // always so in lines of ours
          add(format::d_of({bucket, stratum}, block.lines, block.extent), entry < block.count ? entry : 0);
        }
        ++entry;
      });
    }
    std::sort(found_.begin(), found_.end(), by_offset_and_entry);
  }

  void fill(std::uint32_t block, const format::descriptor* chunk) {
    const format::column_plan& plan = of_->plan;
    out_.block = block;
    offsets_.clear();
    days_.clear();
    states_.clear();
    flags_.clear();
    references_.clear();
    attempts_.clear();
    const column_reader of_singles = of_->columns_of_singles();
    const column_reader of_chunk = chunk != nullptr ? of_->columns_of_block(*chunk) : of_singles;
    for (const found& each : found_) {
      offsets_.push_back(each.offset);
      if (!plan.any()) continue;
      const column_reader& from = each.is_single ? of_singles : of_chunk;
      if (plan.day_bytes != 0) days_.push_back(from.day(each.entry));
      if (plan.state == record_state::absent) states_.push_back(from.state(each.entry));
      if (plan.flags) flags_.push_back(from.flags(each.entry));
      if (plan.references) references_.push_back(from.reference(each.entry));
      if (plan.attempts) attempts_.push_back(from.attempts(each.entry));
    }
    out_.offsets = offsets_;
    out_.days = days_;
    out_.states = states_;
    out_.flags = flags_;
    out_.references = references_;
    out_.attempts = attempts_;
  }

  std::shared_ptr<const opened_snapshot> of_;
  std::vector<single> singles_;
  std::size_t next_single_ = 0;
  std::size_t next_chunk_ = 0;
  format::descriptor descriptor_;
  std::vector<found> found_;
  std::vector<std::uint32_t> offsets_;
  std::vector<std::int32_t> days_;
  std::vector<record_state> states_;
  std::vector<std::uint32_t> flags_;
  std::vector<std::string_view> references_;
  std::vector<attempt_days> attempts_;
  block_entries out_;
};

block_reader::block_reader(const snapshot_view& view) : reading_(std::make_unique<reading>(view.opened_)) {}
block_reader::block_reader(block_reader&&) noexcept = default;
block_reader& block_reader::operator=(block_reader&&) noexcept = default;
block_reader::~block_reader() = default;

bool block_reader::next() { return reading_->next(); }
const block_entries& block_reader::entries() const noexcept { return reading_->entries(); }

}  // namespace callsieve
