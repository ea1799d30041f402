// Which of the kernels of one family is used: what differs between instruction sets is chosen in one way everywhere.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <span>
#include <string_view>

namespace callsieve::detail {

/// The kernels of a family that run on this machine, and the one in use: that which the environment variable
/// CALLSIEVE_KERNEL names, else the fastest. A name there that is none of them means the first, `scalar`: a forced
/// kernel is never another fast one. A `Kernel` has `std::string_view name` and `bool (*runs_here)() noexcept`.
/// Cost: no allocation; in_use() is one load. Lifetime: refers to the kernels. Threads: any.
template <class Kernel, std::size_t Count>
class kernel_choice {
 public:
  /// The slowest first. Requires that the first runs everywhere.
  explicit kernel_choice(const std::array<const Kernel*, Count>& all) noexcept : in_use_(all.front()) {
    for (const Kernel* kernel : all) {
      if (!kernel->runs_here()) continue;
      kernels_[count_] = kernel;
      names_[count_++] = kernel->name;
    }
    const char* const wanted = std::getenv("CALLSIEVE_KERNEL");
    use(wanted == nullptr ? names_[count_ - 1] : std::string_view(wanted));
  }

  /// Those that run on this machine, the slowest first.
  [[nodiscard]] std::span<const Kernel* const> here() const noexcept { return std::span(kernels_).first(count_); }
  [[nodiscard]] std::span<const std::string_view> names() const noexcept { return std::span(names_).first(count_); }

  /// Takes the kernel of that name from now on; false, and nothing changes, when this machine has none.
  bool use(std::string_view name) noexcept {
    for (std::size_t i = 0; i < count_; ++i) {
      if (names_[i] != name) continue;
      in_use_.store(kernels_[i], std::memory_order_relaxed);
      return true;
    }
    return false;
  }
  [[nodiscard]] const Kernel& in_use() const noexcept { return *in_use_.load(std::memory_order_relaxed); }

 private:
  std::array<const Kernel*, Count> kernels_{};
  std::array<std::string_view, Count> names_;
  std::size_t count_ = 0;
  std::atomic<const Kernel*> in_use_;
};

}  // namespace callsieve::detail
