// Entries outside the numbering plan: they match nobody, so a file of many is refused, and each is written down.
#include "import_fixture.hpp"

namespace callsieve {
namespace {

using test::holds;
using test::import_world;

std::string numbers(int valid, int outside) {
  std::string text;
  for (int i = 0; i < valid; ++i) text += std::to_string(2025550100 + i) + "\n";
  for (int i = 0; i < outside; ++i) text += std::to_string(5550100 + i) + "\n";
  return text;
}

TEST_CASE("A file with many entries outside the plan is refused, and each is written down with its line") {
  const struct {
    int valid, outside;
    bool refused;
  } files[] = {{0, 2, true}, {0, 1, true}, {1, 1, false}, {2, 2, true}, {19, 1, false}, {39, 2, false}, {37, 2, true}};
  for (const auto& file : files) {
    CAPTURE(file.valid, file.outside);
    const import_world world;
    import_options options = world.options("l", {world.write("a.txt", numbers(file.valid, file.outside))});
    const auto where = world.store_folder() / "rejects" / "l.outside-plan.csv";
    if (file.refused) {
      const std::string message = world.refused(options);
      CHECK(message.find(std::to_string(file.outside) + " of " + std::to_string(file.valid + file.outside) +
                         " entries are no numbers of US's") != std::string::npos);
      CHECK(message.find("--region") != std::string::npos);
      CHECK(message.find("--allow-bad") != std::string::npos);
      CHECK(message.find(where.string()) != std::string::npos);
    } else {
      CHECK(world.imported(options).outside_plan_file == where);
    }
    CHECK(world.read(where).find("a.txt\"," + std::to_string(file.valid + 1) +
                                 ",\"outside the numbering plan: +15550100\"") != std::string::npos);
    options.allow_bad = true;
    CHECK(world.imported(options).count == static_cast<std::uint64_t>(file.valid + file.outside));
    CHECK(holds(world.loaded("l"), 15550100));
    options.files = {world.write("b.txt", numbers(5, 0))};
    options.allow_shrink = true;
    CHECK(world.imported(options).outside_plan_file.empty());
    CHECK_FALSE(std::filesystem::exists(where));
  }
}

TEST_CASE("Registry files, columns and changes are held to the plan alike") {
  const import_world world;
  import_options options = world.options("l", {world.write("a.txt", "202,0550101\n202,0550102\n")});
  CHECK(world.refused(options).find("2 of 2 entries") != std::string::npos);
  CHECK(world.read(world.store_folder() / "rejects" / "l.outside-plan.csv").find(",2,\"outside") != std::string::npos);
  options.files = {world.write("b.csv", "Area Code,Phone\n202,5550123\n202,5550124\n")};
  CHECK(world.refused(options).find("2 of 2 entries") != std::string::npos);
  options.files = {world.write("c.txt", "2025550101\n")};
  (void)world.imported(options);
  options.files = {world.write("d.txt", "5550101\n5550102\n")};
  options.changes = true;
  CHECK(world.refused(options).find("2 of 2 entries") != std::string::npos);
}

TEST_CASE("Old numbers whose number of today is known are no sign of a wrong region") {
  const import_world world;
  const import_options options = world.options("l", {world.write("a.txt", "+5215512345678\n+551187654321\n")});
  const import_report report = world.imported(options);
  CHECK(report.renumbered == 2);
  CHECK(report.outside_plan_file.empty());
  CHECK(holds(world.loaded("l"), 525512345678));
}

}  // namespace
}  // namespace callsieve
