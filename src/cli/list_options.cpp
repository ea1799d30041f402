#include "list_options.hpp"

namespace callsieve::cli {

void add_list_options(CLI::App& command, list_arguments& arguments, scrub_options& options) {
  add_region_option(command, arguments.region);
  command.add_option("--phone", options.phone_columns, "Columns of numbers, by name or place (from 1); default: found")
      ->type_name("COLUMN");
  command
      .add_option("--ignore", options.ignored_columns,
                  "Columns of which no number is anybody's, by name or place; all others are watched for objections "
                  "and for phone numbers that nobody asked")
      ->type_name("COLUMN");
  command.add_option("--region-column", options.region_column, "The column that holds each row's region")
      ->type_name("COLUMN");
  command
      .add_option("--code-column", options.code_column,
                  "The column that holds each row's dial code, beside a national number")
      ->type_name("COLUMN");
  command
      .add_option("--layout", options.layout,
                  "How a dialer lays its lists out: vicidial, vicidial-export, goautodial, issabel, fusionpbx, "
                  "freepbx, genesys, nice; default: auto, where one plainly fits; none")
      ->type_name("NAME");
  add_plus_lost_option(command, arguments.plus_lost);
  command
      .add_option("--header", arguments.header,
                  "Whether the first row names the columns; default: found. A row that holds a number does not")
      ->check(CLI::IsMember({"auto", "yes", "no"}));
  command.add_option("--delimiter", arguments.delimiter, "Between fields; default: found")
      ->check(CLI::IsMember({",", ";", "|", "tab"}));
  command
      .add_option("--quotes", arguments.quotes,
                  "Quotes hold fields together as RFC 4180 has it, or are ordinary characters; default: rfc, but for "
                  "layouts without quotes (vicidial)")
      ->check(CLI::IsMember({"rfc", "none"}));
  command
      .add_option("--ragged", arguments.ragged,
                  "Rows with another number of fields that lack no number for it: read, or refused as malformed")
      ->check(CLI::IsMember({"read", "refuse"}));
}

absl::Status read_list_options(const list_arguments& arguments, scrub_options& options) {
  const auto region = region_of(arguments.region);
  if (!region.ok()) return region.status();
  options.region = *region;
  options.header = arguments.header == "yes"  ? header_mode::yes
                   : arguments.header == "no" ? header_mode::no
                                              : header_mode::automatic;
  options.ragged = arguments.ragged == "refuse" ? ragged_rows::refuse : ragged_rows::read;
  if (!arguments.quotes.empty()) options.quotes = arguments.quotes == "none" ? csv_quotes::none : csv_quotes::rfc;
  options.plus = plus_lost_of(arguments.plus_lost);
  if (!arguments.delimiter.empty()) {
    options.delimiter = arguments.delimiter == "tab" ? '\t' : arguments.delimiter.front();
  }
  return absl::OkStatus();
}

}  // namespace callsieve::cli
