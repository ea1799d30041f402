// Files to entries: every layout's reader, from bytes in memory to the builder of a list.
//
// Unit: one line. Each run checks that every line was read and none was bad; which numbers they are is for the tests.
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

#include "callsieve/io/source.hpp"
#include "callsieve/lists/import.hpp"

#include "lists/readers/reader.hpp"

#include <benchmark/benchmark.h>

namespace {

using namespace callsieve;

constexpr unsigned seed = 20261124;

/// Ten digits of a number of +1, of 300 area codes.
std::string american(std::mt19937& random) {
  const unsigned area = 201 + static_cast<unsigned>(random() % 789);
  return std::to_string(area) + std::to_string(2'000'000 + random() % 8'000'000);
}
std::string british(std::mt19937& random) { return "0207946" + std::to_string(1000 + random() % 9000); }
std::string belgian(std::mt19937& random) { return "047" + std::to_string(1'000'000 + random() % 9'000'000); }
std::string a_day(std::mt19937& random, std::string_view year) {
  const auto two = [](unsigned value) { return (value < 10 ? "0" : "") + std::to_string(value); };
  return std::string(year) + '-' + two(1 + static_cast<unsigned>(random() % 12)) + '-' +
         two(1 + static_cast<unsigned>(random() % 28));
}

std::string content_of(std::string_view layout, int lines) {
  std::mt19937 random(seed);
  std::string text;
  if (layout == "ftc-xml") text = "<list type='full' level='all' val=''><ac val='202'>\n";
  if (layout == "categories") text = "phone,category\n";
  if (layout == "companies") text = "phone,company\n";
  if (layout == "expiring") text = "phone,expiry\n";
  if (layout == "registered") text = "phone,registered\n";
  if (layout == "results") text = "phone,result\n";
  if (layout == "vicidial") text = "-- MySQL dump 10.19\n";
  if (layout == "vcard") text = "BEGIN:VCARD\nVERSION:4.0\n";
  const char* const words[] = {"energy", "telecom", "lotteries", "charities"};
  for (int i = 0; i < lines; ++i) {
    const std::string ten = american(random);
    if (layout == "digits") text += "+1" + ten + '\n';
    if (layout == "csv") text += ten + ",somebody,\"Somewhere, 5\"\n";
    if (layout == "ftc") text += ten.substr(0, 3) + ',' + ten.substr(3) + '\n';
    if (layout == "ftc-xml") text += "<ph val='" + ten.substr(3) + "' />\n";
    if (layout == "ftc-changes") text += ten.substr(0, 3) + ',' + ten.substr(3) + ',' + a_day(random, "2025") + ",A\n";
    if (layout == "tps") text += british(random) + " \r\n";
    if (layout == "dncm") text += belgian(random) + ';' + a_day(random, "2025") + "\r\n";
    if (layout == "registered") text += ten + ',' + a_day(random, "2025") + '\n';
    if (layout == "results") text += ten + ",D\n";
    if (layout == "expiring") text += ten + ',' + a_day(random, "2028") + '\n';
    if (layout == "categories") text += ten + ',' + words[i % 4] + '\n';
    if (layout == "companies") text += ten + ",Company " + std::to_string(i % 20) + '\n';
    if (layout == "ported") text += ten + '\n';
    if (layout == "vcard") text += "FN:Somebody\nTEL;TYPE=CELL:" + ten + '\n';
    if (layout == "vicidial") {
      const bool begins = i % 5'000 == 0;
      const bool ends = i % 5'000 == 4'999;
      if (begins) text += "INSERT INTO `vicidial_campaign_dnc` VALUES ";
      text += std::string(begins ? "" : ",") + "('" + ten + "','SALES')" + (ends ? ";\n" : "");
    }
  }
  if (layout == "csv") text.insert(0, "phone,name,address\n");
  if (layout == "ftc-xml") text += "</ac></list>\n";
  if (layout == "vcard") text += "END:VCARD\n";
  return text;
}

void import_layout(benchmark::State& state, const list_reader& reader) {
  const auto lines = state.range(0);
  const std::string content = content_of(reader.name, static_cast<int>(lines));
  import_options options;
  options.region = find_region("US");
  options.today = *parse_day("2026-11-24");
  options.changes = reader.holds == takes::changes;
  std::string failure;
  for (auto _ : state) {
    state.PauseTiming();
    auto source = byte_source::of_text(content, "in.txt");
    import_frame frame{.options = options,
                       .kind = list_kind::set,
                       .days = day_format(),
                       .entries = snapshot_builder(list_kind::set),
                       .bad = rejects("rejects.csv")};
    state.ResumeTiming();
    reader_job job(frame, "in.txt", *std::move(source), *parse_day("2026-11-20"), "in.txt");
    const absl::Status status = reader.read(job);
    job.end_block();
    if (!status.ok()) failure = message_of(status);
    if (frame.lines != static_cast<std::uint64_t>(lines) || frame.bad.count() != 0) failure = "lines were lost";
  }
  if (!failure.empty()) state.SkipWithError(failure.c_str());
  state.SetItemsProcessed(state.iterations() * lines);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(content.size()));
}

const bool registered = [] {
  for (const list_reader& reader : list_readers()) {
    benchmark::RegisterBenchmark(("import/" + std::string(reader.name)).c_str(),
                                 [&reader](benchmark::State& state) { import_layout(state, reader); })
        ->Arg(10'000)
        ->Arg(1'000'000);
  }
  return true;
}();

}  // namespace
