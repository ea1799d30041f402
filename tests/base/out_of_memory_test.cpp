// What becomes of memory that is refused.
#include <cstdint>
#include <functional>
#include <memory>
#include <new>
#include <stdexcept>

#include "absl/container/flat_hash_set.h"
#include "base/guarded.hpp"
#include "base/hash_growth.hpp"
#include "support/catch.hpp"

using namespace callsieve;
using callsieve::detail::growing;
using callsieve::detail::guarded;
using callsieve::detail::heap_bytes;

namespace {

bool refuses = false;

template <class T>
struct refusing_allocator {
  using value_type = T;
  refusing_allocator() = default;
  template <class U>
  refusing_allocator(const refusing_allocator<U>&) {}  // NOLINT(google-explicit-constructor)
  T* allocate(std::size_t count) {
    if (refuses) throw std::bad_alloc();
    return std::allocator<T>().allocate(count);
  }
  void deallocate(T* at, std::size_t count) { std::allocator<T>().deallocate(at, count); }
  bool operator==(const refusing_allocator&) const = default;
};

using table =
    absl::flat_hash_set<std::uint64_t, std::hash<std::uint64_t>, std::equal_to<>, refusing_allocator<std::uint64_t>>;

}  // namespace

TEST_CASE("What throws becomes a status, and what does not is returned") {
  CHECK(guarded([] { return absl::OkStatus(); }).ok());
  CHECK(*guarded([] { return absl::StatusOr<int>(7); }) == 7);
  const absl::Status refused = guarded([]() -> absl::Status { throw std::bad_alloc(); });
  CHECK(absl::IsResourceExhausted(refused));
  CHECK(message_of(refused).find("no more memory") != std::string::npos);
  const auto failed = guarded([]() -> absl::StatusOr<int> { throw std::runtime_error("the reason"); });
  CHECK(message_of(failed.status()) == "the reason");
}

TEST_CASE("A hash table that may not grow can be used again, and destroyed") {
  table numbers;
  const auto adds = [&numbers](std::uint64_t number) {
    return growing(numbers, [&] { return numbers.insert(number).second; });
  };
  refuses = true;
  CHECK_THROWS_AS(adds(1) && adds(2), std::bad_alloc);  // newer Abseil has room for one in the table itself
  refuses = false;
  CHECK(numbers.empty());
  CHECK(heap_bytes(numbers) == 0);
  CHECK(adds(1));
  CHECK_FALSE(adds(1));
  CHECK(adds(2));
  CHECK(heap_bytes(numbers) >= 2 * sizeof(std::uint64_t));
}
