// Bad input and bad places for output: a clear error and nothing under a final name.
#include <csignal>
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scrub/scrub_kit.hpp"

using namespace callsieve;
using namespace callsieve::test;

TEST_CASE("An empty file is an error; a header alone is an empty list") {
  CHECK(holds(scrub_text("").error, "leads.csv is empty"));
  CHECK(holds(scrub_text("\n\r\n\n").error, "leads.csv is empty"));
  const scrubbed got = scrub_text("name,phone\n");
  CHECK(got.error.empty());
  CHECK(got.kept == "name,phone\n");
  CHECK(got.rejected == "name,phone,callsieve_verdict,callsieve_reason,callsieve_detail\n");
  CHECK(got.report.rows.read == 0);
  CHECK(scrub_text("name,phone").kept == "name,phone");
}

TEST_CASE("Without a column of numbers the error lists the columns seen") {
  const std::string error = scrub_text("name,city,zip\nAnn,Springfield,30301\n").error;
  CHECK(holds(error, "no column of phone numbers found"));
  CHECK(holds(error, "1 \"name\", 2 \"city\", 3 \"zip\""));
  CHECK(holds(scrub_text("name,phone\n", [](scrub_options& o) { o.phone_columns = {"mobile"}; }).error,
              "no column \"mobile\"; the columns are 1 \"name\", 2 \"phone\""));
  CHECK(holds(scrub_text("name,phone\n", [](scrub_options& o) { o.region_column = "land"; }).error,
              "no column \"land\""));
}

TEST_CASE("A malformed header is an error with its line") {
  CHECK(holds(scrub_text("\n\"a\"b,phone\n1,2025550100\n").error, "leads.csv, line 2: the header is malformed"));
}

TEST_CASE("An unclosed quote, a cut file and UTF-16 are errors") {
  CHECK(holds(scrub_text("name,phone\nAnn,2025550100\n\"Bob,2025550110\nCyd,2025550111\n").error,
              "line 3: a quote opens"));
  CHECK(holds(scrub_text("name,phone\nAnn,2025550100\nBob").error, "line 3: the file is cut"));
  CHECK(holds(scrub_text(std::string("\xff\xfep\0h\0o\0n\0e\0", 12)).error, "UTF-16"));
  CHECK(holds(scrub_text("PK\x03\x04").error, "Excel"));
}

TEST_CASE("NUL bytes are data: kept beside a number, fatal within one") {
  using namespace std::string_literals;
  const scrubbed got = scrub_text(
      "name,phone\nA\0n,2025550100\nB,202555\0"
      "0110\n"s);
  CHECK(got.kept == "name,phone\nA\0n,2025550100\n"s);
  CHECK(got.report.rows.blocked == 1);
}

TEST_CASE("A row of ten megabytes is malformed, its neighbours are not") {
  const scrubbed got =
      scrub_text("name,phone\nAnn,2025550100\n" + std::string(10'000'000, 'x') + ",2025550110\nBob,2025550111\n");
  CHECK(got.kept == "name,phone\nAnn,2025550100\nBob,2025550111\n");
  CHECK(got.report.rows.malformed == 1);
  CHECK(holds(got.rejected, "x\",,malformed,malformed,row too long: cut after 1000000 bytes\n"));
  CHECK(got.rejected.size() < 1'000'200);
}

TEST_CASE("Old Mac line ends are kept and used") {
  const scrubbed got = scrub_text("name,phone\rAnn,2025550100\rBob,2025550107\rCyd,2025550111");
  CHECK(got.kept == "name,phone\rAnn,2025550100\rCyd,2025550111");
  CHECK(got.rejected ==
        "name,phone,callsieve_verdict,callsieve_reason,callsieve_detail\rBob,2025550107,block,registry,\r");
}

TEST_CASE("Single-byte encodings pass through untouched") {
  CHECK(scrub_text("nom;t\xe9l\xe9phone\nRen\xe9;2025550100\n").kept == "nom;t\xe9l\xe9phone\nRen\xe9;2025550100\n");
}

