// Any bytes through every list reader, as every kind: what is accepted must be a number that reads again as itself,
// with a record of its kind; what is not must be counted.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "callsieve/number/parse.hpp"

#include "reader_run.hpp"

namespace {

using callsieve::list_kind;
using callsieve::record_state;

void require(bool holds) {
  if (!holds) std::abort();
}

bool of_kind(const callsieve::list_record& record, list_kind kind) {
  switch (kind) {
    case list_kind::set: return record.state == record_state::listed && record.day_number == 0;
    case list_kind::dated: return record.state == record_state::purchase || record.state == record_state::contract_end;
    case list_kind::consent: return record.state == record_state::given || record.state == record_state::withdrawn;
  }
  return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string content(reinterpret_cast<const char*>(data), size);
  callsieve::import_options options;
  options.region = callsieve::find_region("US");
  options.obtained = callsieve::parse_day("2026-11-19");
  for (const callsieve::list_reader& reader : callsieve::list_readers()) {
    for (const list_kind kind : {list_kind::set, list_kind::dated, list_kind::consent}) {
      (void)reader.sniff({"2026-11-19_202_x.txt", content, kind});
      const auto outcome = callsieve::test::run_reader(reader.name, content, options, kind);
      require(outcome.entries.size() + outcome.bad <= outcome.lines);
      for (const auto& [digits, held] : outcome.entries) {
        const auto again = callsieve::parse("+" + std::to_string(digits), callsieve::region_id::none);
        require(again.readable() && again.number.value() == digits);
        require(of_kind(held.record, kind));
      }
    }
  }
  return 0;
}
