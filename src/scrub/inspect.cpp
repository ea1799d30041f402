#include "callsieve/scrub/inspect.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "callsieve/base/yes_no.hpp"
#include "callsieve/io/source.hpp"
#include "callsieve/number/parse.hpp"
#include "callsieve/rules/calling_hours.hpp"

#include "base/guarded.hpp"
#include "io/csv_pieces.hpp"
#include "number/unicode.hpp"
#include "scrub/first_rows.hpp"
#include "scrub/for_shell.hpp"
#include "scrub/layouts.hpp"
#include "scrub/masked.hpp"
#include "scrub/phone_content.hpp"
#include "scrub/placeholders.hpp"

namespace callsieve {
namespace {

using namespace detail;

constexpr std::size_t rows_shown = 10;

/// ASCII, UTF-8 or something else. Requires whole rows: no symbol is cut.
std::string encoding_of(std::string_view text) {
  bool ascii = true;
  for (std::size_t at = 0; at < text.size();) {
    const number_detail::text_symbol symbol = number_detail::next_symbol(text, at);
    if (!symbol.is_utf8) return "single-byte, such as Windows-1252";
    ascii = ascii && symbol.point < 0x80;
  }
  return ascii ? "ASCII" : "UTF-8";
}

inspected_use use_of(const column_look& look) {
  switch (look.use) {
    case column_use::phone:
    case column_use::alternates: return inspected_use::asked;
    case column_use::place: return inspected_use::place;
    case column_use::ignored: return inspected_use::ignored;
    case column_use::watched: break;
  }
  return look.phone_like ? inspected_use::phone_like : inspected_use::watched;
}

/// Counts what the cells of a column are.
class column_counter {
 public:
  column_counter(inspected_column& column, plus_lost lost) : column_(column), lost_(lost) {}

