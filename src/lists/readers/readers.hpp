// The layouts, one source file each; readers.cpp is their table.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "callsieve/base/date.hpp"
#include "callsieve/base/status.hpp"

namespace callsieve {
struct file_look;
class reader_job;
}  // namespace callsieve

namespace callsieve::readers {

// As list_reader has them.
[[nodiscard]] std::string sniff_ftc(const file_look& look);
absl::Status read_ftc(reader_job& job);
[[nodiscard]] std::optional<day> day_in_ftc_name(std::string_view name);

[[nodiscard]] std::string sniff_csv(const file_look& look);
absl::Status read_csv(reader_job& job);

[[nodiscard]] std::string sniff_digits(const file_look& look);
absl::Status read_digits(reader_job& job);

}  // namespace callsieve::readers
