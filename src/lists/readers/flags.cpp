#include "lists/readers/flags.hpp"

#include <algorithm>

#include "lists/readers/sniffing.hpp"
#include "lists/readers/words.hpp"

namespace callsieve::readers {

bool means_all(std::string_view word) {
  if (trimmed(word) == "*") return true;
  const std::string plain = plain_word(word);
  constexpr std::string_view words[] = {"all", "alle", "alles", "todas", "todos"};
  return std::find(std::begin(words), std::end(words), plain) != std::end(words);
}

absl::StatusOr<std::uint32_t> flag_of(reader_job& job, std::string_view text) {
  if (means_all(text)) return every_category;
  const auto flag = job.category(text);
  if (flag) return *flag;
  return bad_input(job.file.string() + ": more than 32 categories, at '" + std::string(text.substr(0, 40)) +
                   "'; name those you call for with --only NAME");
}

absl::StatusOr<std::uint32_t> flags_of(reader_job& job, std::string_view words) {
  const bool numbered =
      std::all_of(words.begin(), words.end(), [](char c) { return is_digit(c) || c == ' ' || c == ','; });
  const std::string_view separators = numbered ? ", " : ",;|/+";
  std::uint32_t flags = 0;
  while (!words.empty()) {
    const std::size_t end = words.find_first_of(separators);
    const std::string_view word = trimmed(words.substr(0, end));
    words.remove_prefix(end == std::string_view::npos ? words.size() : end + 1);
    if (word.empty()) continue;
    const auto flag = flag_of(job, word);
    if (!flag.ok()) return flag.status();
    flags |= *flag;
  }
  return flags;
}

}  // namespace callsieve::readers
