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

std::uint32_t flag_of(reader_job& job, std::string_view text) {
  return means_all(text) ? every_category : job.category(text);
}

std::uint32_t flags_of(reader_job& job, std::string_view words) {
  const bool numbered =
      std::all_of(words.begin(), words.end(), [](char c) { return is_digit(c) || c == ' ' || c == ','; });
  const std::string_view separators = numbered ? ", " : ",;|/+";
  std::uint32_t flags = 0;
  while (!words.empty()) {
    const std::size_t end = words.find_first_of(separators);
    const std::string_view word = trimmed(words.substr(0, end));
    words.remove_prefix(end == std::string_view::npos ? words.size() : end + 1);
    if (!word.empty()) flags |= flag_of(job, word);
  }
  return flags;
}

}  // namespace callsieve::readers
