#include <algorithm>

#include "callsieve/scrub/inspect.hpp"

#include <nlohmann/json.hpp>

namespace callsieve {
namespace {

std::string delimiter_name(char delimiter) { return delimiter == '\t' ? "tab" : std::string(1, delimiter); }

std::string_view line_end_name(const csv_dialect& dialect) {
  if (dialect.line_end == '\r') return "\\r";
  return dialect.carriage_return ? "\\r\\n" : "\\n";
}

std::string_view use_for_people(inspected_use use) {
  switch (use) {
    case inspected_use::asked: return "numbers, asked";
    case inspected_use::place: return "region of the row";
    case inspected_use::watched: return "watched";
    case inspected_use::phone_like: return "like phones, NOT asked";
    case inspected_use::ignored: return "ignored";
  }
  return "";
}

/// `180 numbers (US 178, CA 2), 12 empty`.
std::string content_of(const inspected_column& column) {
  std::string text;
  const auto add = [&text](std::uint64_t count, const std::string& what) {
    if (count != 0) text += (text.empty() ? "" : ", ") + std::to_string(count) + ' ' + what;
  };
  std::string regions;
  constexpr std::size_t most = 4;
  for (std::size_t i = 0; i < std::min(most, column.regions.size()); ++i) {
    regions += (i == 0 ? "" : ", ") + column.regions[i].first + ' ' + std::to_string(column.regions[i].second);
  }
  if (column.regions.size() > most) regions += ", ...";
  add(column.numbers, "valid numbers (" + regions + ')');
  add(column.ambiguous, "ambiguous");
  add(column.marked, "marked as not to be called");
  add(column.days, "days");
  add(column.zones, "time zones");
  add(column.flags, "yes or no");
  add(column.placeholders, "placeholders");
  add(column.others, "others");
  add(column.empty, "empty");
  return text;
}

std::string padded(std::string text, std::size_t width) {
  // Bytes that continue a character of UTF-8 take no room.
  const auto shown =
      static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
  if (shown < width) text.append(width - shown, ' ');
  return text;
}

}  // namespace

std::string inspection_text(const inspection& of) {
  std::string text = of.file + (of.compressed ? " (compressed)" : "") + '\n';
  const auto line = [&text](std::string_view label, const std::string& value) {
    text += "  " + padded(std::string(label), 12) + value + '\n';
  };
  line("encoding", of.encoding + (of.dialect.byte_order_mark ? ", with a byte-order mark" : ""));
  line("shape", "fields between " + delimiter_name(of.dialect.delimiter) + ", lines end in " +
                    std::string(line_end_name(of.dialect)) +
                    (of.dialect.has_quotes ? ", quotes as in RFC 4180" : ", quotes mean nothing") +
                    (of.dialect.separator_line.empty() ? "" : ", a line `sep=` for Excel"));
  line("header", of.has_header ? "the first row" : "none: the first row is data");
  line("layout", of.layout.empty() ? "of no dialer that is known" : of.layout + " (" + of.layout_description + ')');
  line("region", of.region.empty() ? "none: numbers need their country code" : of.region);
  if (!of.note.empty()) line("read", of.note);
  line("rows", std::to_string(of.rows) + " looked at, " + std::to_string(of.malformed) + " malformed, " +
                   std::to_string(of.ragged) + " ragged");
  text += "columns\n";
  std::size_t name_width = 4, use_width = 4;
  for (const inspected_column& column : of.columns) {
    name_width = std::max(name_width, std::min<std::size_t>(column.name.size(), 28));
    use_width = std::max(use_width, use_for_people(column.use).size());
  }
  for (std::size_t i = 0; i < of.columns.size(); ++i) {
    const inspected_column& column = of.columns[i];
    text += "  " + padded(std::to_string(i + 1), 4) + padded(column.name, name_width) + "  " +
            padded(std::string(use_for_people(column.use)), use_width) + "  " + content_of(column) +
            (column.why.empty() ? "" : "; " + column.why) + '\n';
  }
  if (!of.samples.empty()) text += "sample, masked\n";
  for (const std::vector<std::string>& row : of.samples) {
    text += "  ";
    for (std::size_t i = 0; i < row.size(); ++i) text += (i == 0 ? "" : " | ") + row[i];
    text += '\n';
  }
  for (const std::string& warning : of.warnings) text += "warning: " + warning + '\n';
  if (!of.problem.empty()) text += "scrub would refuse it: " + of.problem + '\n';
  if (!of.command.empty()) text += "next:\n  " + of.command + '\n';
  return text;
}

std::string inspection_json(const inspection& of) {
  using json = nlohmann::ordered_json;
  json columns = json::array();
  for (std::size_t i = 0; i < of.columns.size(); ++i) {
    const inspected_column& column = of.columns[i];
    json regions = json::object();
    for (const auto& [region, count] : column.regions) regions[region] = count;
    columns.push_back({{"place", i + 1},
                       {"name", column.name},
                       {"use", std::string(to_string(column.use))},
                       {"why", column.why},
                       {"empty", column.empty},
                       {"placeholders", column.placeholders},
                       {"numbers", column.numbers},
                       {"ambiguous", column.ambiguous},
                       {"marked", column.marked},
                       {"days", column.days},
                       {"zones", column.zones},
                       {"flags", column.flags},
                       {"others", column.others},
                       {"regions", std::move(regions)}});
  }
  const json object{{"file", of.file},
                    {"compressed", of.compressed},
                    {"encoding", of.encoding},
                    {"delimiter", delimiter_name(of.dialect.delimiter)},
                    {"quotes", of.dialect.has_quotes ? "rfc" : "none"},
                    {"line_end", std::string(line_end_name(of.dialect))},
                    {"byte_order_mark", of.dialect.byte_order_mark},
                    {"separator_line", !of.dialect.separator_line.empty()},
                    {"header", of.has_header},
                    {"rows", of.rows},
                    {"ragged", of.ragged},
                    {"malformed", of.malformed},
                    {"layout", of.layout.empty() ? json(nullptr) : json(of.layout)},
                    {"region", of.region.empty() ? json(nullptr) : json(of.region)},
                    {"note", of.note},
                    {"columns", std::move(columns)},
                    {"samples", of.samples},
                    {"warnings", of.warnings},
                    {"problem", of.problem.empty() ? json(nullptr) : json(of.problem)},
                    {"command", of.command.empty() ? json(nullptr) : json(of.command)}};
  return object.dump(2, ' ', false, json::error_handler_t::replace) + '\n';
}

}  // namespace callsieve
