#include <fstream>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include "callsieve/base/bytes.hpp"

#include "lists/head.hpp"
#include "lists/store_kit.hpp"
#include "support/seed.hpp"

#include <xxhash.h>

using namespace callsieve;
using test::mentions;
using test::on;
using test::store_world;
using test::washington;

namespace {

/// A registry of ten numbers with live changes both ways.
class damaged_world : public store_world {
 public:
  damaged_world() {
    std::vector<phone_number> ten;
    for (std::uint64_t i = 0; i < 10; ++i) ten.push_back(washington(i));
    REQUIRE(import("registry", ten, "world", "2026-11-01").ok());
    REQUIRE(lists.add("registry", std::vector{washington(50)}, false, on("2026-11-01")).ok());
    REQUIRE(lists.remove("registry", std::vector{washington(3)}).ok());
  }
  [[nodiscard]] std::filesystem::path head() const { return file("registry", "head"); }
  [[nodiscard]] std::filesystem::path snapshot() const { return file("registry", "00000001.snapshot"); }

  /// Whether damage to the file stops the load and is told by every way of asking, always with the file's name.
  [[nodiscard]] bool is_told(const std::filesystem::path& damaged_file) const {
    const auto loaded = lists.load("registry");
    const auto found = lists.verify();
    const auto alone = verify_file(damaged_file);
    return absl::IsDataLoss(loaded.status()) &&
           mentions(loaded.status(), damaged_file.string() + " is damaged at byte ") &&
           mentions(loaded.status(), "restore") && found.ok() && found->size() == 1 &&
           found->front().file == damaged_file && alone.ok() && alone->has_value();
  }
};

void put_byte(const std::filesystem::path& file, std::size_t place, char byte) {
  std::fstream out(file, std::ios::binary | std::ios::in | std::ios::out);
  out.seekp(static_cast<std::streamoff>(place));
  out.put(byte);
}

}  // namespace

TEST_CASE("A whole store verifies") {
  const damaged_world world;
  CHECK(world.lists.verify().value().empty());
  CHECK_FALSE(verify_file(world.head()).value());
  CHECK_FALSE(verify_file(world.snapshot()).value());
  CHECK_FALSE(verify_file(world.head().parent_path() / "none").ok());
}

TEST_CASE("One flipped bit anywhere in a list's files stops the load and is named") {
  std::mt19937_64 random(test::random_seed());
  const damaged_world world;
  for (const std::filesystem::path& file : {world.head(), world.snapshot()}) {
    const std::string whole = test::read_whole(file);
    std::vector<std::size_t> missed;
    for (std::size_t place = 0; place < whole.size(); ++place) {
      put_byte(file, place, static_cast<char>(whole[place] ^ (1 << (random() % 8))));
      if (!world.is_told(file)) missed.push_back(place);
      put_byte(file, place, whole[place]);
    }
    CHECK(missed.empty());
    CHECK(world.lists.load("registry").ok());
  }
}

TEST_CASE("A list's file cut anywhere, or gone, stops the load and is named") {
  const damaged_world world;
  for (const std::filesystem::path& file : {world.head(), world.snapshot()}) {
    const std::string whole = test::read_whole(file);
    std::vector<std::size_t> missed;
    for (std::size_t size = 0; size < whole.size(); size += file == world.head() ? 1 : 17) {
      test::write_whole(file, std::string_view(whole).substr(0, size));
      if (!world.is_told(file)) missed.push_back(size);
    }
    CHECK(missed.empty());
    test::write_whole(file, whole + "x");
    CHECK(world.is_told(file));
    std::filesystem::remove(file);
    CHECK(
        mentions(world.lists.load("registry").status(), file.string() + " is damaged at byte 0: the file is missing"));
    const auto found = world.lists.verify();
    REQUIRE(found->size() == 1);
    CHECK(found->front().file == file);
    test::write_whole(file, whole);
    CHECK(world.lists.load("registry").ok());
  }
}

TEST_CASE("A snapshot that is whole but not the one that counts is refused") {
  damaged_world world;
  REQUIRE(world.import("other", {washington(1)}, "world", "2026-11-01").ok());
  std::filesystem::copy_file(world.file("other", "00000001.snapshot"), world.snapshot(),
                             std::filesystem::copy_options::overwrite_existing);
  const auto loaded = world.lists.load("registry");
  CHECK(mentions(loaded.status(), world.snapshot().string() + " is damaged at byte"));
  CHECK(world.lists.verify()->size() == 1);
}

