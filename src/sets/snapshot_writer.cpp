#include "callsieve/sets/snapshot_writer.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "callsieve/sets/unmix.hpp"

#include "block_bitmap.hpp"
#include "block_form.hpp"
#include "checked_writer.hpp"
#include "column_writer.hpp"
#include "directory.hpp"
#include "lines.hpp"
#include "record_check.hpp"

namespace callsieve {
namespace {

namespace format = snapshot_format;

format::column_plan plan_of(list_kind kind, const snapshot_columns& columns) {
  format::column_plan plan;
  plan.state = columns.state.value_or(record_state::absent);
  plan.attempts = kind == list_kind::attempts;
  plan.flags = columns.flags;
  plan.references = columns.references;
  if (columns.days) {
    plan.first_day = columns.first_day;
    plan.day_bytes = std::int64_t{columns.last_day} - columns.first_day < format::narrow_days ? 2 : 4;
  }
  return plan;
}

/// Numbers that happen to repeat in step with a block's strata would gather in few groups of them, and one in so many
/// would be too many to spill: then other strata are tried, so often.
constexpr std::size_t most_spilled = 50;
constexpr int other_strata = 4;
/// Counters of a sort that stay in the first-level cache.
constexpr std::uint32_t strata_groups = 4096;

std::string start_page() {
  std::string page(format::page_bytes, '\0');
  page.replace(format::at_magic, format::magic.size(), format::magic);
  store_le(&page[format::at_version], format::version);
  store_le(&page[format::at_byte_order], format::byte_order_mark);
  return page;
}
void seal(std::string& page) {
  store_le(&page[format::at_checksum], std::uint64_t{XXH3_64bits(page.data(), format::at_checksum)});
}

template <class T>
void append(std::string& to, T value) {
  char bytes[sizeof(T)];
  store_le(bytes, value);
  to.append(bytes, sizeof bytes);
}

std::string metadata_of(const snapshot_info& info) {
  std::string bytes;
  append(bytes, info.not_in_plan);
  append(bytes, info.bad_lines);
  append(bytes, std::uint64_t{info.version.size()});
  append(bytes, std::uint64_t{info.covers.entries().size()});
  for (const coverage_entry& entry : info.covers.entries()) {
    append(bytes, entry.prefix.digits);
    append(bytes, day_number(entry.obtained));
    append(bytes, std::uint32_t{entry.prefix.length});  // the three zero bytes with it
  }
  return bytes + info.version;
}

}  // namespace

class snapshot_writer::writing {
 public:
  writing(list_kind kind, const snapshot_columns& columns, list_tuning tuning, sink to, block_choice choice)
      : kind_(kind),
        tuning_(tuning),
        choice_(choice),
        columns_(columns),
        plan_(plan_of(kind, columns)),
        to_(std::move(to)),
        out_(to_),
        block_columns_(plan_),
        single_columns_(plan_) {
    if (!can_have(kind, plan_)) {
      failure_ = bad_input("a list of kind " + std::string(to_string(kind)) + " cannot have these columns");
    } else if (columns.days && (!is_storable_day(columns.first_day) || !is_storable_day(columns.last_day) ||
                                columns.last_day < columns.first_day)) {
      failure_ = bad_input("days from " + std::to_string(columns.first_day) + " to " +
                           std::to_string(columns.last_day) + " cannot be kept");
    }
    std::string page = start_page();
    seal(page);
    out_.put(page);
  }

  absl::Status add_block(const block_entries& entries) {
    if (!failure_.ok()) return failure_;
    if (entries.offsets.empty()) return failure_;
    if (absl::Status status = check(entries); !status.ok()) return status;
    next_block_ = std::uint64_t{entries.block} + 1;
    count_ += entries.size();
    const auto form = form_of(static_cast<std::uint32_t>(entries.size()),
                              entries.offsets.back() - entries.offsets.front(), plan_.any(), tuning_, choice_);
    if (!form) {
      for (std::size_t i = 0; i < entries.size(); ++i) add_single(entries, i);
      thin_count_ += entries.size();
    } else {
      write_chunk(entries, *form);
    }
    return settle();
  }

