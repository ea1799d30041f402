// Of which country the numbers of a row are: columns that say so are read, or stop the import.
#include "import_fixture.hpp"
#include "number/region_words.hpp"

namespace callsieve {
namespace {

using test::holds;
using test::import_world;

TEST_CASE("A region in words is an ISO code, an English name or a dial code") {
  for (const char* text : {"GB", "gb", "GBR", "gbr", "United Kingdom", "UNITED  KINGDOM", "uk", "England", "44", "+44",
                           "0044", "Great Britain"}) {
    CAPTURE(text);
    CHECK(region_of_words(text) == find_region("GB"));
  }
  CHECK(region_of_words("United States of America") == find_region("US"));
  CHECK(region_of_words("USA") == find_region("US"));
  CHECK(region_of_words("Bosnia & Herzegovina") == find_region("BA"));
  CHECK(region_of_words("Netherlands") == find_region("NL"));
  for (const char* text : {"", "X", "XX", "Kingdom", "999", "-", "GB1", "4 4 4 4 4 4 4 4 4"}) {
    CAPTURE(text);
    CHECK(region_of_words(text) == region_id::none);
  }
}

TEST_CASE("A column of dial codes or countries says how the numbers of its row are read") {
  const struct {
    const char *name, *header, *british, *american;
  } files[] = {{"code", "phone_code,phone_number", "44", "1"},
               {"code", "phone_code,phone_number", "+44", "001"},
               {"region", "country,phone_number", "United Kingdom", "usa"},
               {"region", "country,phone_number", "GBR", ""},
               {"region", "2,phone_number", "44", "1"}};
  for (const auto& file : files) {
    const import_world world;
    const std::string text =
        std::string(file.header) + "\n" + file.british + ",2079460123\n" + file.american + ",2025550124\n";
    import_options options = world.options("l", {world.write("a.csv", text)});
    (std::string_view(file.name) == "code" ? options.code_column : options.region_column) = "1";
    options.phone_column = "phone_number";
    CHECK(world.imported(options).count == 2);
    CHECK(holds(world.loaded("l"), 442079460123));
    CHECK(holds(world.loaded("l"), 12025550124));
    CHECK_FALSE(holds(world.loaded("l"), 12079460123));
  }
}

TEST_CASE("A country that cannot be read makes its number one without a region") {
  const import_world world;
  import_options options = world.options("l", {world.write("a.csv", "country,phone\nAtlantis,2025550124\n")});
  options.region_column = "country";
  CHECK(world.refused(options).find("a.csv:2: needs_region") != std::string::npos);
}

TEST_CASE("A column of countries that nobody named stops the import, where it says something else") {
  for (const char* header : {"phone_code", "country_code", "Dial Code", "Country", "Land", "country_name"}) {
    for (const char* layout : {"", ",registered", ",expires", ",result"}) {
      CAPTURE(header, layout);
      const import_world world;
      const std::string_view beside = layout;
      const std::string other = beside.empty() ? "" : beside == ",result" ? ",D" : ",2026-01-31";
      const std::string text = std::string(header) + ",phone_number" + layout + "\n44,2079460123" + other + "\n";
      const std::string message = world.refused(world.options("l", {world.write("a.csv", text)}));
      CHECK(message.find("a.csv: column '" + std::string(header) + "' says of which country") != std::string::npos);
      CHECK(message.find("--code-column") != std::string::npos);
      CHECK(message.find("--region-column") != std::string::npos);
    }
  }
  const import_world world;
  import_options options =
      world.options("l", {world.write("a.csv", "country,phone\nGB,+442079460123\nUS,+12025550124\n")});
  CHECK(world.imported(options).count == 2);  // they say so themselves
  options.files = {world.write("b.csv", "country,phone\nUS,2025550123\nUS,2025550124\n")};
  options.allow_shrink = true;
  CHECK(world.imported(options).count == 2);  // and are read so
}

TEST_CASE("A layout without columns has none of countries") {
  const import_world world;
  import_options options = world.options("l", {world.write("a.txt", "2025550101\n")});
  options.code_column = "1";
  CHECK(world.refused(options).find("--code-column: format digits reads no such column") != std::string::npos);
}

}  // namespace
}  // namespace callsieve
