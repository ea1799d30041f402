#include "io/page_memory.hpp"

#include <algorithm>
#include <cstdint>
#include <new>
#include <utility>

#include "support/catch.hpp"

using callsieve::detail::page_memory;

namespace {

bool is_all(std::span<const std::byte> bytes, int value) {
  return std::all_of(bytes.begin(), bytes.end(), [value](std::byte each) { return each == std::byte(value); });
}

}  // namespace

TEST_CASE("Memory that grows keeps what is there, and the rest is zero") {
  page_memory memory;
  REQUIRE(memory.bytes().empty());
  std::size_t before = 0;
  for (std::size_t size = 4096; size <= std::size_t{1} << 22; size *= 2) {
    memory.grow(size);
    REQUIRE(memory.bytes().size() == size);
    REQUIRE(is_all(memory.bytes().first(before), 1));
    REQUIRE(is_all(memory.bytes().subspan(before), 0));
    std::fill(memory.bytes().begin(), memory.bytes().end(), std::byte{1});
    before = size;
  }
  memory.grow(4096);  // less than it has
  REQUIRE(memory.bytes().size() == before);
}

TEST_CASE("Memory that there is not is an exception, and what was there stays") {
  page_memory memory;
  memory.grow(4096);
  memory.bytes()[7] = std::byte{3};
  REQUIRE_THROWS_AS(memory.grow(std::size_t{1} << 60), std::bad_alloc);
  REQUIRE(memory.bytes().size() == 4096);
  REQUIRE(memory.bytes()[7] == std::byte{3});
  page_memory other = std::move(memory);
  REQUIRE(other.bytes()[7] == std::byte{3});
  other = page_memory();
  REQUIRE(other.bytes().empty());
}