  absl::Status add_block(const block_bits& bits) {
    if (!failure_.ok()) return failure_;
    if (bits.words.empty() || bits.words.back() == 0 || (bits.words.front() & 1) == 0) {
      return refuse("the bits of a block begin and end with numbers");
    }
    const auto form = form_of(bits.count, bits.extent(), plan_.any(), tuning_, choice_);
    if (!form || form->coded != format::bitmap) {
      offsets_.clear();
      append_offsets(bits, offsets_);
      return add_block({.block = bits.block, .offsets = offsets_, .state = plan_.state});
    }
    const std::uint32_t ends[] = {bits.lowest, bits.lowest + bits.extent()};
    const auto both = std::span(ends).first(bits.count == 1 ? 1 : 2);
    if (absl::Status status = check({.block = bits.block, .offsets = both, .state = plan_.state}); !status.ok()) {
      return status;
    }
    next_block_ = std::uint64_t{bits.block} + 1;
    count_ += bits.count;
    blocks_.push_back(bitmap_descriptor(bits.block, bits.lowest, bits.extent(), bits.count, *form));
    out_.put(bits.words.data(), bits.words.size_bytes());
    out_.fill(format::line_bytes);
    return settle();
  }

  absl::Status add_interval(const number_interval& interval) {
    if (!failure_.ok()) return failure_;
    if (kind_ != list_kind::set || !interval.first || interval.last < interval.first ||
        interval.last.value() > phone_number::max_value || !is_storable_day(interval.day_number)) {
      return refuse("an interval that is none, or in a list that is not of kind set");
    }
    if (!intervals_.empty() && interval.first <= interval_end_)
      return refuse("intervals must be ascending and disjoint");
    interval_end_ = interval.last;
    append(intervals_, interval.first.value());
    append(intervals_, interval.last.value());
    append(intervals_, interval.day_number);
    append(intervals_, interval.flags);
    return absl::OkStatus();
  }

  absl::StatusOr<written> finish(const snapshot_info& info) {
    if (!failure_.ok()) return failure_;
    if (info.version.size() > format::longest_version) return refuse("the version is longer than 255 bytes");
    std::string page = start_page();
    const auto set = [&](std::size_t field, std::uint64_t value) { store_le(&page[field], value); };
    set(format::at_singles, out_.written());
    write_singles(set);
    out_.fill(format::line_bytes);
    set(format::at_intervals, out_.written());
    set(format::at_interval_count, intervals_.size() / format::interval_bytes);
    out_.put(intervals_);
    out_.fill(format::page_bytes);

    const std::uint64_t tail_at = out_.written();
    const std::string metadata = metadata_of(info);
    const directory of_blocks = make_directory(blocks_);
    const std::size_t slots = of_blocks.descriptors.size() / format::descriptor_bytes;
    const format::tail_layout parts = format::tail_of(tail_at, metadata.size(), of_blocks.seats.size(), slots);
    std::string tail(parts.end_page - tail_at, '\0');
    const auto place = [&](std::uint64_t at, const void* from, std::size_t size) {
      if (size != 0) std::memcpy(&tail[at - tail_at], from, size);
    };
    place(parts.metadata, metadata.data(), metadata.size());
    place(parts.seats, of_blocks.seats.data(), of_blocks.seats.size() * sizeof(std::uint32_t));
    place(parts.descriptors, of_blocks.descriptors.data(), of_blocks.descriptors.size());
    const std::string table = out_.take_table();
    place(parts.table, table.data(), table.size());
    if (absl::Status status = settle(); !status.ok()) return status;

    const std::uint64_t bytes = parts.end_page + format::page_bytes;
    set(format::at_kind, static_cast<std::uint64_t>(kind_));
    set(format::at_tuning, static_cast<std::uint64_t>(tuning_));
    set(format::at_id, info.id.high);
    set(format::at_id + 8, info.id.low);
    set(format::at_day_meaning, static_cast<std::uint64_t>(info.days));
    set(format::at_file_bytes, bytes);
    set(format::at_count, count_);
    set(format::at_state, static_cast<std::uint64_t>(plan_.state));
    set(format::at_day_bytes, plan_.day_bytes);
    set(format::at_first_day, static_cast<std::uint64_t>(std::int64_t{plan_.first_day}));
    set(format::at_has, (plan_.flags ? 1U : 0U) | (plan_.references ? 2U : 0U) | (plan_.attempts ? 4U : 0U));
    set(format::at_tail, tail_at);
    set(format::at_metadata_bytes, metadata.size());
    set(format::at_seat_count, of_blocks.seats.size());
    set(format::at_descriptor_count, slots);
    set(format::at_multiplier, of_blocks.multiplier);
    set(format::at_tail_checksum, XXH3_64bits(tail.data(), tail.size()));
    seal(page);
    if (absl::Status status = to_(tail); !status.ok()) return status;
    if (absl::Status status = to_(page); !status.ok()) return status;
    return written{bytes, load_le<std::uint64_t>(&page[format::at_checksum]), count_};
  }

