// Zipped registry files: the one member is read in place; everything else is refused by name.
#include <fstream>
#include <zip.h>

#include "import_fixture.hpp"
#include "lists/zip_member.hpp"

namespace callsieve {
namespace {

using test::holds;
using test::import_world;

struct member {
  std::string name, content;
};

std::filesystem::path zipped(const import_world& world, const std::string& name, const std::vector<member>& members,
                             const char* password = nullptr) {
  const std::filesystem::path file = world.in(name);
  int code = 0;
  zip_t* archive = zip_open(file.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
  REQUIRE(archive != nullptr);
  for (const member& each : members) {
    zip_source_t* source = zip_source_buffer(archive, each.content.data(), each.content.size(), 0);
    const zip_int64_t place = zip_file_add(archive, each.name.c_str(), source, ZIP_FL_ENC_UTF_8);
    REQUIRE(place >= 0);
    if (password != nullptr) {
      REQUIRE(zip_file_set_encryption(archive, static_cast<zip_uint64_t>(place), ZIP_EM_AES_256, password) == 0);
    }
  }
  REQUIRE(zip_close(archive) == 0);
  return file;
}

std::string refusal(const std::filesystem::path& file) {
  auto member = open_zip(file);
  if (!member.ok()) return message_of(member.status());
  char into[4096];
  while (true) {
    const auto got = member->source.read(into, sizeof into);
    if (!got.ok()) return message_of(got.status());
    if (*got < sizeof into) return "";
  }
}

TEST_CASE("A zipped registry file is read in place, its name telling day and area code") {
  const import_world world;
  import_options options = world.options(
      "ftc", {zipped(world, "2026-11-9_202_4F1C.txt.zip", {{"2026-11-9_202_4F1C.txt", "202,5550101\n202,5550102\n"}})});
  options.obtained.reset();
  const import_report report = world.imported(options);
  CHECK(report.format == "ftc");
  CHECK(report.entries == 2);
  REQUIRE(report.brought.size() == 1);
  CHECK(to_string(report.brought[0].prefix) == "+1202");
  CHECK(report.brought[0].obtained == test::on("2026-11-09"));
  CHECK(holds(world.loaded("ftc"), 12025550102));
}

TEST_CASE("Of the archive's name and its member's the one that tells more counts; they may not differ") {
  const import_world world;
  import_options options =
      world.options("ftc", {zipped(world, "2026-11-9_202_x.zip", {{"list.txt", "202,5550101\n"}})});
  options.obtained.reset();
  CHECK(to_string(world.imported(options).brought.at(0).prefix) == "+1202");
  options.files = {zipped(world, "2026-11-9_202_x.zip", {{"2026-11-9_415_x.txt", "415,5550101\n"}})};
  CHECK(world.refused(options).find("tell another day or area code") != std::string::npos);
}

TEST_CASE("Archives that are no registry file are refused by name, with the way out") {
  const import_world world;
  const std::string text = "202,5550101\n";
  CHECK(refusal(zipped(world, "two.zip", {{"a.txt", text}, {"b.txt", text}})).find("2 members (a.txt, b.txt)") !=
        std::string::npos);
  CHECK(refusal(zipped(world, "path.zip", {{"in/a.txt", text}})).find("'in/a.txt' stands in a folder") !=
        std::string::npos);
  CHECK(refusal(zipped(world, "up.zip", {{"../a.txt", text}})).find("stands in a folder") != std::string::npos);
  CHECK(refusal(zipped(world, "book.zip", {{"[Content_Types].xml", text}, {"a", text}})).find("Excel workbook") !=
        std::string::npos);
  CHECK(refusal(zipped(world, "secret.zip", {{"a.txt", text}}, "secret")).find("encrypted") != std::string::npos);
  CHECK(refusal(zipped(world, "bomb.zip", {{"a.txt", std::string(50'000'000, '2')}})).find("claims to grow") !=
        std::string::npos);
  CHECK(refusal(zipped(world, "zeros.zip", {{"a.txt", std::string(900'000, '2')}})).empty());  // small: no harm
  const std::string inner = import_world::read(zipped(world, "inner.zip", {{"a.txt", text}}));
  CHECK(refusal(zipped(world, "outer.zip", {{"inner.zip", inner}})).find("a zip archive") != std::string::npos);
  CHECK(refusal(world.write("empty.zip", std::string("PK\x05\x06", 4) + std::string(18, '\0'))).find("0 members") !=
        std::string::npos);
}

TEST_CASE("Every cut and every changed byte of a zipped file is found, or changes nothing that is read") {
  const import_world world;
  const std::string content = "202,5550101\n202,5550102\n202,5550103\n";
  const std::string whole = import_world::read(zipped(world, "a.zip", {{"a.txt", content}}));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    const auto file = world.write("cut.zip", whole.substr(0, size));
    CHECK_FALSE((is_zip(file) && refusal(file).empty()));
  }
  for (std::size_t at = 4; at < whole.size(); ++at) {
    CAPTURE(at);
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 0x21);
    auto opened = open_zip(world.write("changed.zip", changed));
    if (!opened.ok()) continue;
    std::string into(4096, '\0');
    const auto got = opened->source.read(into.data(), into.size());
    if (got.ok()) CHECK(into.substr(0, *got) == content);
  }
}

}  // namespace
}  // namespace callsieve
