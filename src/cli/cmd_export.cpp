// export: a call list to files that an authority scrubs.
#include <cstdio>
#include <memory>

#include "callsieve/lists/export.hpp"

#include "command.hpp"

#include <nlohmann/json.hpp>

namespace callsieve::cli {
namespace {

struct export_arguments {
  std::vector<std::string> files;
  std::string folder = ".", region, store_folder;
  export_options options;
  bool json = false;
};

void print_words(const export_report& report) {
  for (const auto& file : report.written) std::printf("%s\n", file.c_str());
  std::fprintf(stderr, "%s to send in %s\n", counted(report.numbers, "number").c_str(),
               counted(report.written.size(), "file").c_str());
  if (report.elsewhere > 0) {
    std::fprintf(stderr, "  %s left out: of no form that the authority takes\n",
                 counted(report.elsewhere, "number").c_str());
  }
  if (report.unreadable > 0) {
    std::fprintf(stderr, "  %s could not be read and left out: %s\n", counted(report.unreadable, "line").c_str(),
                 report.unreadable_file.c_str());
  }
  for (const std::string& note : report.notes) std::fprintf(stderr, "  note: %s\n", note.c_str());
}

void print_json(const export_report& report) {
  nlohmann::ordered_json object{{"files", nlohmann::ordered_json::array()},
                                {"numbers", report.numbers},
                                {"elsewhere", report.elsewhere},
                                {"unreadable", report.unreadable},
                                {"notes", report.notes}};
  for (const auto& file : report.written) object["files"].push_back(file.string());
  std::printf("%s\n", object.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

int run_export(export_arguments arguments) {
  export_options& options = arguments.options;
  options.files.assign(arguments.files.begin(), arguments.files.end());
  options.folder = arguments.folder;
  options.today = today();
  // A file of its name among a list's own would be taken for one.
  if (absl::Status status = check_not_in_store(arguments.folder, "--to", arguments.store_folder); !status.ok()) {
    return fail(status);
  }
  const auto region = region_of(arguments.region);
  if (!region.ok()) return fail(region.status());
  options.region = *region;
  const auto report = export_numbers(options);
  if (!report.ok()) return fail(report.status());
  if (arguments.json) {
    print_json(*report);
  } else {
    print_words(*report);
  }
  return done;
}

std::string authority_help() {
  std::string text = "Authorities:\n";
  for (const scrubbing_authority& each : scrubbing_authorities()) {
    text += "  " + std::string(each.name);
    text.append(each.name.size() < 12 ? 12 - each.name.size() : 1, ' ');
    text += std::string(each.description) + '\n';
  }
  return text;
}

}  // namespace

void add_export(CLI::App& app, action& chosen) {
  auto arguments = std::make_shared<export_arguments>();
  export_options& options = arguments->options;
  CLI::App* command = app.add_subcommand("export", "Write a call list as an authority that scrubs it accepts it");
  command->add_option("AUTHORITY", options.authority, "Who will scrub the numbers")->required();
  command->add_option("FILE", arguments->files, "Call lists; - is standard input")->required();
  command->add_option("--to", arguments->folder, "The folder for the files; default: this one")->type_name("FOLDER");
  command->add_option("--name", options.name, "How their names begin: A-Z, 0-9 and _")->type_name("NAME");
  command->add_option("--lines", options.lines_per_file, "At most so many numbers a file")->type_name("N");
  add_region_option(*command, arguments->region);
  add_store_option(*command, arguments->store_folder);
  command->add_option("--phone", options.phone_column, "The column of numbers, by name or place (from 1)")
      ->type_name("COLUMN");
  command->add_flag("--json", arguments->json, "The outcome as an object, for machines");
  command->footer(authority_help() +
                  "The names of the files go to standard output. What comes back is imported with --sent:\n"
                  "  callsieve export au-dncr leads.csv --to outbox\n"
                  "  callsieve import dncr answer.csv --sent outbox/DNCR_20261124_01.csv --answer registered --region "
                  "AU --obtained today");
  command->callback([arguments, &chosen] { chosen = [arguments] { return run_export(*arguments); }; });
}

}  // namespace callsieve::cli
