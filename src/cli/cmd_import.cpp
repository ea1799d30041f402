// import: files to a list, wholly or not at all.
#include <algorithm>
#include <cstdio>
#include <memory>

#include "callsieve/lists/import.hpp"

#include "command.hpp"
#include "progress.hpp"

#include <nlohmann/json.hpp>

namespace callsieve::cli {
namespace {

struct import_arguments {
  std::string store_folder, region, plus_lost, kind, obtained, tune, progress = "auto";
  std::vector<std::string> files, covers, sent, unjudged, phones;
  std::string answer, quotes;
  import_options options;
  bool json = false;
};

/// For whom, and since when: one day, or the oldest and the newest.
std::string brought_text(std::span<const coverage_entry> brought) {
  if (brought.empty()) return "no prefix anew";  // changes
  day oldest = day::max(), newest = day::min();
  for (const coverage_entry& entry : brought) {
    oldest = std::min(oldest, entry.obtained);
    newest = std::max(newest, entry.obtained);
  }
  std::string text = coverage_text(brought) + ", obtained " + to_string(oldest);
  if (newest != oldest) text += " to " + to_string(newest);
  return text;
}

/// The notes, each once: what is said of several files alike is said of the first and counted.
std::vector<std::string> merged(const std::vector<std::string>& notes) {
  struct saying {
    std::string about, text;
    std::size_t files = 0;
  };
  std::vector<saying> sayings;
  for (const std::string& note : notes) {
    const std::size_t colon = note.find(": ");
    const std::string about = colon == std::string::npos ? "" : note.substr(0, colon);
    const std::string text = colon == std::string::npos ? note : note.substr(colon);
    const auto same = std::find_if(sayings.begin(), sayings.end(), [&](const saying& s) { return s.text == text; });
    if (same == sayings.end()) {
      sayings.push_back({about, text, 1});
    } else {
      ++same->files;
    }
  }
  std::vector<std::string> lines;
  lines.reserve(sayings.size());
  for (const saying& s : sayings) {
    lines.push_back(s.about + (s.files > 1 ? " and " + std::to_string(s.files - 1) + " more" : "") + s.text);
  }
  return lines;
}

void print_words(const std::string& list_name, const import_report& report) {
  std::fprintf(stderr, "%s: %s in all (%s, format %s)\n", list_name.c_str(), counted(report.count, "number").c_str(),
               std::string(to_string(report.kind)).c_str(), report.format.c_str());
  std::fprintf(stderr, "  %s added, %s removed, %s unchanged\n", grouped(report.added).c_str(),
               grouped(report.removed).c_str(), grouped(report.unchanged).c_str());
  if (report.ranges > 0) {
    std::fprintf(stderr, "  and %s of numbers, from patterns\n", counted(report.ranges, "range").c_str());
  }
  std::fprintf(stderr, "  speaks for %s\n", brought_text(report.brought).c_str());
  if (report.not_in_plan > 0) {
    const std::string where = report.outside_plan_file.empty() ? "" : ": " + report.outside_plan_file.string();
    std::fprintf(stderr, "  %s not in today's numbering plan, kept%s\n", counted(report.not_in_plan, "number").c_str(),
                 where.c_str());
  }
  if (report.bad > 0) {
    std::fprintf(stderr, "  %s could not be read and left out: %s\n", counted(report.bad, "line").c_str(),
                 report.rejects_file.c_str());
  }
  for (const std::string& note : merged(report.notes)) std::fprintf(stderr, "  note: %s\n", note.c_str());
}

void print_json(const std::string& list_name, const import_report& report) {
  nlohmann::ordered_json object{
      {"list", list_name},
      {"kind", std::string(to_string(report.kind))},
      {"format", report.format},
      {"version", report.version},
      {"lines", report.lines},
      {"added", report.added},
      {"removed", report.removed},
      {"renumbered", report.renumbered},
      {"ambiguous", report.ambiguous},
      {"weakened", report.weakened},
      {"live_kept", report.live_kept},
      {"later_kept", report.later_kept},
      {"unchanged", report.unchanged},
      {"count", report.count},
      {"ranges", report.ranges},
      {"not_in_plan", report.not_in_plan},
      {"outside_coverage", report.outside_coverage},
      {"bad_lines", report.bad},
      {"comments", report.comments},
      {"unread_numbers", nlohmann::ordered_json::array()},
      {"coverage", nlohmann::ordered_json::array()},
      {"coverage_entries", report.brought.size()},
      {"notes", report.notes},
  };
  for (const unread_cells& cells : report.unread_numbers) {
    object["unread_numbers"].push_back({{"column", cells.column},
                                        {"count", cells.count},
                                        {"input", cells.input.string()},
                                        {"first_line", cells.first_line},
                                        {"phone", cells.phone()}});
  }
  const auto brought = std::span(report.brought).first(std::min(report.brought.size(), most_prefixes_shown));
  for (const coverage_entry& entry : brought) {
    object["coverage"].push_back({{"prefix", to_string(entry.prefix)}, {"obtained", to_string(entry.obtained)}});
  }
  std::printf("%s\n", object.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

/// From words to options; the first one that means nothing is the error.
absl::Status read_arguments(import_arguments& arguments) {
  import_options& options = arguments.options;
  options.files.assign(arguments.files.begin(), arguments.files.end());
  options.sent.assign(arguments.sent.begin(), arguments.sent.end());
  options.unjudged.assign(arguments.unjudged.begin(), arguments.unjudged.end());
  if (!arguments.phones.empty()) {
    options.phone_column = arguments.phones.front();
    options.further_phone_columns.assign(arguments.phones.begin() + 1, arguments.phones.end());
  }
  if (!arguments.quotes.empty()) options.quotes = arguments.quotes == "none" ? csv_quotes::none : csv_quotes::rfc;
  options.answer_is_clear = arguments.answer == "clear";
  options.today = today();
  const auto region = region_of(arguments.region);
  if (!region.ok()) return region.status();
  options.region = *region;
  options.plus = plus_lost_of(arguments.plus_lost);
  if (!arguments.sent.empty() && arguments.answer.empty()) {
    return bad_input("--sent: say with --answer whether the answer names the registered numbers or the clear ones");
  }
  if (!arguments.kind.empty()) {
    for (const list_kind kind : {list_kind::set, list_kind::dated, list_kind::consent, list_kind::attempts}) {
      if (arguments.kind == to_string(kind)) options.kind = kind;
    }
  }
  if (!arguments.tune.empty()) options.tuning = arguments.tune == "speed" ? list_tuning::speed : list_tuning::memory;
  if (!arguments.obtained.empty()) {
    const auto obtained = day_of(arguments.obtained, "--obtained");
    if (!obtained.ok()) return obtained.status();
    options.obtained = *obtained;
  }
  for (const std::string& text : arguments.covers) {
    const auto prefix = number_prefix::parse(text);
    if (!prefix) return bad_input("--covers " + text + ": not a prefix; write +CC..., such as +1202, or world");
    options.covers.push_back(*prefix);
  }
  return absl::OkStatus();
}

int run_import(import_arguments arguments) {
  if (const absl::Status status = read_arguments(arguments); !status.ok()) return fail(status);
  auto opened = store::open_or_create(arguments.store_folder);
  if (!opened.ok()) return fail(opened.status());
  absl::StatusOr<import_report> report;
  {
    progress_line line(arguments.progress);
    arguments.options.progress = [&line](std::uint64_t bytes, std::uint64_t total) { line.update(bytes, total); };
    report = import_list(*opened, arguments.options);
  }
  if (!report.ok()) return fail(report.status());
  if (arguments.json) {
    print_json(arguments.options.list_name, *report);
  } else {
    print_words(arguments.options.list_name, *report);
  }
  return done;
}

std::string format_help() {
  std::string text = "Formats:\n";
  for (const list_reader& reader : list_readers()) {
    text += "  " + std::string(reader.name);
    text.append(reader.name.size() < 12 ? 12 - reader.name.size() : 1, ' ');
    text += std::string(reader.description);
    if (!reader.covers.empty()) text += " (speaks for " + std::string(reader.covers) + ")";
    text += '\n';
  }
  return text;
}

}  // namespace

void add_import(CLI::App& app, action& chosen) {
  auto arguments = std::make_shared<import_arguments>();
  import_options& options = arguments->options;
  CLI::App* command = app.add_subcommand("import", "Read files into a list: wholly or not at all");
  command->add_option("LIST", options.list_name, "The list; made when there is none")->required();
  command->add_option("FILE", arguments->files, "The files of one import; - is standard input")->required();
  std::vector<std::string> formats{"auto"};
  for (const list_reader& reader : list_readers()) formats.emplace_back(reader.name);
  command->add_option("--format", options.format, "How the files are laid out; default: told from their content")
      ->check(CLI::IsMember(formats));
  command->add_option("--kind", arguments->kind, "What the list holds; default: what it already is, else set")
      ->check(CLI::IsMember({"set", "dated", "consent", "attempts"}));
  add_region_option(*command, arguments->region);
  add_plus_lost_option(*command, arguments->plus_lost);
  command
      ->add_option("--date-format", options.date_format, "How days are written, such as %d-%m-%Y; default: YYYY-MM-DD")
      ->type_name("F");
  command->add_option("--obtained", arguments->obtained, "The day this copy was taken from its source, or today")
      ->type_name("DATE");
  command
      ->add_option(
          "--list-version", options.version,
          "What the source calls this copy: its register's day, or a name; default: the day in the file's name")
      ->type_name("TEXT");
  command
      ->add_option("--quotes", arguments->quotes,
                   "Of files with columns: quotes hold fields together as RFC 4180 has it, or are ordinary characters; "
                   "default: rfc, but for vicidial's pipes")
      ->check(CLI::IsMember({"rfc", "none"}));
  command->add_option("--skip-first", options.skip_first, "Lines before a file's entries that are none")
      ->type_name("N");
  command
      ->add_option("--skip-last", options.skip_last,
                   "Lines behind a file's entries that are none; a count of entries in them is checked")
      ->type_name("N");
  command->add_option("--covers", arguments->covers, "The prefixes that the files speak for: +1202, or world")
      ->type_name("PREFIX");
  command
      ->add_option("--phone", arguments->phones,
                   "The column of numbers, by name or place (from 1); csv takes several: each number is an entry")
      ->type_name("COLUMN");
  command
      ->add_option("--region-column", options.region_column,
                   "A column with the country of the numbers in its row, for those without a country code")
      ->type_name("COLUMN");
  command->add_option("--code-column", options.code_column, "A column with their dial code, such as 31 or +31")
      ->type_name("COLUMN");
  command
      ->add_option("--ignore", options.ignored_columns,
                   "A column that says nothing of who may be called: it is not read, and import does not ask")
      ->type_name("COLUMN");
  command
      ->add_option("--day", options.day_column,
                   "The column of days: purchase, consent, call, registration, expiry, change")
      ->type_name("COLUMN");
  command->add_option("--end", options.end_column, "csv: the column of the contract's end: a day, or open")
      ->type_name("COLUMN");
  command->add_option("--state", options.state_column, "csv: the column that says given or withdrawn")
      ->type_name("COLUMN");
  command->add_option("--reference", options.reference_column, "csv: the column that says where the evidence is")
      ->type_name("COLUMN");
  command
      ->add_option("--tune", arguments->tune,
                   "What the list's bytes are chosen for; default: speed where the list takes less than a twentieth of "
                   "the machine's memory")
      ->check(CLI::IsMember({"memory", "speed"}));
  command
      ->add_option(
          "--category", options.category_columns,
          "A column of categories, companies, campaigns or results, by name or place; results may have several")
      ->type_name("COLUMN");
  command->add_option("--only", options.only, "companies: keep the pairs of these")->type_name("COMPANY");
  command->add_flag("--changes", options.changes,
                    "The files hold additions and deletions, or more numbers or records, not the whole list");
  command
      ->add_option("--columns", options.columns,
                   "ftc-changes: what its columns hold, such as area,number,date,change or ...,change=1/0")
      ->type_name("NAMES");
  command->add_option("--change", options.change_column, "csv with --changes: the column that says add or delete")
      ->type_name("COLUMN");
  CLI::Option* sent =
      command->add_option("--sent", arguments->sent, "The files are an authority's answer to these (see export)")
          ->type_name("FILE");
  command->add_option("--answer", arguments->answer, "What the answer names: registered numbers, or clear ones")
      ->check(CLI::IsMember({"registered", "clear"}))
      ->needs(sent);
  command->add_option("--unjudged", arguments->unjudged, "Numbers sent that the authority could not judge")
      ->type_name("FILE")
      ->needs(sent);
  command->add_flag(
      "--allow-bad", options.allow_bad,
      "Go on without the lines that cannot be read; their number is kept in the list. Keep entries outside "
      "the numbering plan, however many");
  command->add_flag("--allow-shrink", options.allow_shrink,
                    "Accept losses: over a fifth of what the files speak for, or all of a prefix");
  command->add_flag("--allow-older", options.allow_older, "Accept a copy older than what it replaces");
  command->add_option("--progress", arguments->progress, "A line on stderr")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  command->add_flag("--json", arguments->json, "The outcome as an object, for machines");
  add_store_option(*command, arguments->store_folder);
  command->footer(
      format_help() +
      "A full import replaces what earlier imports brought inside the coverage that it brings, nothing else; it stops\n"
      "when a list would lose more than a fifth, or all of a prefix. --changes adds and deletes; to customers, "
      "consents and calls it "
      "adds,\n"
      "as it does with plain numbers.\n"
      "Examples:\n"
      "  callsieve import ftc 2026-11-20_202.txt 2026-11-20_415.txt\n"
      "  callsieve import ftc 2026-11-21_202.txt --changes\n"
      "  callsieve import customers customers.csv --kind dated --region NL --obtained today\n"
      "  callsieve import consents consents.csv --kind consent --date-format %d-%m-%Y --obtained 2026-11-20\n"
      "  callsieve import calls calls-today.csv --kind attempts --region US --obtained today");
  command->callback([arguments, &chosen] {
    if (arguments->options.format == "auto") arguments->options.format.clear();
    chosen = [arguments] { return run_import(*arguments); };
  });
}

}  // namespace callsieve::cli
