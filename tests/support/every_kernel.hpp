// One way to force each kernel of this machine.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "callsieve/base/kernels.hpp"

namespace callsieve::test {

/// Has that kernel in use for its lifetime, then the one before.
class forced_kernel {
 public:
  explicit forced_kernel(std::string_view name) {
    if (!use_kernel(name)) throw std::invalid_argument("no such kernel here: " + std::string(name));
  }
  forced_kernel(const forced_kernel&) = delete;
  forced_kernel& operator=(const forced_kernel&) = delete;
  ~forced_kernel() { use_kernel(before_); }

 private:
  std::string_view before_ = kernel_in_use();
};

/// Calls check(name) with each kernel of this machine in use, `scalar` first.
template <class Check>
void with_every_kernel(Check check) {
  for (const std::string_view name : kernels()) {
    const forced_kernel forced(name);
    check(name);
  }
}

}  // namespace callsieve::test
