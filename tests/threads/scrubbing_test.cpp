// Scrubs on several threads, and several of them at once.
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

#include "callsieve/policy/policy.hpp"

#include "io/compressed.hpp"
#include "scrub/scrub_kit.hpp"
#include "support/seed.hpp"
#include "threads/together.hpp"

using namespace callsieve;
using namespace callsieve::test;

namespace {

/// Rows with two numbers each, some twice, some with quotes, line ends and too many fields.
std::string call_list(std::mt19937_64& random, std::size_t rows) {
  const auto number = [&] { return "202555" + std::to_string(1'000 + random() % 1'000).replace(0, 2, "01"); };
  std::string text = "note,phone,mobile\n";
  for (std::size_t i = 0; i < rows; ++i) {
    const char* const note = random() % 9 == 0 ? "\"two\nlines, and \"\"more\"\"\"" : "note";
    text += note + (',' + number()) + ',' + (random() % 3 == 0 ? "" : number());
    text += random() % 50 == 0 ? ",one more\n" : "\n";
  }
  return text;
}

struct result {
  std::string kept, rejected;
  std::map<std::string, std::uint64_t> reasons;
  std::uint64_t rows = 0;
  friend bool operator==(const result&, const result&) = default;
};

result scrubbed_with(scrub_options options, const std::filesystem::path& to, const bound_policy& policy) {
  options.output = std::filesystem::path(to).concat(".kept.csv");
  options.rejected = std::filesystem::path(to).concat(".rejected.csv");
  const auto report = scrub(options, policy);
  if (!report.ok()) return {message_of(report.status()), {}, {}, 0};
  return {read_whole(options.output), read_whole(options.rejected), report->reasons, report->rows.read};
}

}  // namespace

TEST_CASE("Scrubs of one list by one policy, on several threads each and several at once, come out alike") {
  std::mt19937_64 random(random_seed());
  const std::string text = call_list(random, 3'000);
  const test::temporary_folder folder;
  write_whole(folder / "leads.csv", text);
  write_whole(folder / "leads.csv.gz", gzip_of(text));
  write_whole(folder / "leads.csv.zst", pzstd_of(text, 20'000));
  const bound_policy policy = ending_policy();
  scrub_options options;
  options.inputs = {folder / "leads.csv"};
  options.when.date = test_day();
  options.delimiter = ',';
  options.threads = 1;
  const result right = scrubbed_with(options, folder / "right", policy);
  REQUIRE(right.rows == 3'000);

  faults wrong;
  together(3, [&](std::size_t thread) {
    const char* const names[] = {"leads.csv", "leads.csv.gz", "leads.csv.zst"};
    for (const std::size_t chunk : {std::size_t{100}, std::size_t{5'000}, scrub_options{}.chunk_bytes}) {
      scrub_options mine = options;
      mine.inputs = {folder / names[thread]};
      mine.threads = 4;
      mine.chunk_bytes = chunk;
      std::uint64_t last_rows = 0;  // progress comes from any thread, one at a time
      mine.progress = [&last_rows](std::uint64_t, std::uint64_t, std::uint64_t rows) { last_rows = rows; };
      mine.cancelled = [] { return false; };
      wrong.expect(scrubbed_with(mine, folder / std::to_string(thread), policy) == right);
      wrong.expect(last_rows == right.rows);
    }
  });
  CHECK(wrong.count() == 0);
}

TEST_CASE("A scrub on several threads that is cancelled, or whose input is cut short, leaves nothing") {
  std::mt19937_64 random(random_seed());
  const std::string packed = pzstd_of(call_list(random, 3'000), 20'000);
  scrub_folder world;
  world.add("leads.csv.zst", packed);
  world.options.delimiter = ',';
  world.options.threads = 4;
  world.options.chunk_bytes = 1'000;
  std::atomic<int> asked{0};
  world.options.cancelled = [&asked] { return ++asked >= 20; };
  CHECK(holds(world.run().error, "interrupted"));
  world.options.cancelled = nullptr;
  write_whole(world.folder / "leads.csv.zst", std::string_view(packed).substr(0, packed.size() - 10));
  CHECK_FALSE(world.run().error.empty());
}

TEST_CASE("A list is scrubbed by what was loaded while live changes are written beside it") {
  std::mt19937_64 random(random_seed());
  const test::temporary_folder folder;
  write_whole(folder / "leads.csv", call_list(random, 2'000));
  store lists = store::open_or_create(folder / "store").value();
  const auto document = read_policy(R"(
name = "calls"
region = "US"
otherwise = { allow = "clear" }
[[rule]]
block = "objection"
when = { listed = "blacklist" }
)",
                                    "calls.toml");
  REQUIRE(document.ok());
  scrub_options options;
  options.inputs = {folder / "leads.csv"};
  options.when.date = test_day();
  options.threads = 3;
  options.chunk_bytes = 2'000;
  std::atomic<int> scrubbing{2};
  faults wrong;
  together(3, [&](std::size_t thread) {
    if (thread == 0) {
      for (std::uint64_t i = 0; scrubbing.load() != 0; i = (i + 1) % 100) {
        const auto number = phone_number::from_digits_unchecked(12'025'550'100 + i);
        wrong.expect(lists.add("blacklist", std::vector{number}, false, test_day()).ok());
      }
      return;
    }
    std::uint64_t objections = 0;
    for (int round = 0; round < 5; ++round) {
      const auto bound = bind_policy(*document, lists, {});
      wrong.expect(bound.ok());
      if (!bound.ok()) break;
      const result now = scrubbed_with(options, folder / std::to_string(thread), *bound);
      wrong.expect(now.rows == 2'000);
      const auto found = now.reasons.find("objection");
      const std::uint64_t blocked = found == now.reasons.end() ? 0 : found->second;
      wrong.expect(blocked >= objections);  // numbers were only added
      objections = blocked;
    }
    --scrubbing;
  });
  CHECK(wrong.count() == 0);
}
