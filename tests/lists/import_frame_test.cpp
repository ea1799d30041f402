// Headers and trailers that no layout knows, and the counts that trailers tell.
#include <random>

#include "import_fixture.hpp"
#include "lists/line_frame.hpp"
#include "support/seed.hpp"

namespace callsieve {
namespace {

using test::import_world;
using test::on;

struct taken {
  std::string bytes, trailer;
};

taken take(const std::string& text, line_frame frame, std::size_t step) {
  auto source = byte_source::of_text(text, "x");
  REQUIRE(source.ok());
  auto trailer = std::make_shared<std::string>();
  auto inner = without_frame(*std::move(source), frame, trailer);
  REQUIRE(inner.ok());
  taken result;
  std::string buffer(step, '\0');
  for (;;) {
    const auto got = inner->read(buffer.data(), step);
    REQUIRE(got.ok());
    result.bytes.append(buffer, 0, *got);
    if (*got < step) break;
  }
  result.trailer = *trailer;
  return result;
}

/// Line by line, as the header of line_frame says.
taken expected(const std::string& text, line_frame frame) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1);
    lines.push_back(text.substr(at, end - at + 1));
    at = end + 1;
  }
  for (std::size_t i = 0; i < frame.first && i < lines.size(); ++i) lines[i] = lines[i].back() == '\n' ? "\n" : "";
  std::size_t end = lines.size();
  if (frame.last != 0) {
    while (end > 0 && lines[end - 1].find_first_not_of(" \t\r\n") == std::string::npos) --end;
    end -= std::min(end, frame.last);
  }
  taken result;
  for (std::size_t i = 0; i < lines.size(); ++i) (i < end ? result.bytes : result.trailer) += lines[i];
  return result;
}

TEST_CASE("Lines around the entries are left out, whatever the size of the file and of what is read at once") {
  std::mt19937 random(test::random_seed(20261124));
  for (int round = 0; round < 400; ++round) {
    std::string text;
    const std::size_t lines = round % 40 == 0 ? 60'000 : random() % 12;
    for (std::size_t i = 0; i < lines; ++i) {
      if (random() % 8 != 0) text += "line " + std::to_string(random());
      if (random() % 3 == 0) text += '\r';
      text += '\n';
    }
    if (random() % 2 == 0) text += "the end";
    const line_frame frame{random() % 4, random() % 4};
    const taken got = take(text, frame, round % 40 == 0 ? 70'001 : 1 + random() % 9);
    const taken want = expected(text, frame);
    CAPTURE(text.substr(0, 400), frame.first, frame.last);
    REQUIRE(got.bytes == want.bytes);
    REQUIRE(got.trailer == want.trailer);
  }
}

TEST_CASE("A trailer's count must be that of the lines; days are no counts") {
  const auto tells = [](std::string_view trailer, std::uint64_t lines) {
    return check_trailer("f", trailer, lines).ok();
  };
  CHECK(tells("TRL|2|2026-11-01\n", 2));
  CHECK(tells("TRL|0000002|20261101", 2));
  CHECK(tells("Total: 1,234,567 numbers", 1'234'567));
  CHECK(tells("T,1234", 1234));
  CHECK(tells("<count>12</count>", 12));
  CHECK(tells("END OF FILE", 7));
  CHECK(tells("made 01/11/2026", 7));
  CHECK(tells("", 7));
  CHECK(tells("0", 0));
  CHECK_FALSE(tells("TRL|2|2026-11-01\n", 3));
  CHECK_FALSE(tells("Total: 1,234", 123));
  CHECK_FALSE(tells("T,1234", 12));
  CHECK_FALSE(tells("count=5", 4));
}

TEST_CASE("A registry's file with a header and a count is read when it is whole, and refused when it is not") {
  const import_world world;
  const std::string header = "NIX register 2026-11-01\r\n";
  import_options options =
      world.options("nix", {world.write("a.txt", header + "+46701740605\r\n+46701740606\r\nT|2\r\n")});
  const std::string unsaid = world.refused(options);
  CHECK(unsaid.find("--skip-first N and --skip-last N") != std::string::npos);
  CHECK(unsaid.find("format digits") != std::string::npos);
  options.skip_first = options.skip_last = 1;
  CHECK(world.imported(options).count == 2);
  options.files = {world.write("b.txt", header + "+46701740605\r\nT|2\r\n")};
  CHECK(world.refused(options).find("b.txt: its last lines tell 2, but the lines of entries before them are 1") !=
        std::string::npos);
  CHECK(world.loaded("nix").count() == 2);
  options.files = {world.write("c.txt", header + "+46701740605\r\njunk\r\n")};
  options.skip_last = 0;
  CHECK(world.refused(options).find("c.txt:3: ") != std::string::npos);  // the line of the file
}

TEST_CASE("Frames are left out of files with columns, of each file by itself") {
  const import_world world;
  import_options options = world.options(
      "l", {world.write("a.csv", "Report of today\n\nphone,name\n2025550101,Ann\nTotal 1\n"),
            world.write("b.csv", "Report of today\n\nphone,name\n2025550102,Bob\n2025550103,Cyd\nTotal 2\n\n")});
  options.skip_first = options.skip_last = 1;
  const import_report report = world.imported(options);
  CHECK(report.format == "csv");
  CHECK(report.count == 3);
}

}  // namespace
}  // namespace callsieve
