#include "number/phone_clusters.hpp"

#include <algorithm>
#include <initializer_list>

#include "number/sign_kinds.hpp"

namespace callsieve::detail {
namespace {

using number_detail::is_digit;

/// What stands between two groups of digits.
struct gap {
  std::size_t bytes = 0;  ///< 0: they are of two numbers
  char sign = ' ';        ///< the last one that is neither blank nor bracket
};

/// Reads from a text that begins behind a group.
gap read_gap(std::string_view text) noexcept {
  constexpr std::size_t most_bytes = 12;
  gap found;
  std::size_t at = 0;
  while (at < text.size() && at < most_bytes && !is_digit(text[at])) {
    const number_detail::text_symbol one = number_detail::next_symbol(text, at);
    const number_detail::kind what = number_detail::kind_of(one);
    const bool joins = what == number_detail::kind::light || what == number_detail::kind::slash;
    if (!joins || number_detail::is_letter(one.symbol)) return {};
    const bool parts = one.symbol == ' ' || one.symbol == number_detail::symbol::no_break_space || one.symbol == '(' ||
                       one.symbol == ')';
    if (!parts) found.sign = one.symbol;
  }
  if (at < text.size() && is_digit(text[at])) found.bytes = at;
  return found;
}

}  // namespace

bool phone_clusters::next(phone_part& found) noexcept {
  for (;;) {
    if (!in_part_ && !begin()) return false;
    in_part_ = extend();
    if (!in_part_ || digits_ < fewest_digits) continue;
    found.digits = std::string_view(plain_.data(), digits_ + 1).substr(plus_ ? 0 : 1);
    found.plus = plus_;
    found.bare = count_ == 1 && !plus_ && text_[groups_[0].at] != '0';
    found.code = is_code();
    const bool is_one = count_ > 1 && groups_[0].digits == 1 && text_[groups_[0].at] == '1';
    found.area_digits = groups_[is_one ? 1 : 0].digits;
    return true;
  }
}

/// Finds the next group that a part may begin with, and the plus sign before it.
bool phone_clusters::begin() noexcept {
  plus_ = false;
  for (std::size_t at = from_; at < text_.size(); ++at) {
    const char c = text_[at];
    if (!is_digit(c)) {
      plus_ = c == '+' || (plus_ && (c == ' ' || c == '('));
      continue;
    }
    end_ = at;
    digits_ = count_ = 0;
    for (from_ = at; from_ < text_.size() && is_digit(text_[from_]);) ++from_;
    return true;
  }
  from_ = text_.size();
  return false;
}

/// Takes in one group more; false where the number ends.
bool phone_clusters::extend() noexcept {
  gap between;
  if (count_ != 0) {
    between = read_gap(text_.substr(end_));
    if (between.bytes == 0) return false;
  }
  const std::size_t start = end_ + between.bytes;
  std::size_t end = start;
  while (end < text_.size() && is_digit(text_[end])) ++end;
  if (digits_ + (end - start) > most_digits) return false;
  groups_[count_++] = {start, end - start, between.sign};
  std::copy(text_.begin() + static_cast<std::ptrdiff_t>(start), text_.begin() + static_cast<std::ptrdiff_t>(end),
            plain_.begin() + 1 + static_cast<std::ptrdiff_t>(digits_));
  digits_ += end - start;
  end_ = end;
  return plus_ || !ends_with_day();
}

/// `12345-6789`, `01310-100` without its zero, `078-05-1120`.
bool phone_clusters::is_code() const noexcept {
  if (plus_ || text_[groups_[0].at] == '0') return false;
  const auto are = [this](std::initializer_list<std::size_t> sizes) {
    std::size_t at = 0;
    return count_ == sizes.size() && std::all_of(sizes.begin(), sizes.end(), [&](std::size_t size) {
             const group& one = groups_[at++];
             return one.digits == size && (at == 1 || one.before == '-');
           });
  };
  return are({5, 4}) || are({5, 3}) || are({3, 2, 4});
}

int phone_clusters::value(const group& of) const noexcept {
  int sum = 0;
  for (const char c : text_.substr(of.at, of.digits)) sum = sum * 10 + (c - '0');
  return sum;
}

/// Whether the last three groups are day, month and year in some order.
bool phone_clusters::ends_with_day() const noexcept {
  if (count_ < 3) return false;
  const group &first = groups_[count_ - 3], &middle = groups_[count_ - 2], &last = groups_[count_ - 1];
  if (middle.before != last.before || middle.before == ' ') return false;
  const auto is_small = [this](const group& of) { return of.digits <= 2 && value(of) >= 1 && value(of) <= 31; };
  const auto is_year = [this](const group& of) { return of.digits == 4 && value(of) >= 1900 && value(of) <= 2099; };
  return is_small(middle) && ((is_year(first) && is_small(last)) || (is_small(first) && is_year(last)));
}

}  // namespace callsieve::detail
