// The time zones that a number may be in, by its first digits.
//
// What: the time-zone data of the `phonenumbers` package (the release of plan_source());
// src/number/time_zone_tables.cpp is generated from it. In +1 an exchange that those data list has the zones listed;
// any other has all zones of its area code, and of the codes that this one was laid over. A number says where its line
// was given out, not where its owner is: a mobile or non-geographic number has all zones of its calling code. Cost: at
// most ten binary searches, about 100 ns; no allocation. Threads: constant data, any thread.
#pragma once

#include <span>
#include <string_view>

#include "callsieve/number/phone_number.hpp"

namespace callsieve {

/// IANA names (`Europe/Amsterdam`) in ascending order: those of time_zones_for_number of the package, and in +1 the
/// ones more that are told above; empty when it knows none, and for numbers that the plan does not call valid. The
/// names live as long as the program.
[[nodiscard]] std::span<const std::string_view> time_zones_of(phone_number number) noexcept;

}  // namespace callsieve
