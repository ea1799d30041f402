#include "lists/readers/sniffing.hpp"

#include "callsieve/io/csv.hpp"

namespace callsieve::readers {

std::string_view without_preamble(std::string_view head) {
  const csv_dialect dialect = find_dialect(head);
  if (dialect.byte_order_mark) head.remove_prefix(3);
  head.remove_prefix(dialect.separator_line.size());
  return head;
}

std::vector<std::string_view> first_lines(const file_look& look) {
  const char line_end = look.head.find('\n') == std::string_view::npos ? '\r' : '\n';
  std::vector<std::string_view> lines;
  std::string_view rest = look.head;
  while (!rest.empty() && lines.size() < lines_looked_at) {
    const std::size_t end = rest.find(line_end);
    if (end == std::string_view::npos && !look.whole && !lines.empty()) break;
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (!trimmed(line).empty()) lines.push_back(line);
  }
  return lines;
}

std::vector<std::string> cells_of(std::string_view line, char delimiter) {
  std::vector<std::string> cells;
  for (std::string_view rest = line;;) {
    const std::size_t end = rest.find(delimiter);
    std::string scratch;
    cells.emplace_back(decode_field(rest.substr(0, end), scratch));
    if (end == std::string_view::npos) return cells;
    rest.remove_prefix(end + 1);
  }
}

std::vector<std::string> first_cells(const file_look& look) {
  return cells_of(trimmed(look.head.substr(0, look.head.find_first_of("\r\n"))), look.delimiter);
}

std::string lower(std::string_view text) {
  std::string made(text);
  for (char& c : made) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return made;
}

}  // namespace callsieve::readers
