// The layouts, one source file each; readers.cpp is their table.
#pragma once

#include <optional>
#include <string_view>

#include "callsieve/base/date.hpp"
#include "callsieve/base/status.hpp"
#include "callsieve/lists/import.hpp"

namespace callsieve::readers {

// As list_reader has them.
[[nodiscard]] resemblance sniff_categories(const file_look& look);
[[nodiscard]] resemblance sniff_companies(const file_look& look);
[[nodiscard]] resemblance sniff_csv(const file_look& look);
[[nodiscard]] resemblance sniff_digits(const file_look& look);
[[nodiscard]] resemblance sniff_dncm(const file_look& look);
[[nodiscard]] resemblance sniff_expiring(const file_look& look);
[[nodiscard]] resemblance sniff_ftc(const file_look& look);
[[nodiscard]] resemblance sniff_ftc_changes(const file_look& look);
[[nodiscard]] resemblance sniff_ftc_xml(const file_look& look);
[[nodiscard]] resemblance sniff_ported(const file_look& look);
[[nodiscard]] resemblance sniff_registered(const file_look& look);
[[nodiscard]] resemblance sniff_results(const file_look& look);
[[nodiscard]] resemblance sniff_tps(const file_look& look);
[[nodiscard]] resemblance sniff_vcard(const file_look& look);
[[nodiscard]] resemblance sniff_vicidial(const file_look& look);

absl::Status read_categories(reader_job& job);
absl::Status read_companies(reader_job& job);
absl::Status read_csv(reader_job& job);
absl::Status read_digits(reader_job& job);
absl::Status read_dncm(reader_job& job);
absl::Status read_expiring(reader_job& job);
absl::Status read_ftc(reader_job& job);
absl::Status read_ftc_changes(reader_job& job);
absl::Status read_ftc_xml(reader_job& job);
absl::Status read_ported(reader_job& job);
absl::Status read_registered(reader_job& job);
absl::Status read_results(reader_job& job);
absl::Status read_tps(reader_job& job);
absl::Status read_vcard(reader_job& job);
absl::Status read_vicidial(reader_job& job);

[[nodiscard]] std::optional<day> day_in_ftc_name(std::string_view name);

}  // namespace callsieve::readers
