// Damaged files of every layout: a line is read, or it is a bad one, or the file is refused; and none is lost.
#include <random>

#include "import_fixture.hpp"
#include "reader_run.hpp"
#include "support/seed.hpp"

namespace callsieve {
namespace {

using test::read_outcome;

struct good_file {
  std::string format, content;
  bool changes = false;
  list_kind kind = list_kind::set;
  bool has_header = false;
};

/// Layouts that are written in more ways than one, and lists of other kinds than a set.
std::vector<good_file> other_shapes() {
  good_file calls{"csv", "phone,call_date\r\n", false, list_kind::attempts, true};
  good_file purchases{"csv", "phone,last_purchase\n", false, list_kind::dated, true};
  good_file consents{"csv", "phone;consent;date;reference\n", false, list_kind::consent, true};
  good_file flags{"results", "telephone,status\n", false, list_kind::set, true};
  good_file yes{"results", "phone_number,litigator,litigator_type\n", false, list_kind::set, true};
  good_file wide{"results", ""};
  for (int i = 0; i < 40; ++i) {
    const std::string ten = "202555" + std::to_string(1000 + i * 7);
    const bool odd = i % 2 == 1;
    calls.content += ten + ",2026-11-0" + std::to_string(1 + i % 9) + " 10:00:00\r\n";
    purchases.content += ten + ",2026-01-02\n";
    consents.content += ten + (odd ? ";yes" : ";no") + ";2026-01-02;\"form \"\"7\"\"\"\n";
    flags.content += ten + (odd ? ",TPS\n" : ",\n");
    yes.content += ten + ",true," + (odd ? "plaintiff\n" : "\n");
    wide.content += ten + (odd ? ",C,\"a, b\"\n" : ",D,on a list,x\n");
  }
  return {calls, purchases, consents, flags, yes, wide};
}

/// A file of 40 lines with content in every layout.
std::vector<good_file> good_files() {
  std::vector<good_file> all;
  for (const list_reader& reader : list_readers()) {
    all.push_back({std::string(reader.name), "", reader.holds == takes::changes});
  }
  for (good_file& file : all) {
    std::string& text = file.content;
    if (file.format == "csv") text = "phone,name\r\n";
    if (file.format == "ftc-xml") text = "<list type='full'><ac val='202'>\n";
    if (file.format == "vicidial") text = "-- MySQL dump\n";
    if (file.format == "vcard") text = "BEGIN:VCARD\r\nVERSION:4.0\r\n";
    for (int i = 0; i < 40; ++i) {
      const std::string four = std::to_string(1000 + i * 7);
      const std::string ten = "202555" + four;
      if (file.format == "digits") text += ten + '\n';
      if (file.format == "csv") text += ten + ",somebody\r\n";
      if (file.format == "ftc") text += "202,555" + four + "\r\n";
      if (file.format == "ftc-xml") text += "<ph val='555" + four + "' />\n";
      if (file.format == "ftc-changes") text += "202,555" + four + ",2026-01-02," + (i % 2 == 0 ? "A\n" : "D\n");
      if (file.format == "tps") text += "0207 946" + four + "\r\n";
      if (file.format == "dncm") text += "047012" + four + ";01/02/2020\r\n";
      if (file.format == "registered") text += ten + ",2026-01-02\n";
      if (file.format == "results") text += ten + ",D\n";
      if (file.format == "expiring") text += ten + ",2027-01-02\n";
      if (file.format == "categories") text += ten + ",3\n";
      if (file.format == "companies") text += ten + ",4\n";
      if (file.format == "vicidial") text += "INSERT INTO `vicidial_dnc` VALUES ('" + ten + "');\n";
      if (file.format == "ported") text += ten + '\n';
      if (file.format == "vcard") text += (i % 2 == 0 ? "TEL;TYPE=CELL:" : "item1.tel:") + ten + "\r\n";
    }
    if (file.format == "ftc-xml") text += "</ac></list>\n";
    if (file.format == "vcard") text += "END:VCARD\r\n";
    file.has_header = file.format == "csv";
  }
  for (good_file& file : other_shapes()) all.push_back(std::move(file));
  return all;
}

read_outcome read(const good_file& file, const std::string& content) {
  import_options options = test::import_world::options("l", {});
  options.changes = file.changes;
  return test::run_reader(file.format, content, options, file.kind);
}

/// Lines that were read. Results hold those who may not be called, and cover every number that was answered.
std::size_t held(const good_file& file, const read_outcome& outcome) {
  return file.format == "results" ? outcome.covers.size() : outcome.entries.size() + outcome.changes.size();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1);
    lines.push_back(text.substr(at, end - at + 1));
    at = end + 1;
  }
  return lines;
}

