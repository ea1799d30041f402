#include "block_form.hpp"

#include <algorithm>
#include <cmath>

namespace callsieve {
namespace {

namespace format = snapshot_format;

/// Lines are filled so that room is left for this many standard deviations: about one line in 22 spills.
constexpr double room = 1.7;
constexpr std::uint64_t single_bytes = 13;  ///< of a number kept whole
/// Fewer numbers are kept whole even where lines would be a little smaller: a list of nothing but singles is asked
/// twice as fast as one with a few such blocks.
constexpr std::uint32_t least_in_chunk = 16;
/// In memory, a bitmap may cost this much more than lines: it is asked in half the time.
constexpr double bitmap_worth = 1.08;
/// For speed, this many bytes a number.
constexpr std::uint64_t bitmap_bytes_for_speed = 16;

/// The mean load of lines with room for `most`, when a share of all possible strata is held.
double load_for(double most, double share) noexcept {
  const double spread = room * std::sqrt(std::max(0.0, 1 - share));
  const double root = (std::sqrt(spread * spread + 4 * most) - spread) / 2;  // x + spread * sqrt(x) = most
  return root * root;
}

std::uint32_t lines_for(double count, double load) noexcept {
  return static_cast<std::uint32_t>(std::max(1.0, std::ceil(count / load)));
}

/// The best lines with `low_bits` of each stratum written out; nothing when they do not fit.
std::optional<block_form> coded_form(std::uint32_t count, std::uint32_t span, bool has_columns,
                                     unsigned low_bits) noexcept {
  const std::uint32_t bits = has_columns ? format::low_limit_with_columns : format::low_limit;
  const double share = static_cast<double>(count) / (static_cast<double>(span) + 1);
  block_form made;
  made.coded = static_cast<std::uint8_t>(low_bits);
  // More lines mean fewer strata, fewer groups, more room for low bits: from too few on until it fits.
  for (std::uint32_t lines = lines_for(count, 256);;) {
    const std::uint32_t groups = ((span / lines) >> low_bits) + 1;
    std::uint32_t most = 0;
    if (groups < 255) {
      most = std::min({(bits - groups - 1) / (low_bits + 1), 255 - groups, span / lines + 1});
      const double load = lines == 1 ? most : load_for(most, share);
      if (load >= 1 && lines_for(count, load) <= lines) {
        made.lines = lines;
        made.lows_at = static_cast<std::uint16_t>(groups + most + 1);
        made.most_in_line = most;
        return made;
      }
    }
    const std::uint32_t step = std::max<std::uint32_t>(1, lines / 256);
    if (lines > count || lines + step > span + 1) return std::nullopt;
    lines += step;
  }
}

std::optional<block_form> best_coded(std::uint32_t count, std::uint32_t span, bool has_columns) noexcept {
  // The fitting number of low bits is near log2 of the numbers to one held.
  unsigned fitting = 1;
  while (fitting < format::most_low_bits && (std::uint64_t{count} << fitting) < span) ++fitting;
  std::optional<block_form> best;
  for (unsigned bits = fitting > 3 ? fitting - 3 : 1; bits <= std::min<unsigned>(fitting + 1, format::most_low_bits);
       ++bits) {
    const auto form = coded_form(count, span, has_columns, bits);
    if (form && (!best || form->lines < best->lines)) best = form;
  }
  return best;
}

std::optional<block_form> plain_form(std::uint32_t count, std::uint32_t span) noexcept {
  const double share = static_cast<double>(count) / (static_cast<double>(span) + 1);
  block_form made;
  made.coded = format::plain;
  made.most_in_line = format::plain_slots;
  made.lines = count <= format::plain_slots ? 1 : lines_for(count, load_for(format::plain_slots, share));
  made.lines = std::max(made.lines, span / format::empty_plain + 1);
  return made;
}

}  // namespace

std::optional<block_form> form_of(std::uint32_t count, std::uint32_t span, bool has_columns, list_tuning tuning,
                                  block_choice choice) noexcept {
  const auto bytes_of = [](const block_form& form) {
    return std::uint64_t{form.lines} * format::line_bytes + format::descriptor_bytes * 3 / 2;
  };
  block_form bitmap;
  bitmap.coded = format::bitmap;
  bitmap.lines = static_cast<std::uint32_t>(span / format::line_bits + 1);
  const std::uint64_t alone = count * single_bytes;
  switch (choice) {
    case block_choice::singles: return std::nullopt;
    case block_choice::bitmap:
      if (!has_columns) return bitmap;
      return best_coded(count, span, has_columns);
    case block_choice::plain: return plain_form(count, span);
    case block_choice::coded: return best_coded(count, span, has_columns);
    case block_choice::by_cost: break;
  }
  if (count < least_in_chunk) return std::nullopt;
  std::optional<block_form> lines;
  if (tuning == list_tuning::speed) {
    lines = plain_form(count, span);
    if (!has_columns && bytes_of(bitmap) <= bitmap_bytes_for_speed * count) return bitmap;
  } else {
    lines = best_coded(count, span, has_columns);
    if (!has_columns &&
        (!lines || static_cast<double>(bytes_of(bitmap)) <= bitmap_worth * static_cast<double>(bytes_of(*lines)))) {
      lines = bitmap;
    }
  }
  if (!lines || bytes_of(*lines) >= alone) return std::nullopt;
  return lines;
}

}  // namespace callsieve
