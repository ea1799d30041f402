// scrub: a call list in, kept and rejected rows out, and the books.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <fcntl.h>
#include <memory>
#include <optional>
#include <system_error>
#include <unistd.h>

#include "callsieve/policy/review.hpp"
#include "callsieve/scrub/report.hpp"
#include "callsieve/scrub/scrub.hpp"

#include "command.hpp"
#include "list_options.hpp"
#include "progress.hpp"
#include "signals.hpp"

namespace callsieve::cli {
namespace {

std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);
int no_input = -1;  ///< a descriptor of /dev/null

/// Standard input ends here: a read that waits for it comes back, and the job sees that it was interrupted.
extern "C" void note_interrupt(int) {
  interrupted = true;
  if (no_input >= 0) dup2(no_input, STDIN_FILENO);
}

void watch_for_interrupts() {
  no_input = open("/dev/null", O_RDONLY | O_CLOEXEC);
  on_interrupt(note_interrupt);
}

struct scrub_arguments {
  std::string store_folder, policy_name, as_of_text, report_file, cells = "blank", progress = "auto", sector,
                                                                  codes = "words";
  list_arguments list;
  std::string output = "-", rejected;
  std::vector<std::string> inputs;
  bool dedupe = false, strict = false, timings = false;
  scrub_options options;
};

absl::Status read_arguments(scrub_arguments& arguments) {
  scrub_options& options = arguments.options;
  options.inputs.assign(arguments.inputs.begin(), arguments.inputs.end());
  options.output = arguments.output;
  options.rejected = arguments.rejected;
  options.report = arguments.report_file;
  if (absl::Status status = read_list_options(arguments.list, options); !status.ok()) return status;
  options.codes = arguments.codes == "vicidial" ? reason_codes::vicidial : reason_codes::words;
  options.cells = arguments.cells == "keep" ? cell_mode::keep : cell_mode::blank;
  if (!arguments.report_file.empty() && !arguments.report_file.ends_with(".json")) {
    return bad_input("--report " + arguments.report_file + ": only .json reports are written");
  }
  return absl::OkStatus();
}

int run_scrub(scrub_arguments arguments) {
  if (const absl::Status status = read_arguments(arguments); !status.ok()) return fail(status);
  scrub_options& options = arguments.options;
  const auto opened = store::open(arguments.store_folder);
  if (!opened.ok()) return fail(opened.status());
  auto document =
      find_policy(arguments.policy_name.empty() ? opened->settings().policy : arguments.policy_name, *opened);
  if (!document.ok()) return fail(document.status());
  const auto when = moment_of(arguments.as_of_text, document->time_zone);
  if (!when.ok()) return fail(when.status());
  options.when = *when;
  for (const auto& [file, option] :
       {std::pair(arguments.output, "--output"), std::pair(arguments.rejected, "--rejected"),
        std::pair(arguments.report_file, "--report")}) {
    if (absl::Status status = check_not_in_store(file, option, arguments.store_folder); !status.ok())
      return fail(status);
  }
  for (const std::string& file : {arguments.output, arguments.rejected, arguments.report_file}) {
    std::error_code error;
    if (!file.empty() && std::filesystem::equivalent(file, document->file, error)) {
      return fail(file + " is the policy of this run; name another file for the output");
    }
  }
  const auto policy = bind_policy(*std::move(document), *opened,
                                  {.sector = optional_text(arguments.sector), .dedupe = arguments.dedupe});
  if (!policy.ok()) return fail(policy.status());
  for (const std::string& warning : policy->warnings) std::fprintf(stderr, "callsieve: warning: %s\n", warning.c_str());
  for (const std::string& text : stale_lists(*policy, options.when.date)) {
    std::fprintf(stderr, "callsieve: warning: %s\n", text.c_str());
  }
  for (const std::string& text : hours_left_to_the_dialer(*policy, options.when)) {
    std::fprintf(stderr, "callsieve: warning: %s\n", text.c_str());
  }

  watch_for_interrupts();
  absl::StatusOr<scrub_report> report;
  {
    progress_line line(arguments.progress);
    options.progress = [&line](std::uint64_t bytes, std::uint64_t total, std::uint64_t rows) {
      line.update(bytes, total, rows);
    };
    options.cancelled = [] { return interrupted.load(); };
    report = scrub(options, *policy);
  }
  if (!report.ok()) return fail(report.status());
  std::fputs(report_text(*report, options).c_str(), stderr);
  if (arguments.timings) std::fputs(timings_text(*report).c_str(), stderr);
  const bool unchecked = std::any_of(report->unchecked.begin(), report->unchecked.end(),
                                     [](const unchecked_numbers& found) { return found.phones != 0; });
  const bool flagged =
      std::any_of(report->flags.begin(), report->flags.end(), [](const unread_flag& flag) { return flag.rows != 0; });
  const bool complete = report->rows.unknown + report->rows.malformed == 0 && !unchecked && !flagged;
  return arguments.strict && !complete ? not_all_callable : done;
}

}  // namespace

