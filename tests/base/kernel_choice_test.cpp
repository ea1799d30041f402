// The one way in which kernels are chosen.
#include "base/kernel_choice.hpp"

#include <array>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "support/catch.hpp"

namespace {

struct kernel {
  std::string_view name;
  bool (*runs_here)() noexcept;
};
bool yes() noexcept { return true; }
bool no() noexcept { return false; }

constexpr kernel scalar{"scalar", yes}, quick{"quick", yes}, quicker{"quicker", yes}, elsewhere{"elsewhere", no};
constexpr std::array all = {&scalar, &quick, &elsewhere, &quicker};
using choice = callsieve::detail::kernel_choice<kernel, all.size()>;

/// CALLSIEVE_KERNEL for the time of a test.
class forced {
 public:
  explicit forced(const char* name) {
    if (const char* before = std::getenv("CALLSIEVE_KERNEL")) before_ = before;
    name == nullptr ? ::unsetenv("CALLSIEVE_KERNEL") : ::setenv("CALLSIEVE_KERNEL", name, 1);
  }
  ~forced() { before_ ? ::setenv("CALLSIEVE_KERNEL", before_->c_str(), 1) : ::unsetenv("CALLSIEVE_KERNEL"); }
  forced(const forced&) = delete;
  forced& operator=(const forced&) = delete;

 private:
  std::optional<std::string> before_;
};

}  // namespace

TEST_CASE("The fastest kernel that runs here is used, and the others can be") {
  const forced none(nullptr);
  choice of(all);
  CHECK(of.in_use().name == "quicker");
  REQUIRE(of.names().size() == 3);
  CHECK(of.names().front() == "scalar");
  CHECK(of.here().back() == &quicker);
  CHECK(of.use("quick"));
  CHECK(&of.in_use() == &quick);
  CHECK_FALSE(of.use("elsewhere"));
  CHECK_FALSE(of.use(""));
  CHECK(&of.in_use() == &quick);
}

TEST_CASE("CALLSIEVE_KERNEL names the kernel; a name that does not run here means scalar") {
  for (const auto& [named, used] :
       {std::pair("quick", &quick), std::pair("scalar", &scalar), std::pair("quicker", &quicker),
        std::pair("elsewhere", &scalar), std::pair("none such", &scalar), std::pair("", &scalar)}) {
    const forced by_name(named);
    const choice of(all);
    INFO(named);
    CHECK(&of.in_use() == used);
  }
}