  void add(std::string_view cell, region_id region) {
    if (cell.find_first_not_of(" \t") == std::string_view::npos) {
      ++column_.empty;
    } else if (cell != "0" && read_yes_no(cell)) {  // a zero is more often no number than no
      ++column_.flags;
    } else if (is_placeholder(cell)) {
      ++column_.placeholders;
    } else if (written_like_a_date(cell)) {
      ++column_.days;
    } else if (const parsed_number number = parse(cell, region, lost_); number.valid()) {
      ++column_.numbers;
      ++regions_[std::string(region_name(number.region))];
    } else if (number.error == parse_error::ambiguous) {
      ++column_.ambiguous;
    } else if (number.error == parse_error::marked) {
      ++column_.marked;
    } else if (is_time_zone(cell)) {
      ++column_.zones;
    } else {
      ++column_.others;
    }
  }
  void finish() {
    column_.regions.assign(regions_.begin(), regions_.end());
    std::stable_sort(column_.regions.begin(), column_.regions.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
  }

 private:
  inspected_column& column_;
  plus_lost lost_;
  std::map<std::string, std::uint64_t> regions_;
};

void look_at_rows(const csv_block& block, const job_columns& columns, region_id region, plus_lost lost,
                  inspection& result) {
  std::vector<column_counter> counters;
  for (std::size_t c = 0; c < columns.names.size(); ++c) {
    result.columns.push_back({.name = columns.names[c], .use = use_of(columns.looks[c]), .why = columns.looks[c].why});
  }
  for (inspected_column& column : result.columns) counters.emplace_back(column, lost);
  row_region regions(region, columns.region, columns.code);
  std::string scratch;
  for (std::size_t r = columns.has_header ? 1 : 0; r < block.size(); ++r) {
    const csv_row row = block.row(r);
    ++result.rows;
    if (row.state != row_state::well_formed) {
      if (result.malformed++ == 0) {
        result.warnings.push_back("line " + std::to_string(row.line) +
                                  " is malformed: " + std::string(to_string(row.state)) + "; such rows are rejected");
      }
      continue;
    }
    const region_id here = regions.of(block, row);
    const bool is_sample = result.samples.size() < rows_shown;
    if (is_sample) result.samples.emplace_back();
    for (std::size_t c = 0; c < counters.size(); ++c) {
      const std::string_view cell = decode_field(block.field(row, c), scratch);
      counters[c].add(cell, here);
      if (is_sample) result.samples.back().push_back(masked(cell));
    }
  }
  for (column_counter& counter : counters) counter.finish();
}

void warn(const job_columns& columns, inspection& result) {
  for (std::size_t c = 0; c < result.columns.size(); ++c) {
    const inspected_column& column = result.columns[c];
    const std::uint64_t filled =
        column.numbers + column.ambiguous + column.marked + column.days + column.zones + column.flags + column.others;
    const bool is_asked = column.use == inspected_use::asked;
    if (is_asked && column.ambiguous != 0) {
      result.warnings.push_back(std::to_string(column.ambiguous) + " of " + std::to_string(filled) + " cells of " +
                                columns.shown(c) +
                                " are numbers as they stand and other ones with a plus sign before them: say with "
                                "--plus-lost yes or no which is meant");
    }
    if (column.use == inspected_use::phone_like && filled != 0) {
      const std::string name = for_shell(columns.named(c));
      std::string text = columns.shown(c) + " is like a column of phone numbers and is not asked: say --phone " + name;
      text += " or --ignore " + name;
      result.warnings.push_back(std::move(text));
    }
    const bool one_a_cell = columns.looks[c].use == column_use::phone;
    if (one_a_cell && !columns.joined && columns.doubtful != c &&
        2 * (column.numbers + column.ambiguous + column.marked) < filled) {
      result.warnings.push_back("only " + std::to_string(column.numbers) + " of " + std::to_string(filled) +
                                " cells of " + columns.shown(c) + " are valid numbers" +
                                (result.region.empty() ? "; numbers without a country code need --region"
                                                       : ": is " + result.region + " the right --region?"));
    }
  }
  if (result.ragged != 0) {
    result.warnings.push_back(std::to_string(result.ragged) +
                              " of the first rows have another number of fields than the first one");
  }
}

std::string command_for(const scrub_options& options, const inspected_policy& policy, const job_columns& columns,
                        const inspection& result) {
  std::string command = "callsieve scrub " + for_shell(options.inputs.front().string());
  if (!policy.name.empty()) command += " --policy " + for_shell(policy.name);
  if (!result.region.empty()) command += " --region " + result.region;
  if (options.layout != "auto") command += " --layout " + options.layout;
  if (options.header != header_mode::automatic) {
    command += options.header == header_mode::yes ? " --header yes" : " --header no";
  }
  if (options.quotes != csv_quotes::found) {
    command += options.quotes == csv_quotes::none ? " --quotes none" : " --quotes rfc";
  }
  if (options.delimiter != 0) {
    command += " --delimiter " + (options.delimiter == '\t' ? "tab" : "'" + std::string(1, options.delimiter) + "'");
  }
  if (options.plus != plus_lost::unsaid)
    command += options.plus == plus_lost::yes ? " --plus-lost yes" : " --plus-lost no";
  if (!options.region_column.empty()) command += " --region-column " + for_shell(options.region_column);
  if (!options.code_column.empty()) command += " --code-column " + for_shell(options.code_column);
  // What was found by its content alone is named, so that the next file of this kind is read in the same way.
  const bool by_content = !columns.has_header && columns.layout == nullptr;
  if (!options.phone_columns.empty() || by_content) {
    for (const std::size_t c : columns.phones) command += " --phone " + for_shell(columns.named(c));
  }
  for (const std::string& name : options.ignored_columns) command += " --ignore " + for_shell(name);
  return command + " -o callable.csv --rejected rejected.csv";
}

/// What makes scrub refuse a file that is known to its end; empty: nothing.
std::string problem_of_all(csv_pieces& pieces, const inspection& of) {
  csv_piece piece;
  for (;;) {
    const auto more = pieces.next(piece);
    if (!more.ok()) return message_of(more.status());
    if (!*more) break;
  }
  const bool none_is_read = of.rows != 0 && of.malformed == of.rows;
  return none_is_read ? "not one of its " + std::to_string(of.rows) + " rows can be read: every one is malformed" : "";
}

absl::StatusOr<inspection> look(const scrub_options& options, const inspected_policy& policy) {
  if (options.inputs.empty()) return bad_input("no input given");
  auto source = byte_source::open(options.inputs.front());
  if (!source.ok()) return source.status();
  inspection result;
  result.file = source->name();
  // A decompressed source does not say its size; a pipe does not either, and is not looked at twice.
  std::error_code error;
  result.compressed = !source->size() && std::filesystem::is_regular_file(options.inputs.front(), error);
  auto pieces = csv_pieces::open([&](char* into, std::size_t capacity) { return source->read(into, capacity); },
                                 source->name(), shape_of(options));
  if (!pieces.ok()) return pieces.status();
  csv_piece beginning;
  csv_block block;
  block.set_least_fields(options.ragged == ragged_rows::read ? 1 : 0);
  if (absl::Status status = read_first_rows(*pieces, beginning, block); !status.ok()) return status;
  result.encoding = encoding_of({beginning.text(), beginning.size});
  result.dialect = pieces->dialect();
  if (options.region != region_id::none) result.region = region_name(options.region);
  job_columns columns;
  std::size_t least_fields = 0;
  const absl::Status decided =
      decide_columns(block, *pieces, {options, options.region, policy.columns}, columns, least_fields);
  if (!decided.ok()) result.problem = message_of(decided);
  columns.names.resize(block.width());
  columns.looks.resize(block.width());
  result.has_header = columns.has_header;
  result.note = columns.note;
  if (columns.layout != nullptr) {
    result.layout = columns.layout->name;
    result.layout_description = columns.layout->description;
  }
  if (decided.ok()) {
    block.set_least_fields(least_fields);
    if (absl::Status status = block.take(beginning, *pieces); !status.ok()) return status;
    hidden_numbers hidden(columns, options.region, result.dialect, {block.width(), least_fields});
    refuse_doubtful_rows(block, columns, options.region, hidden);
  }
  result.ragged = block.ragged();
  look_at_rows(block, columns, options.region, options.plus, result);
  if (decided.ok()) {
    warn(columns, result);
    result.command = command_for(options, policy, columns, result);
    if (pieces->one_piece_left()) result.problem = problem_of_all(*pieces, result);
  }
  return result;
}

}  // namespace

std::string_view to_string(inspected_use use) noexcept {
  switch (use) {
    case inspected_use::asked: return "asked";
    case inspected_use::place: return "place";
    case inspected_use::watched: return "watched";
    case inspected_use::phone_like: return "phone_like";
    case inspected_use::ignored: return "ignored";
  }
  return "";
}

absl::StatusOr<inspection> inspect(const scrub_options& options, const inspected_policy& policy) {
  return guarded([&] { return look(options, policy); });
}

}  // namespace callsieve