TEST_CASE("Files of a newer callsieve are refused as such, and not imported over") {
  damaged_world world;
  const std::string whole = test::read_whole(world.head());
  std::string newer = whole;
  store_le(&newer[8], std::uint32_t{9});
  store_le(&newer[newer.size() - 8], std::uint64_t{XXH3_64bits(newer.data(), newer.size() - 8)});
  test::write_whole(world.head(), newer);
  CHECK(mentions(world.lists.load("registry").status(), "written by a newer callsieve (format 9)"));
  CHECK_FALSE(world.import("registry", {washington(1)}, "world", "2026-11-02").ok());
  test::write_whole(world.head(), whole);

  std::string snapshot = test::read_whole(world.snapshot());
  store_le(&snapshot[8], std::uint32_t{9});
  store_le(&snapshot[4088], std::uint64_t{XXH3_64bits(snapshot.data(), 4088)});
  test::write_whole(world.snapshot(), snapshot);
  CHECK(mentions(world.lists.load("registry").status(), "written by a newer callsieve (format 9)"));
  CHECK_FALSE(world.import("registry", {washington(1)}, "world", "2026-11-02").ok());
}

TEST_CASE("An import for the world mends a damaged snapshot and keeps the live additions") {
  damaged_world world;
  std::string bytes = test::read_whole(world.snapshot());
  bytes[5000] = static_cast<char>(bytes[5000] ^ 1);
  test::write_whole(world.snapshot(), bytes);
  CHECK_FALSE(world.import("registry", {washington(1)}, "+1202", "2026-11-02").ok());
  // An objection is taken down whatever has become of the snapshot: it stands in the head.
  CHECK(world.lists.add("registry", std::vector{washington(60)}, false, on("2026-11-02")).ok());
  CHECK_FALSE(world.lists.load("registry").ok());
  CHECK(world.lists.kind("registry").value() == list_kind::set);
  REQUIRE(world.import("registry", {washington(1)}, "world", "2026-11-02", false).ok());
  CHECK(world.holds("registry", washington(1)));
  CHECK(world.holds("registry", washington(50)));
  CHECK(world.holds("registry", washington(60)));
  CHECK(world.lists.load("registry")->count() == 3);
}

TEST_CASE("A damaged head is not imported over: it holds the live additions") {
  damaged_world world;
  std::string bytes = test::read_whole(world.head());
  bytes[20] = static_cast<char>(bytes[20] ^ 1);
  test::write_whole(world.head(), bytes);
  CHECK_FALSE(world.import("registry", {washington(1)}, "world", "2026-11-02").ok());
}

TEST_CASE("What no checksum stands over is told by verify") {
  const damaged_world world;
  test::write_whole(world.file("registry", "notes.txt"), "mine");
  test::write_whole(world.folder.path() / "lists" / "stray", "mine");
  std::filesystem::create_directories(world.folder.path() / "lists" / "Not A List");
  test::write_whole(world.folder.path() / "lists" / "Not A List" / "x", "mine");
  test::write_whole(world.file("registry", "empty"), "");
  test::write_whole(world.file("registry", "00000009.snapshot"), "a snapshot that nobody asks");
  const auto found = world.lists.verify();
  REQUIRE(found.ok());
  CHECK(found->size() == 4);
}

TEST_CASE("A head reads back as it was written, and random bytes never do") {
  std::mt19937_64 random(test::random_seed());
  list_head head;
  head.generation = 7;
  head.snapshot_bytes = 8192;
  head.snapshot_checksum = 0xabcdef;
  head.name = "registry";
  head.id = {1, 2};
  head.revision = 12;
  head.last = {list_operation::add, std::chrono::year{2026} / 11 / 24, 2};
  head.added = {washington(1), washington(5)};
  head.removed = {washington(2)};
  const std::string bytes = encode_head(head);
  const auto read = decode_head(std::as_bytes(std::span(bytes)));
  REQUIRE(std::holds_alternative<list_head>(read));
  CHECK(std::get<list_head>(read) == head);

  int read_back = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string changed = bytes.substr(0, random() % (bytes.size() + 1));
    if (random() % 2 == 0) changed = bytes;
    for (std::size_t i = 0; i < 1 + random() % 3 && !changed.empty(); ++i) {
      const std::size_t place = random() % changed.size();
      changed[place] = static_cast<char>(changed[place] ^ (1 << (random() % 8)));
    }
    if (changed.size() >= 8) {  // what lies behind the checksum must hold by itself
      store_le(&changed[changed.size() - 8], std::uint64_t{XXH3_64bits(changed.data(), changed.size() - 8)});
    }
    const auto result = decode_head(std::as_bytes(std::span(changed)));
    if (const auto* whole = std::get_if<list_head>(&result)) {
      ++read_back;
      CHECK(encode_head(*whole) == changed);
    } else {
      CHECK(std::get<byte_damage>(result).offset <= changed.size());
    }
  }
  CHECK(read_back > 0);
}
