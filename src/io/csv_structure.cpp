#include "io/csv_structure.hpp"

#include <algorithm>
#include <array>

#include "io/csv_row_machine.hpp"

namespace callsieve::detail {
namespace {

using state = row_machine::state;

/// Resolves word after word; between words it knows the state of the row machine, as bits.
class quote_resolver {
 public:
  quote_resolver(const char* text, std::size_t size, char delimiter, char line_end, csv_structure& out)
      : text_(text), size_(size), delimiter_(delimiter), line_end_(line_end), out_(out) {}

  /// Requires that lines end in `\n`.
  void take(std::size_t word, const byte_masks& m) {
    const std::uint64_t inside = m.odd_quotes ^ quoted_;  // from an opening quote up to the byte before its closing one
    const std::uint64_t opening = m.quotes & inside;
    const std::uint64_t closing = m.quotes & ~inside;
    const std::uint64_t field_ends = m.delimiters & ~inside;
    const std::uint64_t row_ends = m.line_feeds & ~inside;
    const std::uint64_t separators = field_ends | row_ends;
    const std::uint64_t field_start = separators << 1 | field_start_;
    const std::uint64_t behind_close = closing << 1 | closed_;
    const std::uint64_t returned = behind_close & m.returns;
    const std::uint64_t behind_return = returned << 1 | closed_returned_;
    const std::uint64_t misfits = (opening & ~(field_start | behind_close)) |
                                  (behind_close & ~(separators | m.quotes | m.returns)) | (behind_return & ~row_ends);
    if (misfits != 0) return take_exactly(word);
    separators_[word] = separators;
    row_ends_[word] = row_ends;
    quoted_line_ends_ |= m.line_feeds & inside;
    quoted_ = std::uint64_t{0} - (inside >> 63);
    field_start_ = separators >> 63;
    closed_ = closing >> 63;
    closed_returned_ = returned >> 63;
  }

  /// The same a byte at a time, for any text.
  void take_exactly(std::size_t word) {
    row_machine machine(delimiter_, line_end_, before());
    std::uint64_t field_ends = 0, row_ends = 0;
    const std::size_t first = word * word_bytes;
    const std::size_t count = std::min(word_bytes, size_ - first);
    for (std::size_t i = 0; i < count; ++i) {
      const char byte = text_[first + i];
      const bool was_in_quotes = machine.in_quotes();
      const auto met = machine.feed(byte);
      field_ends |= std::uint64_t{met == row_machine::step::field_end} << i;
      row_ends |= std::uint64_t{met == row_machine::step::row_end} << i;
      if (machine.text_after_quote()) out_.faults.push_back(static_cast<std::uint32_t>(first + i));
      if (byte == line_end_ && was_in_quotes) quoted_line_ends_ = 1;
      if (byte == '\n' && line_end_ != '\n' && !was_in_quotes && out_.stray_line_feed == csv_structure::none) {
        out_.stray_line_feed = first + i;
      }
    }
    separators_[word] = field_ends | row_ends;
    row_ends_[word] = row_ends;
    quoted_ = machine.in_quotes() ? ~std::uint64_t{0} : 0;
    field_start_ = machine.at() == state::field_start;
    closed_ = machine.at() == state::closed;
    closed_returned_ = machine.at() == state::closed_returned;
  }

  void finish() {
    out_.open_quote = quoted_ != 0;
    out_.quoted_line_ends = quoted_line_ends_ != 0;
  }

 private:
  [[nodiscard]] state before() const noexcept {
    return quoted_ != 0            ? state::quoted
           : field_start_ != 0     ? state::field_start
           : closed_ != 0          ? state::closed
           : closed_returned_ != 0 ? state::closed_returned
                                   : state::unquoted;
  }

  const char* text_;
  std::size_t size_;
  char delimiter_, line_end_;
  csv_structure& out_;
  std::uint64_t* const separators_ = out_.separators.data();
  std::uint64_t* const row_ends_ = out_.row_ends.data();
  std::uint64_t quoted_ = 0;  ///< all ones, or none; the others are 0 or 1
  std::uint64_t field_start_ = 1, closed_ = 0, closed_returned_ = 0;
  std::uint64_t quoted_line_ends_ = 0;
};

}  // namespace

void find_structure(const char* text, std::size_t size, char delimiter, char line_end, const csv_kernel& kernel,
                    csv_structure& out) {
  const std::size_t words = (size + word_bytes - 1) / word_bytes;
  out.separators.resize(words);
  out.row_ends.resize(words);
  out.faults.clear();
  out.stray_line_feed = csv_structure::none;
  out.line_ends = 0;
  quote_resolver resolver(text, size, delimiter, line_end, out);
  if (line_end == '\n') {
    constexpr std::size_t together = 32;  // their masks stay in the first-level cache
    std::array<byte_masks, together> masks;
    for (std::size_t from = 0; from < words; from += together) {
      const std::size_t count = std::min(together, words - from);
      out.line_ends += kernel.masks(text + from * word_bytes, count, delimiter, masks.data());
      for (std::size_t i = 0; i < count; ++i) resolver.take(from + i, masks[i]);
    }
  } else {
    // Old Mac files are few and small.
    for (std::size_t w = 0; w < words; ++w) resolver.take_exactly(w);
    out.line_ends = static_cast<std::size_t>(std::count(text, text + size, line_end));
  }
  resolver.finish();
}

}  // namespace callsieve::detail
