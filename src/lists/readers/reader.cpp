#include "lists/readers/reader.hpp"

namespace callsieve {

void reader_job::bad_long_line(std::uint64_t line, std::string_view beginning) {
  count_line();
  bad(line, "longer than 1 MB", beginning);
}

std::string reader_job::number_reason(parse_error error) {
  std::string reason(to_string(error));
  switch (error) {
    case parse_error::empty: return reason + ": no number";
    case parse_error::needs_region:
      return reason + ": written without a country code; say with --region where it is from";
    case parse_error::spreadsheet_damaged: return reason + ": digits are lost; export the column as text";
    case parse_error::several_numbers: return reason + ": give each number a row of its own";
    default: return reason;
  }
}

}  // namespace callsieve
