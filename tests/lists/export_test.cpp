// Files for authorities that scrub, and their answers as lists.
#include "callsieve/lists/export.hpp"

#include "callsieve/number/parse.hpp"

#include "import_fixture.hpp"

namespace callsieve {
namespace {

using test::holds;
using test::import_world;
using test::on;

struct outbox : import_world {
  export_options sending(std::string authority, std::vector<std::filesystem::path> files) const {
    export_options options;
    options.authority = std::move(authority);
    options.files = std::move(files);
    options.folder = in("");
    options.today = on("2026-11-20");
    return options;
  }
};

std::string refused(const export_options& options) {
  const auto report = export_numbers(options);
  return report.ok() ? "" : message_of(report.status());
}

TEST_CASE("Australia gets one column of numbers as it takes them, each once, and nothing of other countries") {
  const outbox world;
  const auto leads = world.write(
      "leads.csv",
      "name,phone\nAnn,0491 570 156\nBob,+61 491 570 157\nCyd,(02) 5550 0000\nDan,13 12 34\nEve,0491570156\n"
      "Fay,+1 202 555 0101\nGus,call me\n");
  const auto report = export_numbers(world.sending("au-dncr", {leads}));
  REQUIRE(report.ok());
  REQUIRE(report->written.size() == 1);
  CHECK(report->written[0].filename() == "DNCR_20261120_01.csv");
  CHECK(import_world::read(report->written[0]) == "131234\n0255500000\n0491570156\n0491570157\n");
  CHECK(report->numbers == 4);
  CHECK(report->elsewhere == 1);
  CHECK(report->unreadable == 1);
  CHECK(import_world::read(report->unreadable_file).find("call me") != std::string::npos);
}

TEST_CASE("Files are split by lines, and none is lost") {
  const outbox world;
  std::string content;
  for (int i = 0; i < 25; ++i) content += "0491570" + std::to_string(100 + i) + "\n";
  export_options options = world.sending("au-dncr", {world.write("leads.txt", content)});
  options.lines_per_file = 10;
  options.name = "WASH_7";
  const auto report = export_numbers(options);
  REQUIRE(report.ok());
  REQUIRE(report->written.size() == 3);
  std::string all;
  for (const auto& file : report->written) all += import_world::read(file);
  CHECK(all == content);
  CHECK(report->written[2].filename() == "WASH_7_20261120_03.csv");
}

TEST_CASE("What cannot be sent is refused with the way out") {
  const outbox world;
  const auto leads = world.write("leads.txt", "0491570156\n");
  CHECK(refused(world.sending("nobody", {leads})).find("au-dncr, sg-dnc, fr-bloctel, it-rpo") != std::string::npos);
  export_options options = world.sending("au-dncr", {leads});
  options.name = "leads of today";
  CHECK(refused(options).find("A-Z, 0-9 and _ only") != std::string::npos);
  options = world.sending("sg-dnc", {leads});
  options.region = find_region("AU");
  CHECK(refused(options).find("no number to send") != std::string::npos);
  options = world.sending("au-dncr", {leads});
  options.folder = leads / "outbox";  // a file is no folder
  CHECK(refused(options).find("cannot make the folder") != std::string::npos);
}

TEST_CASE("Every authority writes numbers that read again as themselves in its region") {
  const outbox world;
  const std::map<std::string, std::string> examples{{"au-dncr", "+61491570156\n"},
                                                    {"sg-dnc", "+6561234567\n"},
                                                    {"fr-bloctel", "+33199001234\n"},
                                                    {"it-rpo", "+390612345678\n"}};
  REQUIRE(examples.size() == scrubbing_authorities().size());
  for (const scrubbing_authority& authority : scrubbing_authorities()) {
    const std::string name(authority.name);
    CAPTURE(name);
    const auto report = export_numbers(world.sending(name, {world.write(name + ".txt", examples.at(name))}));
    REQUIRE(report.ok());
    std::string line = import_world::read(report->written[0]);
    line.pop_back();
    CHECK(to_string(parse(line, find_region(authority.region)).number) + '\n' == examples.at(name));
    CHECK(test::any_holds(report->notes, "unconfirmed") != authority.unconfirmed.empty());
  }
}

import_options answer(const import_world& world, std::string_view text, bool is_clear) {
  import_options options = world.options("dncr", {world.write("answer.csv", text)});
  options.region = find_region("AU");
  options.sent = {world.write("sent.csv", "0491570156\n0491570157\n0491570158\n")};
  options.answer_is_clear = is_clear;
  return options;
}

TEST_CASE("An answer of registered numbers, and one of clear ones, make the same list, for the numbers sent only") {
  for (const bool is_clear : {false, true}) {
    CAPTURE(is_clear);
    const import_world world;
    const std::string text = is_clear ? "0491570156\n0491570158\n" : "0491570157\n";
    const import_report report = world.imported(answer(world, text, is_clear));
    CHECK(report.count == 1);
    const list loaded = world.loaded("dncr");
    CHECK(holds(loaded, 61491570157));
    CHECK_FALSE(holds(loaded, 61491570156));
    const auto known = [&](std::uint64_t digits) {
      return loaded.speaks_for().obtained_for(phone_number::from_digits_unchecked(digits)).has_value();
    };
    CHECK(known(61491570156));
    CHECK(known(61491570157));
    CHECK_FALSE(known(61491570159));  // never sent: unknown, not clear
    const auto evidence = world.store_folder() / "evidence" / "dncr" / "2026-11-19";
    CHECK(import_world::read(evidence / "answer.csv") == text);
    CHECK(import_world::read(evidence / "sent.csv") == "0491570156\n0491570157\n0491570158\n");
  }
}

TEST_CASE("Nobody registered is an answer too, and what could not be judged stays unknown") {
  const import_world world;
  import_options options = answer(world, "0491570156\n", true);
  options.unjudged = {world.write("errors.csv", "0491570157\n")};
  CHECK(world.imported(options).count == 1);
  const list loaded = world.loaded("dncr");
  CHECK(holds(loaded, 61491570158));
  CHECK_FALSE(loaded.speaks_for().obtained_for(phone_number::from_digits_unchecked(61491570157)));
}

TEST_CASE("An answer to other numbers than those sent is refused, and nothing changes") {
  const import_world world;
  CHECK(world.refused(answer(world, "0491570159\n", false)).find("1 numbers that were not sent") != std::string::npos);
  CHECK_FALSE(world.opened().has("dncr").value());
}

TEST_CASE("A later answer replaces what it speaks for, its evidence beside the first") {
  const import_world world;
  (void)world.imported(answer(world, "0491570157\n", false));
  const import_report report = world.imported(answer(world, "0491570156\n0491570157\n", false));
  CHECK(report.count == 2);
  const auto evidence = world.store_folder() / "evidence" / "dncr" / "2026-11-19";
  CHECK(import_world::read(evidence / "answer.csv") == "0491570157\n");
  CHECK(import_world::read(evidence / "answer-2.csv") == "0491570156\n0491570157\n");
}

}  // namespace
}  // namespace callsieve