bool is_xml(const good_file& file) { return file.format == "ftc-xml"; }

TEST_CASE("Whole files of every layout are read whole, with any line ends and a byte-order mark") {
  for (const good_file& file : good_files()) {
    CAPTURE(file.format, file.content.substr(0, 40));
    const read_outcome whole = read(file, file.content);
    INFO((whole.status.ok() ? std::string() : message_of(whole.status)));
    REQUIRE(whole.status.ok());
    CHECK(whole.bad == 0);
    CHECK(whole.lines == 40);
    CHECK(held(file, whole) == 40);

    const read_outcome marked = read(file, "\xef\xbb\xbf" + file.content);
    CHECK(marked.status.ok());
    CHECK(held(file, marked) == 40);

    std::string mixed;
    std::size_t line = 0;
    for (const std::string& each : lines_of(file.content)) {
      std::string_view text = each;
      while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
      mixed += std::string(text) + (line++ % 3 == 0 ? "\r\n" : "\n");
    }
    const read_outcome of_both = read(file, mixed);
    CHECK(of_both.status.ok());
    CHECK(of_both.bad == 0);
    CHECK(of_both.entries == whole.entries);
  }
}

TEST_CASE("A file that came twice holds each number once; as XML it is refused") {
  for (const good_file& file : good_files()) {
    CAPTURE(file.format, file.content.substr(0, 40));
    const read_outcome twice = read(file, file.content + file.content);
    if (is_xml(file)) {
      CHECK_FALSE(twice.status.ok());
      continue;
    }
    if (file.has_header) {  // the second one is a row that holds no number
      CHECK(twice.bad == 1);
    } else {
      CHECK(twice.bad == 0);
      CHECK(twice.lines == 80);
    }
    CHECK(twice.entries == read(file, file.content).entries);
  }
}

TEST_CASE("A file cut anywhere is refused, has a bad last line, or lost whole lines only") {
  for (const good_file& file : good_files()) {
    CAPTURE(file.format, file.content.substr(0, 40));
    const read_outcome whole = read(file, file.content);
    for (std::size_t size = 0; size < file.content.size(); ++size) {
      CAPTURE(size);
      const read_outcome cut = read(file, file.content.substr(0, size));
      if (!cut.status.ok()) continue;
      REQUIRE(held(file, cut) + cut.bad == cut.lines);  // and nothing was read as clear
      REQUIRE(cut.bad <= 1);
      // One-column files can be cut inside a number that still reads as one; everything else must be of the whole file.
      const bool may_be_cut_inside = file.format == "digits" || file.format == "tps" || file.format == "csv";
      std::size_t strange = 0;
      for (const auto& [digits, entry] : cut.entries) strange += whole.entries.count(digits) == 1 ? 0 : 1;
      REQUIRE(strange <= (may_be_cut_inside ? 1U : 0U));
    }
  }
}

