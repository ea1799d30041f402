#include "lists/readers/xml_tags.hpp"

#include <algorithm>
#include <cstring>

#include "lists/readers/words.hpp"

namespace callsieve::readers {
namespace {

constexpr std::size_t chunk = std::size_t{256} << 10;
constexpr std::size_t longest_tag = 4096;
constexpr std::size_t longest_comment = std::size_t{64} << 10;

constexpr bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
constexpr bool is_name(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == ':' || c == '.';
}

std::size_t name_length(std::string_view text) noexcept {
  std::size_t length = 0;
  while (length < text.size() && is_name(text[length])) ++length;
  return length;
}

std::string_view without_blanks_before(std::string_view text) noexcept {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  return text;
}

}  // namespace

xml_tags::xml_tags(byte_source& source) : source_(source), buffer_(2 * chunk, '\0') {}

absl::Status xml_tags::error(std::uint64_t line, const std::string& what) const {
  return bad_input(source_.name() + ":" + std::to_string(line) + ": " + what);
}

/// More bytes behind what is not yet passed; false at the end.
absl::StatusOr<bool> xml_tags::refill() {
  if (at_end_) return false;
  std::memmove(buffer_.data(), buffer_.data() + at_, filled_ - at_);
  filled_ -= at_;
  at_ = 0;
  const auto got = source_.read(buffer_.data() + filled_, buffer_.size() - filled_);
  if (!got.ok()) return got.status();
  filled_ += *got;
  bytes_read_ += *got;
  at_end_ = filled_ < buffer_.size();
  if (at_start_ && std::string_view(buffer_).substr(0, filled_).starts_with("\xef\xbb\xbf")) at_ = 3;
  at_start_ = false;
  return *got > 0;
}

void xml_tags::pass(std::size_t bytes) {
  const auto begin = buffer_.begin() + static_cast<std::ptrdiff_t>(at_);
  line_ += static_cast<std::uint64_t>(std::count(begin, begin + static_cast<std::ptrdiff_t>(bytes), '\n'));
  at_ += bytes;
}

/// Where `end` next stands, counted from at_ and searched from at_ + from.
absl::StatusOr<std::size_t> xml_tags::find(std::string_view end, std::size_t from, std::size_t limit) {
  while (true) {
    const std::string_view text = std::string_view(buffer_).substr(at_, filled_ - at_);
    const std::size_t found = text.find(end, from);
    if (found != std::string_view::npos && found <= limit) return found;
    if (text.size() > limit) return error(line_, "a tag or a comment without an end");
    const auto more = refill();
    if (!more.ok()) return more.status();
    if (!*more) return error(line_, "the file ends inside a tag: it is cut; fetch it again");
  }
}

absl::Status xml_tags::read_attributes(std::string_view text, xml_tag& tag) const {
  tag.attributes.clear();
  for (text = without_blanks_before(text); !text.empty(); text = without_blanks_before(text)) {
    const std::size_t length = name_length(text);
    if (length == 0) return error(tag.line, "<" + std::string(tag.name) + ">: not an attribute");
    const std::string_view name = text.substr(0, length);
    text = without_blanks_before(text.substr(length));
    if (!text.starts_with('=')) return error(tag.line, "attribute " + std::string(name) + " has no value");
    text = without_blanks_before(text.substr(1));
    const char quote = text.empty() ? '\0' : text.front();
    const std::size_t end = quote == '\'' || quote == '"' ? text.find(quote, 1) : std::string_view::npos;
    if (end == std::string_view::npos)
      return error(tag.line, "the value of " + std::string(name) + " is not in quotes");
    const std::string_view value = text.substr(1, end - 1);
    if (value.find('&') != std::string_view::npos) {
      return error(tag.line, "an entity in the value of " + std::string(name) + ": registries have none");
    }
    if (tag.attribute(name)) return error(tag.line, "attribute " + std::string(name) + " stands twice");
    if (tag.attributes.size() == tag.attributes.capacity()) return error(tag.line, "more than 8 attributes");
    tag.attributes.push_back({name, value});
    text.remove_prefix(end + 1);
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> xml_tags::next(xml_tag& tag) {
  while (true) {
    while (at_ < filled_ && is_blank(buffer_[at_])) line_ += buffer_[at_++] == '\n' ? 1 : 0;
    if (at_ == filled_) {
      const auto more = refill();
      if (!more.ok()) return more.status();
      if (!*more) return false;
      continue;
    }
    if (buffer_[at_] != '<') return error(line_, "text where a tag should begin");
    const auto end = find(">", 1, longest_comment);
    if (!end.ok()) return end.status();
    std::string_view text = std::string_view(buffer_).substr(at_ + 1, *end - 1);
    if (text.starts_with("!--")) {
      const auto comment = find("-->", 4, longest_comment);
      if (!comment.ok()) return comment.status();
      pass(*comment + 3);
      continue;
    }
    if (text.starts_with('?')) {
      pass(*end + 1);
      continue;
    }
    if (text.starts_with('!')) return error(line_, "a document type, an entity or CDATA: registries have none");
    if (text.size() > longest_tag) return error(line_, "a tag of more than 4,096 bytes");
    tag.line = line_;
    tag.is = xml_tag::kind::start;
    if (text.starts_with('/')) {
      tag.is = xml_tag::kind::end;
      text.remove_prefix(1);
    } else if (text.ends_with('/')) {
      tag.is = xml_tag::kind::empty;
      text.remove_suffix(1);
    }
    tag.name = text.substr(0, name_length(text));
    if (tag.name.empty()) return error(line_, "a tag without a name");
    text.remove_prefix(tag.name.size());
    pass(*end + 1);
    if (tag.is == xml_tag::kind::end) {
      tag.attributes.clear();
      if (!trimmed(text).empty()) return error(tag.line, "an end tag with attributes");
      return true;
    }
    if (absl::Status status = read_attributes(text, tag); !status.ok()) return status;
    return true;
  }
}

}  // namespace callsieve::readers
