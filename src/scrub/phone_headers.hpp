// What the name of a column says of the numbers in it.
//
// What: `Phone 1 - Value`, `Tél. fixe` and `Diensthandy` name columns of phones, `Phone 1 - Type` and `do not phone`
// say something about one. The words are those of the usual languages, and of the exports of Google, Outlook,
// Salesforce, HubSpot, Odoo, Zoho, Genesys Cloud and Meta. A name only proposes: the content has a say (columns.hpp).
#pragma once

#include <cstdint>
#include <string_view>

namespace callsieve::detail {

enum class header_says : std::uint8_t {
  nothing,
  phone,       ///< numbers to call
  phone_like,  ///< numbers that are not called, or may be others: `fax`, `Alt number`
  other        ///< ids, days, amounts and the like, and what is said about a phone: digits there are no phone numbers
};

/// Cost: some microseconds. Threads: any.
[[nodiscard]] header_says what_header_says(std::string_view name);

}  // namespace callsieve::detail
