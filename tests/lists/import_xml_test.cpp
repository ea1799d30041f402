// The ftc-xml layout: the published form, the malformed sample, and everything that must be refused.
#include <random>

#include "import_fixture.hpp"
#include "reader_run.hpp"
#include "support/seed.hpp"

namespace callsieve {
namespace {

using test::read_outcome;

read_outcome xml(std::string content, const std::filesystem::path& file = "in.xml") {
  return test::run_reader("ftc-xml", std::move(content), test::import_world::options("ftc", {}), list_kind::set, file);
}

std::string refusal(std::string content, const std::filesystem::path& file = "in.xml") {
  const read_outcome read = xml(std::move(content), file);
  return read.status.ok() ? "" : message_of(read.status);
}

TEST_CASE("Lists of one area code and of all are read, and speak for what they list") {
  const read_outcome one =
      xml("<?xml version='1.0' encoding='UTF-8'?>\n<!-- made today -->\n<list type='full' level='ac' val='202'>"
          "<ac val='202'><ph val='5550101'/><ph val=\"5550102\" />\r\n<ph val='5550103'></ph></ac></list>\n");
  REQUIRE(one.status.ok());
  CHECK(one.lines == 3);
  CHECK(one.bad == 0);
  CHECK(one.entries.size() == 3);
  CHECK(one.entries.count(12025550103) == 1);
  REQUIRE(one.covers.size() == 1);
  CHECK(to_string(one.covers[0]) == "+1202");

  const read_outcome all = xml(
      "\xef\xbb\xbf<list type='full' level='all' val=''><ac val='202'><ph val='5550101'/></ac><ac val='415'/></list>");
  REQUIRE(all.status.ok());
  CHECK(all.entries.size() == 1);
  REQUIRE(all.covers.size() == 2);  // 415 is listed, and nobody is on it
  CHECK(to_string(all.covers[1]) == "+1415");
}

TEST_CASE("Short numbers get their zeros back and are counted; others are bad lines") {
  const read_outcome read =
      xml("<list type='full'><ac val='202'>\n<ph val='101'/>\n<ph val='55501O1'/>\n<ph val='55501012'/></ac></list>");
  REQUIRE(read.status.ok());
  CHECK(read.lines == 3);
  CHECK(read.bad == 2);
  CHECK(read.first_bad[0].line == 3);
  CHECK(test::any_holds(read.notes, "1 numbers of fewer than seven digits"));
}

TEST_CASE("The malformed samples that the authority prints are read, with a warning") {
  const std::string sample =
      "<list type='full' level='ac' val='202' /> <ac val='202'>\n<ph val='5550101' /> <ph val='5550102' />\n</ac> "
      "</list>\n";
  const read_outcome read = xml(sample);
  REQUIRE(read.status.ok());
  CHECK(read.entries.size() == 2);
  CHECK(test::any_holds(read.notes, "closes itself"));
  CHECK(refusal("<list type='full' val='202' />\n<ac val='202'><ph val='5550101' /></ac>\n").find("before </list>") !=
        std::string::npos);

  const auto folder = test::real_data("the malformed XML samples");
  if (!folder) return;
  const read_outcome area = xml(test::import_world::read(*folder / "ca_dncl_published_example_area_as_printed.xml"));
  REQUIRE(area.status.ok());
  CHECK(area.lines == 3);
  CHECK(area.bad == 0);
  CHECK(area.entries.size() == 3);
  const read_outcome national =
      xml(test::import_world::read(*folder / "ca_dncl_published_example_national_as_printed.xml"));
  REQUIRE(national.status.ok());
  CHECK(national.entries.size() == 6);
  CHECK(national.covers.size() == 2);
}

TEST_CASE("What is no such list is refused with its line") {
  struct wrong {
    const char* content;
    const char* says;
  };
  const wrong cases[] = {
      {"<list type='full'>\n<ac val='202'>\n<ph val='5550101'/>\n", "in.xml:4: the file ends before </list>"},
      {"<list type='full'>\n<ac val='202'>\n<ph val='555", "in.xml:3: the file ends inside a tag"},
      {"<list type='change'>\n</list>", "in.xml:1: a list of type 'change'"},
      {"<list><ac val='202'><ph val='5550101' action='D'/></ac></list>", "a mark beside it"},
      {"<list><ac val='202'><ac val='202'></ac></ac></list>", "<ac> where it does not belong"},
      {"<list><list></list></list>", "a second <list>"},
      {"<list></list>\n<list></list>", "in.xml:2: the file goes on after </list>"},
      {"<list><ac val='2022'/></list>", "<ac> without an area code"},
      {"<list val='202'><ac val='415'/></list>", "area code 415 in a list of 202"},
      {"<list><ac val='202'><ph val='5550101'/></list></ac>", "</list> where it does not belong"},
      {"<list><ph val='5550101'/></list>", "<ph> where it does not belong"},
      {"<list><number val='5550101'/></list>", "element <number>"},
      {"<list>5550101</list>", "text where a tag should begin"},
      {"<list><ac val=202/></list>", "not in quotes"},
      {"<list><ac val='202' val='203'/></list>", "stands twice"},
      {"<list><![CDATA[x]]></list>", "CDATA"},
      {"<list><ac val='&#50;02'/></list>", "an entity"},
      {"<!-- never closed", "inside a tag"},
  };
  for (const wrong& each : cases) {
    CAPTURE(each.content);
    CHECK(refusal(each.content).find(each.says) != std::string::npos);
  }
  CHECK(refusal("<list><ac val='415'/></list>", "2025-2-15_202_x.xml").find("its name says area code +1202") !=
        std::string::npos);
}

TEST_CASE("A billion laughs, other entities and deep nesting are refused before anything grows") {
  const std::string laughs =
      "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [\n <!ENTITY lol \"lol\">\n <!ENTITY lol2 "
      "\"&lol;&lol;\">\n]>\n<list>&lol2;</list>";
  CHECK(refusal(laughs).find("in.xml:2: a document type, an entity") != std::string::npos);
  CHECK(refusal("<!DOCTYPE list SYSTEM 'file:///etc/hostname'><list/>").find("a document type") != std::string::npos);
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<list>";
  CHECK(refusal(deep).find("a second <list>") != std::string::npos);
  CHECK(refusal("<list " + std::string(1'000'000, 'a') + "='1'>").find("tag") != std::string::npos);
  CHECK(refusal("<!--" + std::string(1'000'000, ' ') + "-->").find("without an end") != std::string::npos);
}

TEST_CASE("Lists of many numbers read alike wherever the reads happen to end") {
  std::mt19937 random(test::random_seed(20261125));
  std::string content = "<list type='full' level='all' val=''>";
  std::map<std::uint64_t, int> wanted;
  std::uint64_t lines = 0;
  for (int area = 202; area < 208; ++area) {
    content += "<ac val='" + std::to_string(area) + "'>";
    for (int i = 0; i < 10'000; ++i) {
      const std::uint64_t digits = 2000000 + random() % 8000000;
      content += "<ph val='" + std::to_string(digits) + "'" + std::string(random() % 3, ' ') + "/>" +
                 std::string(random() % 4 == 0 ? 1 : 0, '\n');
      ++wanted[10'000'000'000 + static_cast<std::uint64_t>(area) * 10000000 + digits];
      ++lines;
    }
    content += "</ac>";
  }
  content += "</list>";
  const read_outcome read = xml(content);
  REQUIRE(read.status.ok());
  CHECK(read.lines == lines);
  CHECK(read.bad == 0);
  REQUIRE(read.entries.size() == wanted.size());
  for (const auto& [digits, times] : wanted) REQUIRE(read.entries.count(digits) == 1);
}

}  // namespace
}  // namespace callsieve
