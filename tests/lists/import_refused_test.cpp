// Imports that must not happen: bad lines, empty, unreadable and foreign files; the list stays byte for byte.
#include <algorithm>
#include <unistd.h>

#include "import_fixture.hpp"

namespace callsieve {
namespace {

using test::any_holds;
using test::holds;
using test::import_world;
using test::on;

bool says(const std::string& message, std::string_view part) { return message.find(part) != std::string::npos; }

/// A store that holds a list, and the bytes it must still hold after a refusal.
struct standing_list {
  import_world world;
  std::map<std::string, std::string> before;

  standing_list() {
    (void)world.imported(world.options("blacklist", {world.write("old.txt", "2025550101\n2025550102\n")}));
    before = world.bytes_of_lists();
  }
  [[nodiscard]] std::string refusal(const import_options& options) const {
    std::string message = world.refused(options);
    CHECK(world.bytes_of_lists() == before);
    CHECK(holds(world.loaded("blacklist"), 12025550101));
    return message;
  }
  [[nodiscard]] std::string refusal(std::string_view name, std::string_view content) const {
    return refusal(import_world::options("blacklist", {world.write(name, content)}));
  }
  [[nodiscard]] std::filesystem::path rejects_file() const {
    return world.store_folder() / "rejects" / "blacklist.csv";
  }
};

TEST_CASE("One line that cannot be read stops an import; the message and a file name it") {
  const standing_list standing;
  const std::string message =
      standing.refusal("new.txt", "2025550101\n2025550102\nno \"number\", here\n2025550103\nx\n");
  CHECK(says(message, "2 lines cannot be read"));
  CHECK(says(message, standing.world.in("new.txt").string() + ":3: not_a_number"));
  CHECK(says(message, "--allow-bad"));
  CHECK(says(message, standing.rejects_file().string()));
  const std::string file = standing.world.in("new.txt").string();
  CHECK(import_world::read(standing.rejects_file()) ==
        "file,line,reason,text\n"
        "\"" +
            file +
            "\",3,\"not_a_number\",\"no \"\"number\"\", here\"\n"
            "\"" +
            file + "\",5,\"not_a_number\",\"x\"\n");
}

TEST_CASE("Bad lines left out on request are counted in the list, and their file stays until a clean import") {
  const standing_list standing;
  import_options options =
      import_world::options("blacklist", {standing.world.write("new.txt", "2025550101\n2025550102\nx\n")});
  options.allow_bad = true;
  const import_report report = standing.world.imported(options);
  CHECK(report.bad == 1);
  CHECK(report.first_bad_lines.size() == 1);
  CHECK(report.rejects_file == standing.rejects_file());
  CHECK(std::filesystem::exists(standing.rejects_file()));
  CHECK(standing.world.loaded("blacklist").info().bad_lines == 1);

  options.files = {standing.world.in("old.txt")};
  CHECK(standing.world.imported(options).bad == 0);
  CHECK_FALSE(std::filesystem::exists(standing.rejects_file()));
  CHECK(standing.world.loaded("blacklist").info().bad_lines == 0);
}

TEST_CASE("However many lines are bad, the message names a few and the file has all") {
  const standing_list standing;
  std::string content;
  for (int i = 0; i < 5'000; ++i) content += "bad " + std::to_string(i) + "\n";
  const std::string message = standing.refusal("new.txt", content);
  CHECK(says(message, "5000 lines cannot be read"));
  CHECK(std::count(message.begin(), message.end(), '\n') < 10);
  const std::string rejects = import_world::read(standing.rejects_file());
  CHECK(std::count(rejects.begin(), rejects.end(), '\n') == 5'001);
}

TEST_CASE("A file without a number is refused: a registry is never empty by accident") {
  const standing_list standing;
  for (const char* content : {"", "\n\n", "# nothing today\n"}) {
    CAPTURE(content);
    CHECK(says(standing.refusal("empty.txt", content), "--allow-shrink"));
  }
  CHECK(says(standing.refusal("header.csv", "phone\n"), "--allow-shrink"));
  import_options options = import_world::options("blacklist", {standing.world.write("bad.txt", "x\n")});
  options.allow_bad = true;
  CHECK(says(standing.refusal(options), "--allow-shrink"));
}

TEST_CASE("One empty file among full ones is refused too, and says which") {
  const standing_list standing;
  CHECK(says(
      standing.refusal(import_world::options("blacklist", {standing.world.write("full.txt", "2025550101\n2025550102\n"),
                                                           standing.world.write("empty.txt", "")})),
      "empty.txt"));
}

TEST_CASE("A file of bad lines only is named for them, not for being empty; left out, it is still no list") {
  const standing_list standing;
  import_options options = import_world::options("blacklist", {standing.world.write("a.txt", "x\ny\n")});
  options.format = "ftc";
  CHECK(says(standing.refusal(options), "2 lines cannot be read"));
  std::filesystem::remove(standing.rejects_file());
  options.allow_bad = true;
  CHECK(says(standing.refusal(options), "a.txt: holds no number"));
  CHECK(std::filesystem::exists(standing.rejects_file()));
}

TEST_CASE("A list may be emptied when that is said to be right") {
  const standing_list standing;
  import_options options = import_world::options("blacklist", {standing.world.write("empty.txt", "")});
  options.allow_shrink = true;
  const import_report report = standing.world.imported(options);
  CHECK(report.count == 0);
  CHECK(report.removed == 2);
}

TEST_CASE("A registry file that tells no area code needs to be told") {
  const import_world world;
  import_options options = world.options("ftc", {world.write("empty.txt", "")});
  options.format = "ftc";
  options.allow_shrink = true;
  CHECK(says(world.refused(options), "--covers"));
}

TEST_CASE("Files that are no text are refused by name, with the way out") {
  const standing_list standing;
  using namespace std::string_literals;
  std::string utf16 = "\xff\xfe"s;
  for (const char c : std::string("2025550101\r\n")) utf16 += std::string(1, c) + '\0';
  CHECK(says(standing.refusal("utf16.txt", utf16), "UTF-16"));
  CHECK(says(standing.refusal("book.xlsx", "PK\x03\x04 and more"), "book.xlsx"));
  CHECK(says(standing.refusal("list.txt.gz", "\x1f\x8b\x08 and more"), "list.txt.gz"));
}

TEST_CASE("A file that is missing, a folder, or not readable is refused by name") {
  const standing_list standing;
  CHECK(says(standing.refusal(import_world::options("blacklist", {standing.world.in("gone.txt")})), "gone.txt"));
  std::filesystem::create_directory(standing.world.in("folder"));
  CHECK(says(standing.refusal(import_world::options("blacklist", {standing.world.in("folder")})), "folder"));
  if (::geteuid() != 0) {  // root reads everything
    const auto secret = standing.world.write("secret.txt", "2025550101\n");
    std::filesystem::permissions(secret, std::filesystem::perms::none);
    CHECK(says(standing.refusal(import_world::options("blacklist", {secret})), "secret.txt"));
  }
  CHECK(says(standing.refusal(import_world::options("blacklist", {})), "no file"));
}

TEST_CASE("A CSV file cut in mid-row, with an open quote or without a phone column is refused") {
  const standing_list standing;
  CHECK(says(standing.refusal("cut.csv", "phone,name\n2025550101,Ann\n2025"), "cut.csv"));
  CHECK(says(standing.refusal("quote.csv", "phone,name\n2025550101,\"Ann\n2025550102,Bo\n"), "quote.csv"));
  CHECK(says(standing.refusal("none.csv", "id,city\n1,Boston\n"), "city"));
}

TEST_CASE("A date format without a year is refused before anything is read") {
  const standing_list standing;
  import_options options = import_world::options("blacklist", {standing.world.in("old.txt")});
  options.date_format = "%d-%m";
  CHECK(says(standing.refusal(options), "%d-%m"));
}

TEST_CASE("A list's name that would leave the store's folder is refused") {
  const standing_list standing;
  for (const char* name : {"../blacklist", "a/b", "", ".", "..", ".hidden"}) {
    CAPTURE(name);
    import_options options = import_world::options(name, {standing.world.write("bad.txt", "x\n")});
    CHECK_FALSE(says(standing.refusal(options), "cannot be read"));
    CHECK_FALSE(std::filesystem::exists(standing.world.store_folder() / "rejects"));
  }
}

}  // namespace
}  // namespace callsieve
