// An import that is larger than its memory: the store gets the same list, and the process stays small.
#include <algorithm>
#include <atomic>
#include <fstream>
#include <malloc.h>
#include <string>
#include <thread>
#include <vector>

#include "lists/store_kit.hpp"

using namespace callsieve;
using namespace callsieve::test;

namespace {

/// Bytes of the process that are no file's, as the kernel counts them.
std::size_t private_bytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("RssAnon:")) return std::stoull(line.substr(8)) << 10;
  }
  return 0;
}

/// The most that the process grew while this stood.
class growth {
 public:
  growth() {
    ::malloc_trim(0);
    before_ = private_bytes();
    watcher_ = std::thread([this] {
      while (!done_) {
        most_ = std::max(most_.load(), private_bytes());
        std::this_thread::sleep_for(std::chrono::microseconds(200));
      }
    });
  }
  std::size_t end() {
    done_ = true;
    watcher_.join();
    return most_ > before_ ? most_ - before_ : 0;
  }

 private:
  std::size_t before_ = 0;
  std::atomic<std::size_t> most_{0};
  std::atomic<bool> done_{false};
  std::thread watcher_;
};

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool counts_true = false;  // a sanitizer keeps what was freed
#else
constexpr bool counts_true = true;
#endif

}  // namespace

TEST_CASE("An import of ten times its memory goes through in that memory, and gives the same list") {
  constexpr std::uint64_t count = 4'000'000;             // 4 bytes each
  constexpr std::size_t memory = count * 4 / 10;         // 1.6 MB
  constexpr std::size_t beside = std::size_t{14} << 20;  // a block, the pieces it is written in, buffers of the file
  constexpr std::uint64_t area_codes = 100, in_one = 97'003;  // coprime: every number once
  store_world world;
  const auto import = [&](std::string name, std::size_t bytes) {
    list_import made{std::move(name),
                     snapshot_builder(list_kind::set, {.memory = bytes, .spill_folder = world.folder.path()}),
                     {{prefix("+1"), on("2026-10-01")}}};
    for (std::uint64_t i = 0; i < count; ++i) {
      made.entries.add(
          phone_number::from_digits_unchecked(12'010'000'000 + i % area_codes * block_numbers + i * 7 % in_one * 101));
    }
    return world.lists.apply_import(std::move(made));
  };
  growth small;
  const auto tight = import("tight", memory);
  const std::size_t grew = small.end();
  growth large;
  const auto roomy = import("roomy", std::size_t{1} << 30);
  const std::size_t grew_with_room = large.end();
  INFO("grew by " << grew << " bytes, with room by " << grew_with_room);
  REQUIRE(tight.ok());
  REQUIRE(roomy.ok());
  CHECK(tight->count == count);
  CHECK(world.lists.load("tight")->checksum() == world.lists.load("roomy")->checksum());
  if (counts_true) {
    CHECK(grew <= memory + beside);
    CHECK(grew_with_room >= count * 4);
  }
}