 private:
  struct single {
    std::uint64_t mixed;
    std::uint64_t entry;  ///< in single_columns_
  };

  absl::Status refuse(std::string_view text) { return failure_ = bad_input(text); }
  absl::Status settle() {
    if (failure_.ok()) failure_ = out_.failure();
    return failure_;
  }

  absl::Status check(const block_entries& entries) {
    const std::size_t size = entries.size();
    if (entries.block < next_block_ || entries.block >= block_keys) {
      return refuse("blocks must come in ascending order, each once");
    }
    const auto fits = [&](std::size_t column, bool has) { return column == 0 || (has && column == size); };
    if (!fits(entries.days.size(), plan_.day_bytes != 0) || !fits(entries.flags.size(), plan_.flags) ||
        !fits(entries.references.size(), plan_.references) ||
        (plan_.attempts ? entries.attempts.size() != size : !entries.attempts.empty()) ||
        (entries.states.size() != size && !entries.states.empty())) {
      return refuse("a block with other columns than its list's");
    }
    bool ascending = entries.offsets.back() < block_numbers && (entries.block != 0 || entries.offsets.front() != 0);
    for (std::size_t i = 1; i < size; ++i) ascending &= entries.offsets[i - 1] < entries.offsets[i];
    if (!ascending) {
      return refuse("the numbers of a block must come in ascending order, each once");
    }
    if (!plan_.any() && entries.states.empty() && entries.state == plan_.state) return absl::OkStatus();
    for (std::size_t i = 0; i < size; ++i) {
      if (can_keep(entries, i)) continue;
      return refuse("an entry cannot be kept in a list of kind " + std::string(to_string(kind_)) +
                    ": its state, day or reference (at most 65,535 bytes) is out of range");
    }
    return absl::OkStatus();
  }

  [[nodiscard]] bool can_keep(const block_entries& entries, std::size_t i) const {
    const auto in_range = [&](std::int32_t when) { return when >= columns_.first_day && when <= columns_.last_day; };
    list_record record = entries.record(i);
    if (plan_.state != record_state::absent && record.state != plan_.state) return false;
    if (!entries.references.empty() && entries.references[i].size() > longest_reference) return false;
    if (plan_.attempts) {
      if (!can_hold(entries.attempts[i])) return false;
      for (const std::int32_t when : entries.attempts[i]) {
        if (when != no_attempt && !in_range(when)) return false;
      }
      return true;
    }
    if (!can_hold(kind_, record)) return false;
    return plan_.day_bytes == 0 || record.day_number == open_contract || in_range(record.day_number);
  }

  void add_single(const block_entries& entries, std::size_t i) {
    singles_.push_back({mix(number_in_block(entries.block, entries.offsets[i]).value()), singles_.size()});
    if (plan_.any()) single_columns_.add(entries, i);
  }

  /// Of the chunk that is written next.
  [[nodiscard]] format::descriptor next_descriptor(std::uint32_t key, std::uint32_t lowest,
                                                   const block_form& form) const {
    format::descriptor block;
    block.block = key;
    block.lowest = lowest;
    block.coded = form.coded;
    block.lows_at = form.lows_at;
    block.place = out_.written() / format::line_bytes;
    return block;
  }
  [[nodiscard]] format::descriptor bitmap_descriptor(std::uint32_t key, std::uint32_t lowest, std::uint32_t extent,
                                                     std::size_t count, const block_form& form) const {
    format::descriptor block = next_descriptor(key, lowest, form);
    block.extent = extent;
    block.lines = form.lines;
    block.count = static_cast<std::uint32_t>(count);
    return block;
  }

