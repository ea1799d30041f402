#include "lists/toml_text.hpp"

#include <string>
#include <utility>
#include <vector>

#include "support/catch.hpp"

namespace {

using callsieve::detail::read_toml_text;

/// `line:column` of the character that stands where it may not; empty when none does.
std::string stray_in(const std::string& text) {
  const auto read = read_toml_text(text);
  return read.stray ? std::to_string(read.stray->line) + ':' + std::to_string(read.stray->column) : "";
}

const std::string e_acute = "\xc3\xa9";

TEST_CASE("A character beyond ASCII is out of place outside of TOML's quotes and comments") {
  const std::vector<std::pair<std::string, std::string>> texts{
      {e_acute, "1:1"},
      {"\xef\xbb\xbf" + e_acute, "1:1"},
      {"\xff\xfe", "1:1"},
      {"# " + e_acute + "\na" + e_acute, "2:2"},
      {"a = '" + e_acute + "'" + e_acute, "1:8"},
      {"a = '\\'" + e_acute, "1:8"},
      {"a = \"\\\\\"" + e_acute, "1:9"},
      {"a = \"\"" + e_acute, "1:7"},
      {"a = \"\"\"\"\"\"" + e_acute, "1:11"},
      {"a = \"\"\"\n\"\"\"\"\"" + e_acute, "2:6"},
      {"a = '''x''''" + e_acute, "1:13"},
      {"a = \"\"\"\\\"\"\"\"" + e_acute, "1:13"},
  };
  for (const auto& [text, place] : texts) {
    INFO(text);
    CHECK(stray_in(text) == place);
  }
}

TEST_CASE("So is one that a backslash in quotes would escape") {
  CHECK(stray_in("a = \"\\" + e_acute + '"') == "1:7");
  CHECK(stray_in("a = \"\"\"\\" + e_acute + "\"\"\"") == "1:9");
  CHECK(stray_in("a = \"\"\"\\ \t" + e_acute + "\"\"\"") == "1:11");
}

TEST_CASE("And one in quotes that stand in a number or a day, whose end is looked for first") {
  CHECK(stray_in("a = 1'" + e_acute + "'") == "1:7");
  CHECK(stray_in("a = -[\"" + e_acute + "\"]") == "1:8");
  CHECK(stray_in("a = 2026-11-24 07\"" + e_acute + '"') == "1:19");
  CHECK(stray_in("a = [\n'" + e_acute + "', {b = [[2], 1.'" + e_acute + "']}]") == "2:20");
}

TEST_CASE("TOML in order is parsed as it is") {
  const std::vector<std::string> texts{
      "",
      "a = 1 # \"" + e_acute + "\r\nb = \"'" + e_acute + "\\\"" + e_acute + "#\"",
      "a = '\"" + e_acute + "\\'\n'" + e_acute + "' = 1",
      "a = \"\"\"" + e_acute + "\"" + e_acute + "\"\"" + e_acute + "\\\"\"\"\"",
      "a = '''" + e_acute + "\n''" + e_acute + "\\'''",
      "a = \"\"\"\\\n x\"\"\"",
      "1.'" + e_acute + "'=\"" + e_acute + "\"\n[2.'" + e_acute + "']",
      "a = {1='" + e_acute + "', 2.'" + e_acute + "' = [1, 2], 3='" + e_acute + "'}\n4='" + e_acute + "'",
      "a = [\n1, 2,\n'" + e_acute + "']\n3.'" + e_acute + "' = 1"};
  for (const std::string& text : texts) {
    INFO(text);
    const auto read = read_toml_text(text);
    CHECK_FALSE(read.stray);
    CHECK(read.text == text);
  }
}

TEST_CASE("A character beyond ASCII behind a line that ends in a backslash is spelled as an escape") {
  const auto read = read_toml_text("a = \"\"\"x\\ \r\n \n " + e_acute + "\xf0\x9f\x98\x80\\\n\xf0\x9f\x98\x80\"\"\"");
  CHECK_FALSE(read.stray);
  CHECK(read.text == "a = \"\"\"x\\ \r\n \n \\U000000E9\xf0\x9f\x98\x80\\\n\\U0001F600\"\"\"");
  CHECK(stray_in("a = \"\"\"\\\n\xff\"\"\"") == "2:1");
}

}  // namespace
