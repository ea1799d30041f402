// Exceptions become the status of a job: memory that the system refuses, above all.
#pragma once

#include <exception>
#include <new>

#include "callsieve/base/status.hpp"

namespace callsieve::detail {

/// What `work` returns, a Status or a StatusOr; out_of_memory() where it throws std::bad_alloc, an internal error where
/// it throws something else. Throws nothing.
template <class Work>
auto guarded(Work&& work) noexcept -> decltype(work()) {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    return out_of_memory();
  } catch (const std::exception& error) {
    try {
      return absl::InternalError(error.what());
    } catch (...) {
      return out_of_memory();
    }
  }
}

}  // namespace callsieve::detail