  void write_chunk(const block_entries& entries, block_form form) {
    format::descriptor block = next_descriptor(entries.block, entries.offsets.front(), form);
    block_columns_.clear();
    if (form.coded == format::bitmap) {
      block = bitmap_descriptor(block.block, block.lowest, entries.offsets.back() - block.lowest, entries.size(), form);
      lines_.assign(form.lines * format::line_bytes, '\0');
      for (const std::uint32_t offset : entries.offsets) {
        const std::uint32_t d = offset - block.lowest;
        lines_[d / 8] = static_cast<char>(static_cast<unsigned char>(lines_[d / 8]) | 1U << (d % 8));
      }
    } else {
      place_in_lines(entries, form, block);
      for (int other = 0; other < other_strata && spilled_.size() > entries.size() / most_spilled; ++other) {
        form.lines += form.lines / 64 + 1;
        place_in_lines(entries, form, block);
      }
      for (const std::uint32_t i : spilled_) add_single(entries, i);
    }
    out_.put(lines_);
    block.evidence = block_columns_.evidence_bytes();
    if (plan_.any()) block_columns_.write(out_);
    out_.fill(format::line_bytes);
    blocks_.push_back(block);
  }

  /// Sorts the entries by buckets, those of coded lines by strata there, and fills line after line.
  void place_in_lines(const block_entries& entries, const block_form& form, format::descriptor& block) {
    const std::size_t size = entries.size();
    const std::uint32_t lines = form.lines;
    const std::uint32_t strata = format::strata_of(entries.offsets.back() - block.lowest, lines);
    const unsigned quotient_shift = format::quotient_shift(strata);
    const std::uint64_t reciprocal = format::reciprocal_of(strata);
    const auto place_of = [&](std::uint32_t offset) {
      const std::uint32_t d = offset - block.lowest;
      const auto quotient = static_cast<std::uint32_t>((d * reciprocal) >> quotient_shift);
      const std::uint32_t stratum = d - quotient * strata;
      const std::uint32_t turned = quotient + format::shift_of(stratum, lines);
      return format::line_place{turned < lines ? turned : turned - lines, stratum};
    };
    const bool by_strata = form.coded != format::plain;
    unsigned in_group = 0;  // strata are sorted by these groups of 2^in_group first, and within each line then
    while (strata >> in_group > strata_groups) ++in_group;
    begins_.assign(lines + 1, 0);
    strata_begins_.assign((strata >> in_group) + 1, 0);
    for (const std::uint32_t offset : entries.offsets) {
      const format::line_place place = place_of(offset);
      ++begins_[place.bucket];
      ++strata_begins_[place.stratum >> in_group];
    }
    const auto add_up = [](std::vector<std::uint32_t>& counts) {
      std::uint32_t sum = 0;
      for (std::uint32_t& count : counts) sum += std::exchange(count, sum);
    };
    add_up(begins_);
    add_up(strata_begins_);
    order_.resize(size);
    for (std::uint32_t i = 0; by_strata && i < size; ++i) {
      order_[strata_begins_[place_of(entries.offsets[i]).stratum >> in_group]++] = i;
    }
    strata_.resize(size);
    places_.resize(size);
    for (std::uint32_t k = 0; k < size; ++k) {
      const std::uint32_t i = by_strata ? order_[k] : k;
      const format::line_place place = place_of(entries.offsets[i]);
      const std::uint32_t at = begins_[place.bucket]++;
      strata_[at] = place.stratum;
      places_[at] = i;
    }
    block.lines = lines;
    block.extent = strata;
    block.count = 0;
    lines_.assign(lines * format::line_bytes, '\0');
    spilled_.clear();
    block_columns_.clear();
    if (plan_.any()) block_columns_.reserve(size);
    for (std::uint32_t line = 0, begin = 0; line < lines; ++line) {
      const std::uint32_t end = begins_[line];  // moved on to the next line's begin by now
      if (by_strata && in_group != 0) sort_line(begin, end);
      block.count += format::write_line(&lines_[line * format::line_bytes], form, strata_.data() + begin, end - begin,
                                        plan_.any() ? block.count : 0, [&](std::uint32_t i, bool fits) {
                                          if (!fits) {
                                            spilled_.push_back(places_[begin + i]);
                                          } else if (plan_.any()) {
                                            block_columns_.add(entries, places_[begin + i]);
                                          }
                                        });
      begin = end;
    }
  }

