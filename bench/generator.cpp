// callsieve_bench_data: writes the made-up input of generator.hpp to standard output, what it holds to standard error.
#include "generator.hpp"

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

namespace {

constexpr std::string_view usage =
    "usage: callsieve_bench_data list ROWS REGISTRY-SIZE [SEED]   a call list, half of it on the registry\n"
    "       callsieve_bench_data normalised ROWS REGISTRY-SIZE    the same, numbers as digits with the country code\n"
    "       callsieve_bench_data digits REGISTRY-SIZE             the registry, a number a line\n"
    "       callsieve_bench_data ftc REGISTRY-SIZE                the registry, AAA,NNNNNNN a line\n";

constexpr std::size_t chunk = 1 << 20;

bool flush(std::string& buffer) {
  const bool written = std::fwrite(buffer.data(), 1, buffer.size(), stdout) == buffer.size();
  buffer.clear();
  return written;
}

bool write_list(std::uint64_t rows, std::uint64_t registry_size, std::uint64_t seed, bool normalised) {
  bench::call_list list(registry_size, seed, normalised);
  std::string buffer(bench::call_list::header);
  std::uint64_t listed = 0;
  for (std::uint64_t row = 0; row < rows; ++row) {
    listed += list.append_row(buffer) ? 1 : 0;
    if (buffer.size() >= chunk && !flush(buffer)) return false;
  }
  std::cerr << rows << " rows, of which " << listed << " on the registry\n";
  return flush(buffer);
}

bool write_registry(std::uint64_t size, bool ftc) {
  std::string buffer;
  for (std::uint64_t index = 0; index < size; ++index) {
    const std::string digits = std::to_string(bench::number_at(index));
    buffer += ftc ? digits.substr(1, 3) + ',' + digits.substr(4) : '+' + digits;
    buffer += '\n';
    if (buffer.size() >= chunk && !flush(buffer)) return false;
  }
  return flush(buffer);
}

std::uint64_t number(const char* text) { return std::strtoull(text, nullptr, 10); }

}  // namespace

int main(int count, char** arguments) {
  const std::string_view what = count > 1 ? arguments[1] : "";
  const bool is_list = what == "list" || what == "normalised";
  const std::uint64_t size = count > 2 ? number(arguments[is_list && count > 3 ? 3 : 2]) : 0;
  const bool list = is_list && count > 3;
  const bool registry = (what == "digits" || what == "ftc") && count == 3;
  if ((!list && !registry) || size == 0 || size > bench::number_count) {
    std::cerr << usage << "A registry holds at most " << bench::number_count << " numbers.\n";
    return 2;
  }
  const bool written =
      list ? write_list(number(arguments[2]), size, count > 4 ? number(arguments[4]) : 1, what == "normalised")
           : write_registry(size, what == "ftc");
  if (!written) {
    std::cerr << "callsieve_bench_data: cannot write to standard output\n";
    return 2;
  }
}
