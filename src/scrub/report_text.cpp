#include <algorithm>
#include <cmath>
#include <cstdio>

#include "callsieve/scrub/report.hpp"

#include "scrub/for_shell.hpp"

namespace callsieve {
namespace {

constexpr std::size_t label_width = 26;
constexpr std::size_t bar_width = 30;

/// 1234567 as `1,234,567`.
std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t i = text.size(); i > 3; i -= 3) text.insert(i - 3, 1, ',');
  return text;
}

std::string padded_left(std::string text, std::size_t width) {
  if (text.size() < width) text.insert(0, width - text.size(), ' ');
  return text;
}

std::string padded_right(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

/// One line of the table: label, count, share of the whole, bar.
std::string line_of(const std::string& label, std::uint64_t count, std::uint64_t whole, bool bar) {
  const double share = whole == 0 ? 0 : static_cast<double>(count) / static_cast<double>(whole);
  char percent[16];
  std::snprintf(percent, sizeof percent, "%5.1f %%", 100 * share);
  std::string line = padded_right(label, label_width) + padded_left(grouped(count), 13) + "  " + percent;
  if (bar && count != 0) {
    // Something is never nothing: the smallest share still has one mark.
    const auto marks = static_cast<std::size_t>(std::lround(share * bar_width));
    line += "  " + std::string(std::clamp<std::size_t>(marks, 1, bar_width), '#');
  }
  return line + '\n';
}

std::string verdict_lines(const scrub_report& report, std::string_view name, verdict outcome, std::uint64_t count) {
  std::string text = line_of(std::string(name), count, report.rows.read, false);
  for (const reason_tally& line : report.by_verdict) {
    if (line.outcome == outcome) text += line_of("  " + line.reason, line.rows, report.rows.read, true);
  }
  return text;
}

/// Which lines malformed rows took with them, where they are more than rows.
std::string span_lines(const scrub_report& report, const scrub_options& options) {
  constexpr std::size_t most = 5;
  if (report.long_malformed.empty()) return {};
  std::string text = "these rows are " + grouped(report.lines.rows + report.lines.malformed) + " lines, " +
                     grouped(report.lines.malformed) + " of them malformed; a quote makes one row of\n";
  for (std::size_t i = 0; i < std::min(most, report.long_malformed.size()); ++i) {
    const long_record& record = report.long_malformed[i];
    text += "  lines " + std::to_string(record.line) + " to " + std::to_string(record.line + record.lines - 1);
    if (options.inputs.size() > 1) text += " of " + options.inputs[record.input].string();
    text += " (" + grouped(record.lines) + "): " + std::string(to_string(record.state)) + '\n';
  }
  if (report.long_malformed.size() > most) text += "  and more\n";
  return text + "close or double such quotes; --quotes none reads all quotes as ordinary characters\n";
}

std::string rule_lines(const scrub_report& report) {
  std::string text = "\nWhat each rule did, in its order, of " + grouped(report.numbers.read) + " numbers\n" +
                     padded_right("  rule", label_width) + padded_left("decided", 13) + padded_left("unknown", 13) +
                     padded_left("passed on", 13) + '\n';
  for (std::size_t i = 0; i < report.rules.size(); ++i) {
    const rule_tally& rule = report.rules[i];
    const std::string label = i + 1 == report.rules.size() ? "otherwise: " + rule.reason : rule.reason;
    text += padded_right("  " + label, label_width) + padded_left(grouped(rule.decided), 13) +
            padded_left(grouped(rule.unknown), 13) + padded_left(grouped(rule.passed), 13) + '\n';
  }
  return text;
}

std::string place_of(const scrub_report& report, const unchecked_numbers& found) {
  const bool several_inputs = std::any_of(report.unchecked.begin(), report.unchecked.end(),
                                          [&](const unchecked_numbers& other) { return other.input != found.input; });
  return "line " + std::to_string(found.first_line) + (several_inputs ? " of " + found.input : "");
}

/// The worst of the columns that nobody asked.
std::string unchecked_lines(const scrub_report& report) {
  constexpr std::size_t most = 5;
  std::string text;
  std::size_t shown = 0;
  for (const unchecked_numbers& found : report.unchecked) {
    if (++shown > most) {
      text += "and " + std::to_string(report.unchecked.size() - most) + " columns more with such numbers: --report\n";
      break;
    }
    const std::string first = ", the first in " + place_of(report, found);
    const std::string column = " in column \"" + found.column + '"';
    if (found.phones == 0) {
      text += grouped(found.count) + (found.count == 1 ? " cell" : " cells") + " of column \"" + found.column +
              (found.count == 1 ? "\" is" : "\" are") + " digits that might be a number" + first + ": not asked\n";
      continue;
    }
    const std::string option = detail::for_shell(found.option);
    text += "warning: ";
    text += grouped(found.phones);
    text += found.phones == 1 ? " phone number" : " phone numbers";
    text += column;
    text += found.phones == 1 ? " was not checked" : " were not checked";
    if (!found.why.empty()) text.append(" (").append(found.why).append(")");
    text.append(first).append("; only objections were looked for: --phone ").append(option);
    text.append(" asks them, --ignore ").append(option).append(" leaves them\n");
  }
  return text;
}

std::string flag_line(const unread_flag& flag) {
  const std::string answer = flag.answer ? "yes" : "no";
  return "warning: column \"" + flag.column + "\" says who should not be called, " + answer + " in " +
         grouped(flag.rows) + (flag.rows == 1 ? " row" : " rows") +
         ", and no rule of the policy reads it: when = { column = \"" + flag.column + "\", says = \"" + answer +
         "\" } blocks them, --ignore " + detail::for_shell(flag.column) + " leaves them\n";
}

}  // namespace

