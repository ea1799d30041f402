// The one way in which kernels are chosen. CTest runs it with CALLSIEVE_KERNEL too.
#include "base/kernels.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "support/catch.hpp"
#include "support/every_kernel.hpp"

using namespace callsieve;

namespace {

/// Families that have less than every kernel.
struct portable {
  int speed;
  static const portable scalar;
};
const portable portable::scalar{1};

struct with_gaps {
  int speed;
  static const with_gaps scalar, avx512;
};
const with_gaps with_gaps::scalar{1};
const with_gaps with_gaps::avx512{3};

}  // namespace

TEST_CASE(
    "CALLSIEVE_KERNEL names the kernel; without it the fastest is in use, and a name that does not run here means "
    "scalar",
    "[environment]") {
  const auto names = kernels();
  REQUIRE_FALSE(names.empty());
  CHECK(names.front() == "scalar");
  const char* const wanted = std::getenv("CALLSIEVE_KERNEL");
  const bool is_here = wanted != nullptr && std::count(names.begin(), names.end(), std::string_view(wanted)) != 0;
  CHECK(kernel_in_use() == (wanted == nullptr ? names.back() : is_here ? std::string_view(wanted) : "scalar"));
}

TEST_CASE("A forced kernel is in use until another is; one that this machine has not changes nothing") {
  const std::string_view before = kernel_in_use();
  test::with_every_kernel([](std::string_view name) {
    CHECK(kernel_in_use() == name);
    for (const auto* none : {"none such", "", "scalar "}) CHECK_FALSE(use_kernel(none));
    CHECK(kernel_in_use() == name);
  });
  CHECK(kernel_in_use() == before);
  CHECK_THROWS(test::with_every_kernel([](std::string_view) { throw std::runtime_error("in the middle"); }));
  CHECK(kernel_in_use() == before);
}

TEST_CASE("A family that lacks a kernel uses the next slower one") {
  test::with_every_kernel([](std::string_view name) {
    CHECK(&detail::kernel_in_use<portable>() == &portable::scalar);
    CHECK(&detail::kernel_in_use<with_gaps>() == (name == "avx512" ? &with_gaps::avx512 : &with_gaps::scalar));
  });
}