void add_scrub(CLI::App& app, action& chosen) {
  auto arguments = std::make_shared<scrub_arguments>();
  scrub_options& options = arguments->options;
  CLI::App* command =
      app.add_subcommand("scrub", "Keep the rows of a call list that may be called, and say why not of the rest");
  command->add_option("FILE", arguments->inputs, "Call lists, CSV or TSV, also .gz and .zst; - is standard input")
      ->required();
  command->add_option("-o,--output", arguments->output, "Kept rows, as they came; default: standard output")
      ->type_name("OUT");
  command->add_option("--rejected", arguments->rejected, "All other rows, with verdict, reason and detail")
      ->type_name("FILE");
  command->add_option("--policy", arguments->policy_name, "A policy's name or file; default: the store's")
      ->type_name("NAME|FILE");
  add_list_options(*command, arguments->list, options);
  command
      ->add_option("--cells", arguments->cells,
                   "Numbers of a kept row that may not be called: blanked, or kept; phone cells that are no number are "
                   "blanked either way")
      ->check(CLI::IsMember({"blank", "keep"}));
  command->add_flag("--dedupe", arguments->dedupe, "Block a number that came earlier in the input");
  command->add_option("--as-of", arguments->as_of_text, "The moment asked for; default: now, in the policy's time zone")
      ->type_name("DATE[THH:MM]");
  command->add_option("--campaign", options.campaign, "A name that the report repeats")->type_name("ID");
  add_sector_option(*command, arguments->sector);
  command
      ->add_option("--codes", arguments->codes,
                   "Reasons in the rejects file: the policy's words, or statuses of the dialer ViciDial")
      ->check(CLI::IsMember({"words", "vicidial"}));
  command->add_flag("--all-reasons", options.all_reasons, "In the detail: every rule that matched or was unknown");
  command->add_flag("--preview", options.preview, "Write no rows: only say what each rule would do");
  command->add_flag(
      "--strict", arguments->strict,
      "Exit with 1 when any row was unknown or malformed, a phone number stands unasked in another column, or a column "
      "that no rule reads says who should not be called");
  command->add_option("--report", arguments->report_file, "The books, as JSON")->type_name("FILE.json");
  command->add_option("--threads", options.threads, "That work on rows; default: as many as the machine has")
      ->type_name("N")
      ->check(CLI::Range(1U, 256U));
  command->add_flag("--timings", arguments->timings, "Say at the end where the time went");
  command->add_option("--progress", arguments->progress, "A line on stderr")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  add_store_option(*command, arguments->store_folder);
  command->footer(
      "Examples:\n"
      "  callsieve scrub leads.csv -o callable.csv --rejected rejected.csv --policy us-federal\n"
      "  callsieve scrub leads.csv --preview --as-of 2026-12-01\n"
      "  callsieve scrub leads-1.csv.gz leads-2.csv.zst --phone mobile --dedupe > callable.csv");
  command->callback([arguments, &chosen] { chosen = [arguments] { return run_scrub(*arguments); }; });
}

}  // namespace callsieve::cli