std::string report_text(const scrub_report& report, const scrub_options& options) {
  std::string text = line_of("rows read", report.rows.read, report.rows.read, false);
  text += verdict_lines(report, "allowed", verdict::allow, report.rows.allowed);
  text += verdict_lines(report, "blocked", verdict::block, report.rows.blocked);
  text += verdict_lines(report, "unknown", verdict::unknown, report.rows.unknown);
  text += line_of("malformed", report.rows.malformed, report.rows.read, true);
  text += span_lines(report, options);
  if (options.preview) text += rule_lines(report);
  if (report.ragged != 0) {
    text += grouped(report.ragged) +
            " rows have another number of fields than the first one, lack no number for it, and were read "
            "(--ragged refuse makes them malformed)\n";
  }
  for (const auto& [reason, count] : report.unknown_passed) {
    if (count != 0)
      text += grouped(count) + " numbers were unknown to rule " + reason + " and passed on, as the policy asks\n";
  }
  for (const unread_flag& flag : report.flags) text += flag_line(flag);
  text += unchecked_lines(report);
  text += report.columns_note + "; policy " + report.policy + "; as of " + to_string(options.when) + '\n';
  if (report.ambiguous != 0) {
    text += grouped(report.ambiguous) +
            " cells are numbers as they stand and other ones with a plus sign before them (ambiguous): say with "
            "--plus-lost yes or no which is meant\n";
  }
  const auto several = report.invalid.find("several_numbers");
  if (several != report.invalid.end()) {
    text += grouped(several->second) + (several->second == 1 ? " cell holds" : " cells hold") +
            " several numbers, of which none was asked: give each a column of its own\n";
  }
  const auto no_region = report.invalid.find("needs_region");
  if (no_region != report.invalid.end()) {
    text +=
        grouped(no_region->second) + " numbers are written without a country code; --region says which one is meant\n";
  }
  return text;
}

std::string timings_text(const scrub_report& report) {
  double sum = 0;
  for (const auto& [name, seconds] : report.stages) sum += seconds;
  std::string text = padded_right("stage", label_width) + "      seconds    share   ns a row\n";
  const auto line = [&](const std::string& name, double seconds) {
    const double rows = std::max(1.0, static_cast<double>(report.rows.read));
    char numbers[64];
    std::snprintf(numbers, sizeof numbers, "%13.3f  %5.1f %%  %9.2f", seconds, sum == 0 ? 0 : 100 * seconds / sum,
                  1e9 * seconds / rows);
    text += padded_right("  " + name, label_width) + numbers + '\n';
  };
  for (const auto& [name, seconds] : report.stages) line(name, seconds);
  char total[96];
  std::snprintf(total, sizeof total, "%.3f s in all, %u thread%s, %.1f million rows a second\n", report.seconds,
                report.threads, report.threads == 1 ? "" : "s",
                static_cast<double>(report.rows.read) / std::max(report.seconds, 1e-9) / 1e6);
  return text + total;
}

}  // namespace callsieve
