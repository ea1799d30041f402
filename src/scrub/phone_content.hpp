// Whether a column holds phone numbers, by its cells alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "callsieve/number/numbering_plan.hpp"

namespace callsieve::detail {

/// How many of all digit strings of a length are valid numbers of a region: 40 % of ten digits in the US, hardly any in
/// other places. A column of digits has to be better than that. Threads: one at a time.
class valid_by_chance {
 public:
  /// Of strings that begin with a zero, or of those that do not. Cost: some 5 us the first time, then a look.
  [[nodiscard]] double of(region_id region, std::size_t digits, bool zero_first);

 private:
  struct known {
    region_id region;
    std::size_t digits;
    bool zero_first;
    double share;
  };
  std::vector<known> known_;
};

/// Takes in the cells of one column, in order.
class phone_content {
 public:
  static constexpr std::size_t cells_wanted = 200;

  void add(std::string_view cell, region_id region, valid_by_chance& chance);

  /// Most cells that say something are valid numbers, and written as phones or, where they are digits alone, more of
  /// them valid than would be by chance; and they are neither a running count nor days nor times.
  [[nodiscard]] bool looks_like_phones() const noexcept;
  /// As above, however they are written, and also by chance.
  [[nodiscard]] bool may_be_phones() const noexcept;
  /// Digits alone, no more of them valid than by chance.
  [[nodiscard]] bool holds_ids() const noexcept;
  /// There are cells that say something, and none has the digits of a number.
  [[nodiscard]] bool holds_no_numbers() const noexcept { return cells_ != 0 && with_digits_ == 0; }
  /// Cells that are neither empty nor a placeholder.
  [[nodiscard]] std::size_t cells() const noexcept { return cells_; }
  [[nodiscard]] std::size_t phones() const noexcept { return phones_; }
  /// Cells such as `N/A` and `0`: they count neither for nor against.
  [[nodiscard]] std::size_t placeholders() const noexcept { return placeholders_; }

 private:
  [[nodiscard]] bool better_than_chance() const noexcept;
  [[nodiscard]] bool holds_times() const noexcept;
  void add_time(std::string_view digits);

  std::size_t cells_ = 0, placeholders_ = 0;
  std::size_t with_digits_ = 0;             ///< five at least
  std::size_t phones_ = 0, written_ = 0;    ///< those that are written as phones (written_phones.hpp)
  std::size_t bare_ = 0, bare_phones_ = 0;  ///< of nothing but digits
  double by_chance_ = 0;                    ///< how many of the bare ones would be valid anyway
  std::size_t rising_ = 0, falling_ = 0;    ///< phones that are a little more, or less, than the one before, as ids are
  std::size_t decimals_ = 0;                ///< phones that read as decimals or as addresses of the internet
  std::size_t days_ = 0;                    ///< phones that read as days: 20241231
  std::size_t times_ = 0;                   ///< phones that read as seconds since 1970, and between which
  std::uint64_t earliest_ = static_cast<std::uint64_t>(-1), latest_ = 0;
  std::uint64_t last_ = 0;
};

/// Whether a cell is written as a date is: `2024-03-01`, `1/3/2024 10:30`.
[[nodiscard]] bool written_like_a_date(std::string_view cell) noexcept;

/// Whether a cell is written as a phone number is: at least seven digits of any script, and no date, decimal or
/// address; of words hardly more than those that name a column of phones.
[[nodiscard]] bool written_like_a_phone(std::string_view cell);

}  // namespace callsieve::detail
