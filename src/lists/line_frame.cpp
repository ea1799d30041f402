#include "lists/line_frame.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "lists/readers/day_reader.hpp"

namespace callsieve {
namespace {

constexpr std::size_t chunk = std::size_t{256} << 10;

class inner_lines : public byte_producer {
 public:
  inner_lines(byte_source from, line_frame frame, std::shared_ptr<std::string> trailer)
      : from_(std::move(from)), frame_(frame), trailer_(std::move(trailer)) {}

  absl::StatusOr<std::size_t> read(char* into, std::size_t capacity) override {
    std::size_t filled = 0;
    while (filled < capacity) {
      if (given_ == free_) {
        if (at_end_) break;
        if (absl::Status status = take(); !status.ok()) return status;
        continue;
      }
      const std::size_t size = std::min(capacity - filled, free_ - given_);
      std::memcpy(into + filled, held_.data() + given_, size);
      given_ += size;
      filled += size;
    }
    return filled;
  }
  void give_up_when(const std::function<bool()>& give_up) override { from_.give_up_when(give_up); }

 private:
  /// Reads on, and frees what cannot be of the last lines.
  absl::Status take() {
    held_.erase(0, given_);
    given_ = free_ = 0;
    const std::size_t before = held_.size();
    held_.resize(before + chunk);
    const auto got = from_.read(held_.data() + before, chunk);
    if (!got.ok()) return got.status();
    held_.resize(before + *got);
    at_end_ = *got < chunk;
    empty_first_lines(before);
    free_ = start_of_last_lines();
    if (at_end_) trailer_->assign(held_, free_);
    if (at_end_) held_.resize(free_);
    return absl::OkStatus();
  }

  /// Leaves of the first lines nothing but their ends.
  void empty_first_lines(std::size_t from) {
    while (frame_.first > 0 && from < held_.size()) {
      const std::size_t end = held_.find('\n', from);
      held_.erase(from, end == std::string::npos ? end : end - from);
      if (end == std::string::npos) return;
      ++from;
      --frame_.first;
    }
  }

  /// Where the last lines begin: at the end of the input those declared, before it as many and one more.
  [[nodiscard]] std::size_t start_of_last_lines() const {
    if (frame_.last == 0) return held_.size();
    std::size_t at = held_.size();
    const auto is_blank = [](char c) { return c == '\n' || c == '\r' || c == ' ' || c == '\t'; };
    while (at > 0 && is_blank(held_[at - 1])) --at;
    const std::size_t lines = frame_.last + (at_end_ ? 0 : 1);
    for (std::size_t line = 0; line < lines; ++line) {
      if (at == 0) return 0;
      const std::size_t end = held_.rfind('\n', at - 1);
      if (end == std::string::npos) return 0;
      at = end;
    }
    return at + 1;
  }

  byte_source from_;
  line_frame frame_;
  std::shared_ptr<std::string> trailer_;
  std::string held_;
  std::size_t given_ = 0, free_ = 0;  ///< of what is held: given already, and free to be given
  bool at_end_ = false;
};

/// The digits of a text that is a number, thousands parted or not; empty for others.
std::string digits_of(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      digits += c;
    } else if (c != ',' && c != '.' && c != '\'') {
      return {};
    }
  }
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - std::min<std::size_t>(digits.size(), 1)));
  return digits;
}

}  // namespace

absl::StatusOr<byte_source> without_frame(byte_source from, line_frame frame, std::shared_ptr<std::string> trailer) {
  std::string name = from.name();
  return byte_source::of_producer(std::make_unique<inner_lines>(std::move(from), frame, std::move(trailer)),
                                  std::move(name), std::nullopt);
}

absl::Status check_trailer(const std::string& file, std::string_view trailer, std::uint64_t lines) {
  constexpr std::string_view between = " \t\r\n|;:=\"()[]<>";
  const std::string expected = std::to_string(lines);
  const readers::day_reader days(true);
  std::string told;
  for (std::size_t at = trailer.find_first_not_of(between); at != std::string_view::npos;) {
    const std::size_t end = std::min(trailer.find_first_of(between, at), trailer.size());
    for (std::string_view rest = trailer.substr(at, end - at); !rest.empty();) {
      // `TRAILER,1234` is two words, `1,234` one number.
      std::string_view word = rest;
      if (digits_of(word).empty()) word = rest.substr(0, rest.find(','));
      rest.remove_prefix(std::min(rest.size(), word.size() + 1));
      const std::string digits = digits_of(word);
      if (digits == expected) return absl::OkStatus();
      if (!digits.empty() && !days.read(word)) told += (told.empty() ? "" : ", ") + std::string(word);
    }
    at = trailer.find_first_not_of(between, end);
  }
  if (told.empty()) return absl::OkStatus();
  return bad_input(file + ": its last lines tell " + told + ", but the lines of entries before them are " + expected +
                   ": it is not whole. If that is no count of entries, cut those lines off the file");
}

}  // namespace callsieve
