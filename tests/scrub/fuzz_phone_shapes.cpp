// Shapes of phone numbers in any bytes: parts of the text, in order, of the digits that are told.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "number/phone_shapes.hpp"
#include "number/written_phones.hpp"
#include "scrub/placeholders.hpp"

using namespace callsieve::detail;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  phone_shapes shapes(text);
  const char* from = text.data();
  for (phone_shape shape; shapes.next(shape);) {
    const char* const end = shape.text.data() + shape.text.size();
    if (shape.text.data() < from || end > text.data() + text.size()) std::abort();
    const auto digits =
        std::count_if(shape.text.begin(), shape.text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (static_cast<std::size_t>(digits) != shape.digits || shape.digits < phone_shapes::fewest_digits) std::abort();
    from = end;
  }
  static_cast<void>(is_placeholder(text));
  static_cast<void>(is_written_phone(text, callsieve::find_region("US")));
  static_cast<void>(is_written_phone(text, callsieve::find_region("DE")));
  return 0;
}
