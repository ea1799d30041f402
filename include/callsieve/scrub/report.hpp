// The books of a scrub, for machines and for people.
#pragma once

#include <string>

#include "callsieve/scrub/scrub.hpp"

namespace callsieve {

/// One JSON object, two spaces deep, with a line end. Additions to it are free, changes are not: `rows` and `numbers`
/// (`read`, `allowed`, `blocked`, `unknown`, `malformed`), `lines` (`read`, `rows`, `malformed`, `header`, `separator`,
/// `empty`), `malformed_spans` (`input`, `first_line`, `last_line`, `detail`), `ragged` (rows read), `reasons`,
/// `invalid` (numbers by parse error), `ambiguous` (of these, those that may have lost a plus sign), `unknown_passed`,
/// `lists`
/// (`name`, `kind`, `count`, `bytes`, `obtained`, `age_days`, `checksum`), `policy` (`name`, `hash`), `as_of`,
/// `seconds`, `inputs`, `receipt` (null), `flags` (`column`, `yes`: rows), `unchecked` (`column`, `count`, `phones`,
/// `input`, `first_line`, `phone`: as unchecked_numbers, `phone` its option). `threads` and `stages` (seconds by stage,
/// over all threads) say how fast it went. Bytes in names that are not UTF-8 come out as U+FFFD.
[[nodiscard]] std::string report_json(const scrub_report& report, const scrub_options& options,
                                      const bound_policy& policy);

/// The rows by verdict and reason, with shares and bars; in a preview also what each rule would do. Lines of text.
[[nodiscard]] std::string report_text(const scrub_report& report, const scrub_options& options);

/// Where the time went, stage by stage: seconds over all threads, and nanoseconds a row. Lines of text.
[[nodiscard]] std::string timings_text(const scrub_report& report);

}  // namespace callsieve
