#include "lists/readers/record_reader.hpp"

#include "callsieve/base/yes_no.hpp"

#include "lists/readers/consent_words.hpp"
#include "lists/readers/words.hpp"

namespace callsieve {

std::string record_reader::unread_day(std::string_view text) const {
  return "'" + std::string(text.substr(0, 40)) + "' is not a day written " + days_->pattern();
}

std::optional<day> record_reader::read_day(std::string_view text) const {
  const auto found = days_->read(text);
  return found ? found : days_->read(without_time_of_day(text));
}

std::string record_reader::lateness(std::string_view what, day d) const {
  return std::string(what) + " of " + to_string(d) + " is later than the copy, obtained " + to_string(obtained_);
}

record_or_reason record_reader::relation(std::string_view purchase, std::string_view end) const {
  purchase = trimmed(purchase);
  end = trimmed(end);
  record_or_reason row;
  if (!purchase.empty()) {
    const auto bought = read_day(purchase);
    if (!bought) return {{}, "purchase day: " + unread_day(purchase)};
    if (too_late(*bought)) return {{}, lateness("purchase", *bought)};
    row.record = {day_number(*bought), record_state::purchase};
  }
  if (!end.empty()) {
    list_record ended{open_contract, record_state::contract_end};
    if (plain_word(end) != "open") {
      const auto last = read_day(end);
      if (!last) return {{}, "contract end: " + unread_day(end) + " nor the word open"};
      ended.day_number = day_number(*last);
    }
    if (purchase.empty() || supersedes(ended, row.record)) row.record = ended;
  }
  if (purchase.empty() && end.empty()) return {{}, "neither a purchase day nor a contract end"};
  return row;
}

record_or_reason record_reader::consent(std::string_view state, std::string_view given_or_withdrawn_on) const {
  const record_state said = read_consent(trimmed(state));
  if (said == record_state::absent) {
    return {{},
            "'" + std::string(trimmed(state).substr(0, 40)) +
                "' is no state of consent: given, yes, opt-in, ja ... or withdrawn, no, opt-out, nee ..."};
  }
  const std::string_view text = trimmed(given_or_withdrawn_on);
  // Whoever has withdrawn has done so by the day of the copy.
  if (text.empty() && said == record_state::withdrawn) return {{day_number(obtained_), said}, {}};
  if (text.empty()) return {{}, "no day of consent"};
  const auto when = read_day(text);
  if (!when) return {{}, "day of consent: " + unread_day(text)};
  if (too_late(*when)) return {{}, lateness("consent", *when)};
  return {{day_number(*when), said}, {}};
}

record_or_reason record_reader::withdrawal(std::string_view cell) const {
  const std::string_view text = trimmed(cell);
  if (text.empty()) return {{0, record_state::absent}, {}};
  if (const auto said = read_yes_no(text)) {
    return {{day_number(obtained_), *said ? record_state::withdrawn : record_state::absent}, {}};
  }
  const auto when = read_day(text);
  if (!when) return {{}, "withdrawal: " + unread_day(text) + ", nor yes or no"};
  if (too_late(*when)) return {{}, lateness("withdrawal", *when)};
  return {{day_number(*when), record_state::withdrawn}, {}};
}

record_or_reason record_reader::attempt(std::string_view called_on) const {
  const std::string_view text = trimmed(called_on);
  if (text.empty()) return {{}, "no day of the call"};
  const auto when = read_day(text);
  if (!when) return {{}, "day of the call: " + unread_day(text)};
  if (too_late(*when)) return {{}, lateness("call", *when)};
  return {{day_number(*when), record_state::attempted}, {}};
}

}  // namespace callsieve
