// Which area codes of +1 a file holds: what it speaks for when its name does not say.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "callsieve/number/parse.hpp"
#include "callsieve/sets/block.hpp"
#include "callsieve/sets/coverage.hpp"

#include "lists/readers/ftc_name.hpp"
#include "lists/readers/reader.hpp"
#include "number/leading_within.hpp"

namespace callsieve::readers {

class area_codes {
 public:
  /// Requires numbers of +1; those that could not be read are passed over.
  void see(std::span<const parsed_number> numbers) {
    for (const parsed_number& number : numbers) {
      if (number.readable()) see(std::span(&number.number, 1));
    }
  }
  void see(std::span<const phone_number> numbers) {
    while (!numbers.empty()) {
      const std::uint32_t block = block_of(numbers.front());
      seen_[block % 1000] = true;
      const std::size_t here =
          leading_within(numbers, number_in_block(block, 0), number_in_block(block, block_numbers - 1));
      numbers = numbers.subspan(here);
    }
  }
  /// Tells the job what its file speaks for: the area code in the name, else those seen. Errors: the name tells one
  /// area code and the lines hold others, and the caller did not say what the file covers.
  absl::Status tell(reader_job& job) const {
    if (const auto named = read_ftc_name(job.name); named && named->area) {
      job.covers.push_back(*named->area);
      return job.options.covers.empty() ? check_against(*named->area, job) : absl::OkStatus();
    }
    for (std::size_t code = 0; code < seen_.size(); ++code) {
      if (seen_[code]) job.covers.push_back({1000 + code, 4});
    }
    return absl::OkStatus();
  }

 private:
  [[nodiscard]] absl::Status check_against(number_prefix named, const reader_job& job) const {
    std::string others;
    for (std::size_t code = 0; code < seen_.size(); ++code) {
      const number_prefix seen{1000 + code, 4};
      if (seen_[code] && seen != named) others += (others.empty() ? "" : " ") + to_string(seen);
    }
    if (others.empty()) return absl::OkStatus();
    return bad_input(job.file.string() + ": its name tells " + to_string(named) + " and its lines hold numbers of " +
                     others + ": one of them is wrong; say with --covers what the file speaks for");
  }

  std::array<bool, 1000> seen_{};
};

}  // namespace callsieve::readers