TEST_CASE("Headers where none belong and lines of other layouts are bad lines, never skipped") {
  for (const good_file& file : good_files()) {
    if (file.format == "csv" || is_xml(file)) continue;
    CAPTURE(file.format, file.content.substr(0, 40));
    for (const char* stranger : {"telephone number", "202555010", "2025550101234567890", "see attached"}) {
      CAPTURE(stranger);
      std::vector<std::string> lines = lines_of(file.content);
      lines.insert(lines.begin() + 20, std::string(stranger) + '\n');
      std::string content;
      for (const std::string& line : lines) content += line;
      const read_outcome outcome = read(file, content);
      if (!outcome.status.ok()) continue;
      CHECK(outcome.lines == 41);
      CHECK(held(file, outcome) + outcome.bad == 41);
      const bool reads_as_number = std::string_view(stranger) == "202555010" && file.format == "digits";
      if (!reads_as_number) CHECK(outcome.bad == 1);
    }
  }
  // As the first line, a header of a registry's file is as bad as anywhere.
  for (const char* format : {"ftc", "tps", "ported"}) {
    CAPTURE(format);
    for (const good_file& file : good_files()) {
      if (file.format != format) continue;
      const read_outcome outcome = read(file, "Telephone\r\n" + file.content);
      CHECK(outcome.bad == 1);
      CHECK(outcome.first_bad[0].line == 1);
    }
  }
}

TEST_CASE("Bytes changed at random lose no line in silence") {
  std::mt19937 random(test::random_seed(20261129));
  for (const good_file& file : good_files()) {
    CAPTURE(file.format, file.content.substr(0, 40));
    for (int round = 0; round < 300; ++round) {
      std::string content = file.content;
      for (int i = 0; i < 1 + round % 4; ++i) content[random() % content.size()] = static_cast<char>(random());
      const read_outcome outcome = read(file, content);
      if (!outcome.status.ok()) continue;
      // An entry may be met twice, or become a pattern; a line is never neither.
      REQUIRE(held(file, outcome) + outcome.bad + outcome.intervals.size() <= outcome.lines + 15);
      REQUIRE(held(file, outcome) + outcome.bad + outcome.intervals.size() + 4 >= outcome.lines);
    }
  }
}

TEST_CASE("A file between a header and a count is whole or refused, cut anywhere and with any bytes changed") {
  const test::import_world world;
  constexpr std::uint64_t lines = 40;
  std::string content = "REGISTER OF TODAY\n";
  for (std::uint64_t i = 0; i < lines; ++i) content += "(202) 555-" + std::to_string(1000 + i * 7) + '\n';
  content += "TRAILER|40\n";
  import_options options = world.options("l", {world.write("in.txt", content)});
  options.format = "digits";
  options.skip_first = options.skip_last = 1;
  options.allow_bad = true;
  CHECK(world.imported(options).count == lines);

  for (std::size_t size = 0; size < content.size(); size += size + 40 < content.size() ? 11 : 1) {
    // A piece of a line of less than three digits may be a count, or be none; more digits tell a number of lines.
    if (const std::size_t piece = size == 0 ? 0 : size - 1 - content.rfind('\n', size - 1); piece > 0 && piece < 5)
      continue;
    CAPTURE(size);
    options.list_name = "cut-" + std::to_string(size);
    (void)world.write("in.txt", content.substr(0, size));
    const auto report = world.import(options);
    // What is cut off behind the count itself is none of the entries.
    if (report.ok()) REQUIRE(report->lines == lines);
  }
  std::mt19937 random(test::random_seed(20261201));
  for (int round = 0; round < 60; ++round) {
    std::string changed = content;
    for (int i = 0; i < 1 + round % 4; ++i) changed[random() % changed.size()] = static_cast<char>(random());
    options.list_name = "changed-" + std::to_string(round);
    (void)world.write("in.txt", changed);
    const auto report = world.import(options);
    if (report.ok()) REQUIRE((report->lines == lines || changed.find("TRAILER|40\n") == std::string::npos));
  }
}

}  // namespace
}  // namespace callsieve
