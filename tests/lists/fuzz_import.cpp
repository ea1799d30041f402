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
    case list_kind::set: return record.state == record_state::listed;
    case list_kind::dated: return record.state == record_state::purchase || record.state == record_state::contract_end;
    case list_kind::consent: return record.state == record_state::given || record.state == record_state::withdrawn;
    case list_kind::attempts: return record.state == record_state::attempted;
  }
  return false;
}

}  // namespace

// The first byte says which reader and which options, the rest is the file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto readers = callsieve::list_readers();
  const callsieve::list_reader& reader = readers[data[0] % readers.size()];
  const bool odd = data[0] / readers.size() % 2 == 1;
  const std::string content(reinterpret_cast<const char*>(data) + 1, size - 1);
  callsieve::import_options options;
  options.region = odd ? callsieve::region_id::none : callsieve::find_region("US");
  options.obtained = callsieve::parse_day("2026-11-19");
  options.changes = reader.holds == callsieve::takes::changes || (reader.holds == callsieve::takes::either && odd);
  for (const list_kind kind : {list_kind::set, list_kind::dated, list_kind::consent, list_kind::attempts}) {
    (void)reader.sniff({.name = "2026-11-19_202_x.txt", .head = content, .kind = kind, .region = options.region});
    const auto outcome = callsieve::test::run_reader(reader.name, content, options, kind);
    require(outcome.entries.size() + outcome.changes.size() + outcome.bad <= outcome.lines);
    for (const auto& [digits, held] : outcome.entries) {
      const auto again = callsieve::parse("+" + std::to_string(digits), callsieve::region_id::none);
      require(again.readable() && again.number.value() == digits);
      require(of_kind(held.record, kind));
    }
    for (const callsieve::number_interval& interval : outcome.intervals) {
      require(interval.first <= interval.last && interval.first);
      require(interval.last.value() <= callsieve::phone_number::max_value);
    }
  }
  return 0;
}