  /// Those of one line, by strata. Cost: little, because few are of the same group.
  void sort_line(std::uint32_t begin, std::uint32_t end) noexcept {
    for (std::uint32_t next = begin + 1; next < end; ++next) {
      for (std::uint32_t at = next; at > begin && strata_[at] < strata_[at - 1]; --at) {
        std::swap(strata_[at], strata_[at - 1]);
        std::swap(places_[at], places_[at - 1]);
      }
    }
  }

  template <class Set>
  void write_singles(Set set) {
    std::sort(singles_.begin(), singles_.end(), [](const single& a, const single& b) { return a.mixed < b.mixed; });
    const std::uint64_t home_lines = format::home_lines_for(singles_.size());
    format::placement places;
    std::uint64_t slot = 0;
    column_writer columns(plan_);
    const auto fill_to = [&](std::uint64_t end) {
      for (; slot < end; ++slot) {
        out_.put_value(std::uint64_t{0});
        if (plan_.any()) columns.add_empty();
      }
    };
    for (const single& each : singles_) {
      const auto place = places.next(format::home_line(each.mixed, home_lines));
      fill_to(place.line * format::slots_per_line + place.slot);
      out_.put_value(unmix(each.mixed));
      if (plan_.any()) columns.add(single_columns_, each.entry);
      ++slot;
    }
    const std::uint64_t spill_lines = singles_.empty() ? 0 : places.spill_lines(home_lines);
    fill_to((home_lines + spill_lines) * format::slots_per_line);
    if (plan_.any()) columns.write(out_);
    set(format::at_single_count, singles_.size());
    set(format::at_thin_count, thin_count_);
    set(format::at_home_lines, home_lines);
    set(format::at_spill_lines, spill_lines);
    set(format::at_single_evidence, columns.evidence_bytes());
  }

  list_kind kind_;
  list_tuning tuning_;
  block_choice choice_;
  snapshot_columns columns_;
  format::column_plan plan_;
  sink to_;
  checked_writer out_;
  absl::Status failure_;
  std::uint64_t next_block_ = 0;
  std::uint64_t count_ = 0;
  std::uint64_t thin_count_ = 0;
  std::vector<format::descriptor> blocks_;
  std::vector<single> singles_;
  std::string intervals_;
  phone_number interval_end_;
  // Of the block being written:
  std::string lines_;
  std::vector<std::uint32_t> begins_, strata_begins_, order_, strata_, places_, spilled_, offsets_;
  column_writer block_columns_, single_columns_;
};

snapshot_writer::snapshot_writer(list_kind kind, const snapshot_columns& columns, list_tuning tuning, sink to,
                                 block_choice choice)
    : writing_(std::make_unique<writing>(kind, columns, tuning, std::move(to), choice)) {}
snapshot_writer::snapshot_writer(snapshot_writer&&) noexcept = default;
snapshot_writer& snapshot_writer::operator=(snapshot_writer&&) noexcept = default;
snapshot_writer::~snapshot_writer() = default;

absl::Status snapshot_writer::add_block(const block_entries& entries) { return writing_->add_block(entries); }
absl::Status snapshot_writer::add_block(const block_bits& bits) { return writing_->add_block(bits); }
absl::Status snapshot_writer::add_interval(const number_interval& interval) { return writing_->add_interval(interval); }
absl::StatusOr<snapshot_writer::written> snapshot_writer::finish(const snapshot_info& info) {
  return writing_->finish(info);
}

}  // namespace callsieve
