// The lines of a file, front to back, in blocks, in bounded memory: the one scanner of all readers of lines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/base/status.hpp"

#include "lists/readers/reader.hpp"
#include "lists/readers/sniffing.hpp"

namespace callsieve::readers {

/// A line is at most so long; what is longer is a bad line.
inline constexpr std::size_t longest_line = 1'000'000;
/// Lines of one block at most.
inline constexpr std::size_t lines_per_block = 2048;

/// A line without its `\n`; blanks and a `\r` before it are still there.
struct text_line {
  std::uint64_t number = 0;  ///< from 1
  std::string_view text;
  bool ends = true;  ///< with a line end: the last line of a file may not
};

/// How far a reader of many lines at once went.
struct line_run {
  std::size_t lines = 0;
  std::size_t bytes = 0;
};

/// Reads no lines at once.
struct one_by_one {
  line_run operator()(std::string_view) const noexcept { return {}; }
};

/// Calls take(std::span<const text_line>) for every block of lines of the job's file, in order. Lines end in `\n`, or
/// in a lone `\r` when the file's beginning holds no `\n`; a UTF-8 byte-order mark is no part of the first line, and
/// Excel's line `sep=;` is none. A longer line than `longest` becomes a bad line here. A block's texts are valid until
/// take returns. `many` is shown what is left of the text between two blocks, and may read whole lines from its front;
/// it makes no bad lines. Cost: one memchr a line; memory is 256 KiB, or the longest line. Errors: as
/// byte_source::read, and what take returns.
template <class Take, class Many = one_by_one>
absl::Status for_each_block(reader_job& job, Take take, std::size_t longest = longest_line, Many many = {}) {
  constexpr std::size_t chunk = std::size_t{256} << 10;
  constexpr std::size_t longest_preamble = 64, longest_mark = 3;
  std::string buffer(chunk, '\0');
  std::vector<text_line> block;
  block.reserve(lines_per_block);
  std::size_t filled = 0;
  std::uint64_t line = 1;
  char line_end = '\n';
  bool at_start = true;
  bool skipping = false;  // the rest of a line that was too long
  while (true) {
    if (filled == buffer.size()) buffer.resize(2 * buffer.size());
    const auto got = job.source.read(buffer.data() + filled, buffer.size() - filled);
    if (!got.ok()) return got.status();
    filled += *got;
    const bool at_end = filled < buffer.size();
    std::string_view rest = std::string_view(buffer).substr(0, filled);
    if (at_start) {
      if (rest.find('\n') == std::string_view::npos && rest.find('\r') != std::string_view::npos) line_end = '\r';
      const std::string_view entries = without_preamble(rest.substr(0, longest_preamble));
      const auto preamble = static_cast<std::size_t>(entries.data() - rest.data());
      if (preamble > longest_mark) ++line;
      rest.remove_prefix(preamble);
      at_start = false;
    }
    while (!rest.empty()) {
      if (block.empty() && !skipping && line_end == '\n') {
        const line_run run = many(rest);
        line += run.lines;
        rest.remove_prefix(run.bytes);
        if (run.lines > 0) continue;
      }
      const void* found = std::memchr(rest.data(), line_end, rest.size());
      if (found == nullptr && !at_end) break;
      const std::size_t length =
          found == nullptr ? rest.size() : static_cast<std::size_t>(static_cast<const char*>(found) - rest.data());
      if (!skipping && length <= longest) {
        block.push_back({line, rest.substr(0, length), found != nullptr});
        if (block.size() == lines_per_block) {
          if (absl::Status status = take(std::span<const text_line>(block)); !status.ok()) return status;
          job.end_block();
          block.clear();
        }
      } else if (!skipping) {
        job.bad_long_line(line, rest);
      }
      skipping = false;
      ++line;
      rest.remove_prefix(found == nullptr ? length : length + 1);
    }
    if (!block.empty()) {
      if (absl::Status status = take(std::span<const text_line>(block)); !status.ok()) return status;
      block.clear();
    }
    job.end_block();
    if (rest.size() > longest) {
      if (!skipping) job.bad_long_line(line, rest);
      skipping = true;
      rest = {};
    }
    if (skipping) rest = {};
    if (!rest.empty()) std::memmove(buffer.data(), rest.data(), rest.size());
    filled = rest.size();
    job.advance(*got);
    if (at_end) return absl::OkStatus();
  }
}

}  // namespace callsieve::readers
