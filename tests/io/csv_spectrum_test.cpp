// The cases on which CSV readers stumble, as the csv-spectrum set names them (npm package csv-spectrum, MIT; the texts
// are our own), read at every chunk size.
#include <string>
#include <vector>

#include "callsieve/io/csv.hpp"

#include "support/catch.hpp"

namespace {

using namespace callsieve;

using table = std::vector<std::vector<std::string>>;

table read_table(const std::string& text, std::size_t chunk) {
  csv_options options;
  options.chunk = chunk;
  options.delimiter = ',';
  auto reader = csv_reader::open(*byte_source::of_text(text, "text"), options);
  REQUIRE(reader.ok());
  table rows;
  std::string scratch;
  while (*reader->next()) {
    for (const csv_row& row : reader->rows()) {
      CHECK(row.state == row_state::well_formed);
      auto& cells = rows.emplace_back();
      for (std::size_t i = 0; i < row.fields; ++i) cells.emplace_back(decode_field(reader->field(row, i), scratch));
    }
  }
  return rows;
}

struct spectrum_case {
  const char* name;
  std::string text;
  table cells;
};

const std::vector<spectrum_case> cases = {
    {"simple", "a,b,c\n1,2,3\n", {{"a", "b", "c"}, {"1", "2", "3"}}},
    {"simple_crlf", "a,b,c\r\n1,2,3\r\n", {{"a", "b", "c"}, {"1", "2", "3"}}},
    {"comma_in_quotes", "name,town\nAnn,\"Mill Lane, 3\"\n", {{"name", "town"}, {"Ann", "Mill Lane, 3"}}},
    {"empty", "a,b,c\n1,\"\",\"\"\n,2,\n", {{"a", "b", "c"}, {"1", "", ""}, {"", "2", ""}}},
    {"empty_crlf", "a,b\r\n\"\",\r\n,\"\"\r\n", {{"a", "b"}, {"", ""}, {"", ""}}},
    {"escaped_quotes",
     "a,b\n1,\"so \"\"she\"\" said\"\n\"\"\"\",2\n",
     {{"a", "b"}, {"1", "so \"she\" said"}, {"\"", "2"}}},
    {"json",
     "key,value\n1,\"{\"\"kind\"\": \"\"point\"\", \"\"at\"\": [4.5, 52]}\"\n",
     {{"key", "value"}, {"1", "{\"kind\": \"point\", \"at\": [4.5, 52]}"}}},
    {"newlines", "a,b\n1,\"one\ntwo\nthree\"\n\"four\n\",2\n", {{"a", "b"}, {"1", "one\ntwo\nthree"}, {"four\n", "2"}}},
    {"newlines_crlf", "a,b\r\n1,\"one\r\ntwo\"\r\n", {{"a", "b"}, {"1", "one\r\ntwo"}}},
    {"quotes_and_newlines", "a,b\n1,\"he\n\"\"said\n\"\"\"\n", {{"a", "b"}, {"1", "he\n\"said\n\""}}},
    {"utf8", "a,b\nd\xc3\xa9j\xc3\xa0,\xe2\x82\xac\n", {{"a", "b"}, {"d\xc3\xa9j\xc3\xa0", "\xe2\x82\xac"}}},
    {"location_coordinates", "a,b\n\"52\xc2\xb0 5' 30\"\" N\",4\n", {{"a", "b"}, {"52\xc2\xb0 5' 30\" N", "4"}}},
};

}  // namespace

TEST_CASE("The cases of csv-spectrum read as their authors mean them, at every chunk size") {
  for (const spectrum_case& one : cases) {
    for (std::size_t chunk = 1; chunk <= 64; ++chunk) {
      INFO(one.name << ", chunk " << chunk);
      CHECK(read_table(one.text, chunk) == one.cells);
    }
  }
}