TEST_CASE("A missing input is an error, also as the second one") {
  scrub_folder world;
  world.add("a.csv", "phone\n2025550100\n");
  world.options.inputs.push_back(world.folder / "gone.csv");
  CHECK(holds(world.run().error, "gone.csv: No such file"));
}

TEST_CASE("An output may be neither an input nor the other output, and its folder must be there") {
  scrub_folder world;
  world.add("leads.csv", "phone\n2025550100\n");
  world.options.output = world.folder.path() / "." / "leads.csv";
  CHECK(holds(world.run().error, "is an input"));
  CHECK(read_whole(world.folder / "leads.csv") == "phone\n2025550100\n");
  world.options.output = world.options.rejected;
  CHECK(holds(world.run().error, "cannot both go to"));
  world.options.output = world.folder.path() / "no" / "kept.csv";
  CHECK(holds(world.run().error, "kept.csv"));
  world.options.output = world.folder / "kept.csv";
  world.options.rejected = world.folder.path() / "no" / "rejected.csv";
  CHECK(holds(world.run().error, "rejected.csv"));
}

TEST_CASE("Output to a device is written straight; a full one is an error") {
  for (const char* device : {"/dev/null", "/dev/full"}) REQUIRE(std::filesystem::is_character_file(device));
  scrub_folder world;
  world.add("leads.csv", "phone\n2025550100\n2025550107\n");
  world.options.output = "/dev/null";
  CHECK(world.run().error.empty());
  std::filesystem::remove(world.options.rejected);
  world.options.output = "/dev/full";
  CHECK(holds(world.run().error, "No space left"));
}

TEST_CASE("A pipe that closes is an error, and no rejected file appears") {
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  scrub_folder world;
  std::string text = "phone\n";
  while (text.size() < 4'000'000) text += "2025550103\n";
  world.add("leads.csv", text);
  world.options.output = world.folder / "pipe";
  REQUIRE(::mkfifo(world.options.output.c_str(), 0600) == 0);
  const int reader = ::open(world.options.output.c_str(), O_RDONLY | O_NONBLOCK);
  REQUIRE(reader >= 0);
  bound_policy policy = ending_policy();
  policy.rules = pipeline({}, verdict::allow, "clear");
  // Whoever reads the pipe leaves before the first byte is sent: output is buffered for longer than a block.
  bool closed = false;
  world.options.cancelled = [&] {
    if (!closed) ::close(reader);
    closed = true;
    return false;
  };
  const auto report = scrub(world.options, policy);
  CHECK(holds(message_of(report.status()), "Broken pipe"));
  CHECK(files_in(world.folder.path()) == 2);
  std::signal(SIGPIPE, before);
}

TEST_CASE("A disk that fills up is an error, and nothing is left on it") {
  scrub_folder world;
  const auto disk = world.folder / "disk";
  std::filesystem::create_directory(disk);
  if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=64k") != 0) {
    WARN("a full disk is not tried: a tmpfs cannot be mounted here");
    return;
  }
  std::string text = "phone\n";
  while (text.size() < 4'000'000) text += "2025550103\n";
  world.add("leads.csv", text);
  for (const bool rejected_fills : {false, true}) {
    world.options.output = rejected_fills ? world.folder / "kept.csv" : disk / "kept.csv";
    world.options.rejected = rejected_fills ? disk / "rejected.csv" : world.folder / "rejected.csv";
    bound_policy policy = ending_policy();
    policy.rules = pipeline({}, rejected_fills ? verdict::block : verdict::allow, "all");
    const auto report = scrub(world.options, policy);
    CHECK(holds(message_of(report.status()), "No space left"));
    CHECK(files_in(disk) == 0);
    CHECK(files_in(world.folder.path()) == 2);
  }
  ::umount(disk.c_str());
}
