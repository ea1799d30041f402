// Bridges between the standard library's string_view and Abseil's.
//
// Debian builds Abseil with a string_view of its own that does not convert to std::string_view. These helpers do, and
// stay valid where the two are one type. Absl's string_view appears nowhere else in the public headers.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace callsieve {

inline absl::string_view av(std::string_view text) { return {text.data(), text.size()}; }
inline std::string_view sv(absl::string_view text) { return {text.data(), text.size()}; }

/// The message of a status as a std::string, for people.
inline std::string message_of(const absl::Status& status) {
  if (status.code() == absl::StatusCode::kResourceExhausted && status.message().empty()) {
    return "the system gave no more memory: raise the limit of this process (ulimit -v, or its control group), or ask "
           "for fewer threads";
  }
  return std::string(sv(status.message()));
}

/// A data or usage error: the text names the file, the place and the way out.
inline absl::Status bad_input(std::string_view text) { return absl::InvalidArgumentError(av(text)); }
/// A file on disk is damaged or is not what it says it is.
inline absl::Status damaged(std::string_view text) { return absl::DataLossError(av(text)); }
/// The system refused: a file cannot be opened, read or written, the disk is full.
inline absl::Status system_failure(std::string_view text) { return absl::UnavailableError(av(text)); }
/// The system gave no more memory. Takes none itself, so it has no text of its own: see message_of().
inline absl::Status out_of_memory() noexcept { return {absl::StatusCode::kResourceExhausted, {}}; }

}  // namespace callsieve
