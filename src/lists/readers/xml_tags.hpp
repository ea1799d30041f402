// The tags of a small XML file, one after the other, in bounded memory.
//
// What: start tags with their attributes, end tags, empty tags; declarations and comments are passed over. Made for
// registries, which hold hundreds of millions of numbers in three kinds of element and no text: a parser that builds a
// tree takes 25 times the file's size, and a strict one refuses the sample that an authority itself prints. Entities,
// document types, CDATA and text between tags are errors, so nothing in a file can grow while it is read.
// Errors: bad_input naming file and line. Trust: any bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "callsieve/base/status.hpp"
#include "callsieve/io/source.hpp"

#include <boost/container/static_vector.hpp>

namespace callsieve::readers {

struct xml_attribute {
  std::string_view name, value;
};

struct xml_tag {
  enum class kind : std::uint8_t { start, empty, end } is = kind::start;
  std::string_view name;
  boost::container::static_vector<xml_attribute, 8> attributes;
  std::uint64_t line = 0;  ///< on which it begins, from 1

  [[nodiscard]] std::optional<std::string_view> attribute(std::string_view wanted) const noexcept {
    for (const xml_attribute& one : attributes) {
      if (one.name == wanted) return one.value;
    }
    return std::nullopt;
  }
};

class xml_tags {
 public:
  /// The source must outlive this.
  explicit xml_tags(byte_source& source);

  /// The next tag, its texts valid until the next call; false at the end of the file.
  [[nodiscard]] absl::StatusOr<bool> next(xml_tag& tag);
  /// Bytes read so far.
  [[nodiscard]] std::uint64_t bytes_read() const noexcept { return bytes_read_; }
  [[nodiscard]] std::uint64_t line() const noexcept { return line_; }
  /// An error of this file at a line.
  [[nodiscard]] absl::Status error(std::uint64_t line, const std::string& what) const;

 private:
  [[nodiscard]] absl::StatusOr<bool> refill();
  [[nodiscard]] absl::StatusOr<std::size_t> find(std::string_view end, std::size_t from, std::size_t limit);
  [[nodiscard]] absl::Status read_attributes(std::string_view text, xml_tag& tag) const;
  void pass(std::size_t bytes);

  byte_source& source_;
  std::string buffer_;
  std::size_t at_ = 0, filled_ = 0;
  bool at_end_ = false, at_start_ = true;
  std::uint64_t line_ = 1;
  std::uint64_t bytes_read_ = 0;
};

}  // namespace callsieve::readers
