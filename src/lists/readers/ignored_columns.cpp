#include "lists/readers/ignored_columns.hpp"

#include "callsieve/io/csv_columns.hpp"

namespace callsieve::readers {

absl::StatusOr<std::vector<std::size_t>> ignored_columns(std::span<const std::string> first_row,
                                                         const import_options& options) {
  std::vector<std::size_t> places;
  for (const std::string& name : options.ignored_columns) {
    const auto place = named_column(first_row, name);
    if (!place.ok()) return bad_input("--ignore: " + message_of(place.status()));
    places.push_back(*place);
  }
  return places;
}

}  // namespace callsieve::readers
