// The job against a row-at-a-time rewrite of its rules, on random messy call lists.
#include <map>
#include <random>
#include <set>

#include "callsieve/number/parse.hpp"

#include "io/csv_oracle.hpp"
#include "scrub/phone_content.hpp"
#include "scrub/scrub_kit.hpp"
#include "support/seed.hpp"

namespace {

using namespace callsieve;
using namespace callsieve::test;

struct answer {
  std::string verdict, reason, detail;
};

struct oracle_result {
  std::string kept, rejected;
  std::map<std::string, std::uint64_t> reasons;
  tally rows, numbers;
  line_tally lines;
  std::size_t open_quote_line = 0;
  std::uint64_t soft_passed = 0, objections_inside = 0, ragged = 0, hiding = 0;
};

/// How the oracle is to read.
struct manner {
  bool blank, all, quotes, ragged;
};

/// What a cell that is no number gets: a parse error, and what rules on whole rows say of the numbers in it.
struct junk_cell {
  std::string error, objection{};  ///< `block`, `unknown` or nothing
};
const std::map<std::string, junk_cell> junk = {
    {"call me", {"not_a_number"}},
    {"1", {"too_short"}},
    {"2.02556E+09", {"spreadsheet_damaged"}},
    {"1234567890123456", {"too_long"}},
    {"+12025550101 / +12025550110", {"several_numbers", "block"}},
    {"home 202-555-0110 cell 202-555-0101", {"several_numbers", "block"}},
    {"2025550102 do not call", {"marked: do not call", "unknown"}},
    {"2025550110 fax", {"marked: fax"}},
    {"2025550110; 2025550102; 2025550111", {"several_numbers", "unknown"}},
    {"2025550102 & 3035550101", {"several_numbers", "block"}},
    {"2025550107 / 2025550108", {"several_numbers"}},  // the registry's rule is not on whole rows
    {"(202) 555-0110 or (202) 555-0111", {"several_numbers"}},
    {"555-0101 call", {"not_a_number", "block"}},  // not in the plan; a list may hold it
    {"202 555 0101 202 555 0110", {"several_numbers", "block"}},
    {"202_555_0101", {"not_a_number", "block"}},
    {"Al 00 1 202 555 0101", {"not_a_number", "block"}}};

/// What the ending of a number says, by the policy of scrub_kit.hpp written out as a ladder.
answer decide(int ending, bool repeated, std::uint64_t& soft_passed) {
  if (ending == 1) return {"block", "objection", ""};
  if (ending == 2) return {"unknown", "objection", "stale"};
  if (repeated) return {"block", "duplicate", ""};
  if (ending == 3) return {"allow", "customer", ""};
  if (ending == 5) return {"block", "soft", ""};
  if (ending == 6) ++soft_passed;
  if (ending == 7) return {"block", "registry", ""};
  if (ending == 8) return {"unknown", "registry", "stale"};
  if (ending == 9) return {"unknown", "registry", "not covered"};
  return {"allow", "clear", ""};
}

std::string all_reasons(int ending, bool repeated) {
  std::string text = ending == 1 ? "objection" : ending == 2 ? "objection: stale" : "";
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
  if (repeated) add("duplicate");
  if (ending == 3) add("customer");
  if (ending == 4) add("customer: stale");
  if (ending == 5) add("soft");
  if (ending == 6) add("soft: not covered");
  if (ending == 7 || ending == 1) add("registry");
  if (ending == 8) add("registry: stale");
  if (ending == 9) add("registry: not covered");
  return text;
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

/// Whether a cell is a valid number or holds one, so that whoever is on that line would have to be asked.
bool holds_number(const std::string& cell) {
  if (parse(cell, find_region("US")).valid()) return true;
  for (const std::string_view part : {"55501", "555 01", "555-01"}) {
    const std::size_t at = cell.find(part);
    // Not the seven digits that are no number of the plan.
    if (at != std::string::npos && at >= 3 && cell.find_first_of("0123456789") + 3 <= at) return true;
  }
  return false;
}

/// Whether a ragged row has a number beside the columns of numbers, where a delimiter too many or too few moves it.
bool may_be_shifted(const oracle_row& row) {
  if (!row.ragged) return false;
  for (std::size_t i = row.raw.size() > 5 ? 2 : 0; i < (row.raw.size() > 5 ? row.raw.size() : 3); ++i) {
    const std::string& cell = row.values[i];
    const parsed_number number = parse(cell, find_region("US"));
    const bool is_phone = detail::written_like_a_phone(cell) && (number.readable() || number.in_plan());
    if (i != 1 && i != 3 && is_phone) return true;
  }
  return false;
}

/// Scrubs a text with a header whose columns 1 and 3 (from 0) hold numbers, one way for each of the job's features.
oracle_result scrub_by_oracle(const std::string& text, const std::string& line_end, const manner& how) {
  oracle_result result;
  const bool blank = how.blank, all = how.all;
  const std::size_t least = how.ragged ? 4 : 0;
  const auto input = read_by_oracle(text, ',', 1'000'000, least, how.quotes);
  result.open_quote_line = input.open_quote_line;
  result.lines.read = input.lines;
  result.lines.empty = input.empty_lines;
  result.lines.separators = separator_line_by_oracle(text) == 0 ? 0 : 1;
  std::set<std::uint64_t> seen;
  std::string owed;
  const auto keep = [&](const oracle_row& row, const std::string& bytes) {
    result.kept += owed + bytes;
    owed = row.line_end.empty() ? line_end : "";
  };
  bool header = true;
  result.kept = result.rejected = text.substr(0, separator_line_by_oracle(text));
  for (const oracle_row& row : input.rows) {
    const std::string content = row.bytes.substr(0, row.bytes.size() - row.line_end.size());
    const std::string end = row.line_end.empty() ? line_end : row.line_end;
    if (header) {
      header = false;
      result.lines.headers += row.lines;
      keep(row, row.bytes);
      result.rejected += content + ",callsieve_verdict,callsieve_reason,callsieve_detail" + end;
      continue;
    }
    ++result.rows.read;
    const bool shifted = may_be_shifted(row);
    const bool hides = row.well_formed() && hides_row_by_oracle(row, ',', 5, least, {1, 3}, holds_number);
    if (!row.well_formed() || hides || shifted) {
      ++result.rows.malformed;
      result.lines.malformed += row.lines;
      result.hiding += hides;
      const std::string what = hides ? "a quoted cell hides rows"
                               : row.text_after_quote
                                   ? "text after a closing quote"
                                   : "wrong number of fields: " + std::to_string(row.raw.size()) + ", not 5";
      const std::string lines = "lines " + std::to_string(row.line) + " to " + std::to_string(row.line + row.lines - 1);
      const std::string detail =
          what + (row.lines == 1 ? "" : (row.wrong_count || (shifted && !hides) ? "; " : ": ") + lines);
      result.rejected += quoted(content) + ",,,," + ",malformed,malformed," +
                         (detail.find(',') == std::string::npos ? detail : quoted(detail)) + end;
      continue;
    }
    result.lines.rows += row.lines;
    std::vector<answer> answers(std::max<std::size_t>(row.raw.size(), 4));
    result.ragged += row.ragged;
    std::string every;
    for (const std::size_t column : {1UL, 3UL}) {
      const std::string& cell = row.values[column];
      if (cell.find_first_not_of(' ') == std::string::npos) continue;
      ++result.numbers.read;
      std::string said;
      if (const auto known = junk.find(cell); known != junk.end()) {
        answers[column] = {"block", "invalid", known->second.error};
        said = known->second.error;
      } else if (const parsed_number number = parse(cell, find_region("US")); !number.valid()) {
        said = std::string(to_string(number.error));
        answers[column] = {"block", "invalid", said};
      } else {
        const auto ending = static_cast<int>(number.number.value() % 100);
        const bool repeated = !seen.insert(number.number.value()).second;
        answers[column] = decide(ending, repeated, result.soft_passed);
        said = all_reasons(ending, repeated);
      }
      ++(answers[column].verdict == "allow"   ? result.numbers.allowed
         : answers[column].verdict == "block" ? result.numbers.blocked
                                              : result.numbers.unknown);
      // Each part once: two numbers of a row may be on the same list.
      for (std::size_t at = 0; at < said.size();) {
        const std::size_t stop = std::min(said.find("; ", at), said.size());
        const std::string part = said.substr(at, stop - at);
        if (("; " + every + "; ").find("; " + part + "; ") == std::string::npos)
          every += (every.empty() ? "" : "; ") + part;
        at = stop + 2;
      }
    }
    const auto find = [&](auto&& wanted) -> const answer* {
      for (const answer& candidate : answers) {
        if (!candidate.verdict.empty() && wanted(candidate)) return &candidate;
      }
      return nullptr;
    };
    const answer empty = {"block", "invalid", "empty"};
    const answer* verdict = find([](const answer& a) { return a.reason == "objection" && a.verdict == "block"; });
    if (verdict == nullptr) verdict = find([](const answer& a) { return a.reason == "objection"; });
    if (verdict == nullptr) verdict = find([](const answer& a) { return a.verdict == "allow"; });
    if (verdict == nullptr) verdict = find([](const answer& a) { return a.verdict == "unknown"; });
    if (verdict == nullptr) verdict = find([](const answer& a) { return a.verdict == "block"; });
    if (verdict == nullptr) verdict = &empty;
    // Who objected may be among the numbers of a cell that is none itself.
    answer inside;
    for (const std::string wanted : {"block", "unknown"}) {
      for (const std::size_t column : {1UL, 3UL}) {
        const auto known = junk.find(row.values[column]);
        if (verdict->verdict != "allow" || known == junk.end() || known->second.objection != wanted) continue;
        const std::string where = std::string("in column ") + (column == 1 ? "phone" : "mobile") + ": " +
                                  known->second.error.substr(0, known->second.error.find(':'));
        const std::string cause = wanted == "unknown" ? "stale" : "";
        inside = {wanted, "objection", cause.empty() ? where : cause + "; " + where};
        verdict = &inside;
        every = (cause.empty() ? "objection; " : "objection: stale; ") + where + "; " + every;
        ++result.objections_inside;
      }
    }
    const std::string of_reason = inside.verdict == "unknown" ? "objection: stale" : "";
    ++result.reasons[!of_reason.empty()              ? of_reason
                     : verdict->verdict == "unknown" ? verdict->reason + ": " + verdict->detail
                                                     : verdict->reason];
    ++(verdict->verdict == "allow"   ? result.rows.allowed
       : verdict->verdict == "block" ? result.rows.blocked
                                     : result.rows.unknown);
    if (verdict->verdict != "allow") {
      const std::string& detail = all && !every.empty() ? every : verdict->detail;
      std::string padded = content;
      if (row.ragged) {
        padded.clear();
        for (std::size_t c = 0; c < 5; ++c) padded += (c == 0 ? "" : ",") + (c < row.raw.size() ? row.raw[c] : "");
      }
      result.rejected += padded + ',' + verdict->verdict + ',' + verdict->reason + ',' + detail + end;
      continue;
    }
    std::string bytes;
    for (std::size_t column = 0; column < row.raw.size(); ++column) {
      const bool may_not = !answers[column].verdict.empty() && answers[column].verdict != "allow";
      const bool unasked = answers[column].reason == "invalid";
      bytes += (column == 0 ? "" : ",") + ((blank && may_not) || unasked ? std::string() : row.raw[column]);
    }
    keep(row, bytes + row.line_end);
  }
  return result;
}

std::string random_cell(std::mt19937_64& random) {
  static const std::vector<std::string> areas = {"202", "212", "303", "312", "404", "415", "503", "602", "713", "808"};
  const std::string ending = std::to_string(100 + random() % 16).substr(1);
  const std::string& area = areas[random() % areas.size()];
  switch (random() % 12) {
    case 0: return "";
    case 1: return "  ";
    case 2: return std::next(junk.begin(), static_cast<std::ptrdiff_t>(random() % junk.size()))->first;
    case 3: return "\"(" + area + ") 555-01" + ending + '"';
    case 4: return "+1 " + area + " 555 01" + ending;
    default: return area + "55501" + ending;
  }
}

/// Rows, each of which ends so, from a stray quote in the first up to the next one in the last.
std::string random_swallowed(std::mt19937_64& random, const std::string& rest, const std::string& end) {
  static const std::vector<std::string> notes = {"", "x", "\"\"", "\"\"a, b\"\"", "5' pipe"};
  std::string text = "\"tall" + (random() % 2 == 0 ? rest : random() % 2 == 0 ? ",2025550104,1,,x" : "") + end;
  for (std::size_t rows = random() % 4; rows > 0; --rows) {
    text += notes[random() % notes.size()];
    switch (random() % 4) {
      case 0: text += "," + std::to_string(2025550100 + random() % 16) + end; break;
      case 1: text += ",2025550101,7,," + end; break;
      case 2: text += ",call 2025550107,7,202-555-0109" + end; break;
      default: text += ",2025550100 / 2025550101,7,,x,,\"\"" + end;
    }
  }
  return text + "6ft\"" + rest + end;
}

std::string random_list(std::mt19937_64& random, const std::string& line_end) {
  static const std::vector<std::string> notes = {
      "", "x", "\"a, b\"", "\"two\nlines\"", "\"said \"\"hi\"\"\"", "5\" pipe", " \"no quote\""};
  std::string text = random() % 4 == 0 ? "sep=," + line_end : "";
  text += "note,phone,id,\"mobile\",town" + line_end;
  const std::size_t rows = random() % 300;
  for (std::size_t row = 0; row < rows; ++row) {
    const std::string end = random() % 10 == 0 ? (line_end == "\n" ? "\r\n" : "\n") : line_end;
    const std::string& note = notes[random() % notes.size()];
    const std::string whole = note + ',' + random_cell(random) + ',' + std::to_string(row) + ',' + random_cell(random);
    const std::string town = random() % 2 == 0 ? ",Springfield" : ",";
    switch (random() % 27) {
      case 0: text += end; break;
      case 1: text += "a,b" + end; break;
      case 2: text += whole + town + ",5" + end; break;
      case 4: text += whole + end; break;
      case 5: text += whole + town + ",,\"\", " + end; break;
      case 3: text += "\"x\"y,2025550100,1,2" + end; break;
      case 6: text += random_swallowed(random, whole.substr(note.size()) + town, end); break;
      case 7:
        text += (random() % 8 == 0 ? "\"stray" : "\"Unit 5, North\n Street\"") + whole.substr(note.size()) + town + end;
        break;
      default: text += whole + town + end;
    }
  }
  if (random() % 2 == 0) text += "last,2025550100,1,2025550107,x";
  return text;
}

/// The first line in which two texts differ, as got and as expected; empty when they are one.
std::string difference(const std::string& got, const std::string& expected) {
  if (got == expected) return "";
  std::size_t at = 0;
  while (at < got.size() && at < expected.size() && got[at] == expected[at]) ++at;
  const auto line = [&](const std::string& text) {
    const std::size_t start = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
    return text.substr(start, text.find('\n', at) - start);
  };
  return "got:      " + line(got) + "\nexpected: " + line(expected);
}

bool same(const line_tally& a, const line_tally& b) {
  return a.read == b.read && a.rows == b.rows && a.malformed == b.malformed && a.headers == b.headers &&
         a.separators == b.separators && a.empty == b.empty;
}

bool same(const tally& a, const tally& b) {
  return a.read == b.read && a.allowed == b.allowed && a.blocked == b.blocked && a.unknown == b.unknown &&
         a.malformed == b.malformed;
}

}  // namespace

TEST_CASE("On random messy call lists the job agrees with a row-at-a-time oracle, byte for byte, however it is split") {
  std::mt19937_64 random(test::random_seed(20261125));
  // Every chunk size from 1 to 64 bytes with every number of threads, and then as people run it.
  constexpr std::array<unsigned, 4> thread_counts = {1, 2, 3, 8};
  constexpr std::size_t chunk_sizes = 64;
  std::uint64_t objections_inside = 0, hiding = 0;
  constexpr std::size_t small_rounds = chunk_sizes * thread_counts.size();
  for (std::size_t round = 0; round < small_rounds + 50; ++round) {
    const std::size_t chunk = round < small_rounds ? 1 + round % chunk_sizes : scrub_options{}.chunk_bytes;
    const unsigned threads = round < small_rounds ? thread_counts[round / chunk_sizes] : 2;
    INFO("round " << round << ", chunk " << chunk << ", threads " << threads);
    const std::string line_end = random() % 2 == 0 ? "\n" : "\r\n";
    const std::string text = random_list(random, line_end);
    const bool blank = random() % 2 == 0;
    const bool all = random() % 2 == 0;
    const bool quotes = random() % 4 != 0;
    const bool ragged = random() % 4 != 0;
    const oracle_result expected = scrub_by_oracle(text, line_end, {blank, all, quotes, ragged});
    const scrubbed got = scrub_text(text, [&](scrub_options& options) {
      options.cells = blank ? cell_mode::blank : cell_mode::keep;
      options.all_reasons = all;
      options.delimiter = ',';
      options.quotes = quotes ? csv_quotes::found : csv_quotes::none;
      options.ragged = ragged ? ragged_rows::read : ragged_rows::refuse;
      options.chunk_bytes = chunk;
      options.threads = threads;
    });
    if (expected.open_quote_line != 0) {
      REQUIRE(holds(got.error, "line " + std::to_string(expected.open_quote_line) + ": a quote opens here"));
      continue;
    }
    REQUIRE(got.error.empty());
    REQUIRE(difference(got.kept, expected.kept) == "");
    REQUIRE(difference(got.rejected, expected.rejected) == "");
    REQUIRE(got.report.reasons == expected.reasons);
    REQUIRE(got.report.ragged == expected.ragged);
    REQUIRE(same(got.report.rows, expected.rows));
    REQUIRE(same(got.report.numbers, expected.numbers));
    REQUIRE(same(got.report.lines, expected.lines));
    REQUIRE(got.report.unknown_passed.at("soft") == expected.soft_passed);
    objections_inside += expected.objections_inside;
    hiding += expected.hiding;
  }
  REQUIRE(objections_inside > 500);
  REQUIRE(hiding > 500);
}
