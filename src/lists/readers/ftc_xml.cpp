// The ftc-xml layout: list, ac and ph elements, as the registries of the United States and Canada hand them out.
//
//   <list type='full' level='ac' val='416'><ac val='416'><ph val='1234567' /> ... </ac></list>
//
// The sample in Canada's brochure closes `<list ... />` at once and again at the end, which is not well-formed; such
// files are read, with a warning.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "lists/readers/ftc_name.hpp"
#include "lists/readers/lines.hpp"
#include "lists/readers/number_cells.hpp"
#include "lists/readers/reader.hpp"
#include "lists/readers/readers.hpp"
#include "lists/readers/sniffing.hpp"
#include "lists/readers/xml_tags.hpp"

namespace callsieve::readers {
namespace {

constexpr std::size_t number_digits = 7;
constexpr std::size_t cell_size = 12;  // +1AAANNNNNNN

class list_element {
 public:
  list_element(reader_job& job, const xml_tags& tags)
      : job_(job),
        tags_(tags),
        cells_(job, {.region = find_region("US"), .wildcards = false, .only = {1, 1}, .digits = 11}) {
    text_.reserve(lines_per_block * cell_size);
  }

  absl::Status take(const xml_tag& tag) {
    if (is_over_) return tags_.error(tag.line, "the file goes on after </list>");
    const bool ends = tag.is == xml_tag::kind::end;
    if (tag.name == "list") return ends ? end_list(tag) : begin_list(tag);
    if (tag.name == "ac") return ends ? end_area(tag) : begin_area(tag);
    if (tag.name == "ph") return ends ? end_number(tag) : begin_number(tag);
    return tags_.error(tag.line, "element <" + std::string(tag.name) + ">: there are list, ac and ph only");
  }
  absl::Status finish() {
    flush();
    if (!is_over_ && !(is_closed_at_once_ && areas_.empty())) {
      return tags_.error(tags_.line(), "the file ends before </list>: it is cut; fetch it again");
    }
    if (padded_ > 0)
      job_.note(std::to_string(padded_) + " numbers of fewer than seven digits, read with zeros before them");
    return tell_coverage();
  }

 private:
  absl::Status begin_list(const xml_tag& tag) {
    if (has_begun_) return tags_.error(tag.line, "a second <list>");
    has_begun_ = true;
    for (const auto& [name, value] : tag.attributes) {
      if (name == "type" && value != "full") {
        return tags_.error(tag.line, "a list of type '" + std::string(value) + "': only full lists are known as XML");
      }
      if (name != "type" && name != "level" && name != "val") {
        job_.note("attribute " + std::string(name) + " of <list> is not read");
      }
    }
    if (const auto area = tag.attribute("val"); area && !area->empty()) {
      if (!is_area(*area)) return tags_.error(tag.line, "'" + std::string(*area) + "' is no area code");
      see_area(*area);
      listed_area_ = *area;
    }
    if (tag.is == xml_tag::kind::empty) {
      is_closed_at_once_ = true;
      job_.note("line " + std::to_string(tag.line) +
                ": <list ... /> closes itself, as in the sample that the authority prints");
    }
    return absl::OkStatus();
  }
  absl::Status end_list(const xml_tag& tag) {
    if (!has_begun_ || in_area_) return tags_.error(tag.line, "</list> where it does not belong");
    is_over_ = true;
    return absl::OkStatus();
  }
  absl::Status begin_area(const xml_tag& tag) {
    if (!has_begun_ || in_area_) return tags_.error(tag.line, "<ac> where it does not belong");
    const auto area = tag.attribute("val");
    if (!area || !is_area(*area)) return tags_.error(tag.line, "<ac> without an area code");
    if (!listed_area_.empty() && listed_area_ != *area) {
      return tags_.error(tag.line, "area code " + std::string(*area) + " in a list of " + listed_area_);
    }
    see_area(*area);
    std::copy(area->begin(), area->end(), area_.begin());
    in_area_ = tag.is == xml_tag::kind::start;
    return absl::OkStatus();
  }
  absl::Status end_area(const xml_tag& tag) {
    if (!in_area_ || in_number_) return tags_.error(tag.line, "</ac> where it does not belong");
    in_area_ = false;
    return absl::OkStatus();
  }
  absl::Status begin_number(const xml_tag& tag) {
    if (!in_area_ || in_number_) return tags_.error(tag.line, "<ph> where it does not belong");
    in_number_ = tag.is == xml_tag::kind::start;
    const auto digits = tag.attribute("val");
    if (!digits || tag.attributes.size() != 1) {
      return tags_.error(tag.line, "<ph> has one attribute, val; a mark beside it may mean that this is no full list");
    }
    job_.count_line();
    if (digits->size() > number_digits || !all_digits(*digits)) {
      job_.bad(tag.line, "not seven digits", *digits);
      return absl::OkStatus();
    }
    padded_ += digits->size() < number_digits ? 1 : 0;
    const std::size_t start = text_.size();
    text_ += "+1";
    text_.append(area_.data(), area_.size());
    text_.append(number_digits - digits->size(), '0');
    text_ += *digits;
    const std::string_view cell = std::string_view(text_).substr(start);
    cells_.add(tag.line, cell, cell);
    if (text_.size() == lines_per_block * cell_size) flush();
    return absl::OkStatus();
  }
  absl::Status end_number(const xml_tag& tag) {
    if (!in_number_) return tags_.error(tag.line, "</ph> where it does not belong");
    in_number_ = false;
    return absl::OkStatus();
  }

  static bool is_area(std::string_view text) { return text.size() == 3 && all_digits(text); }
  void see_area(std::string_view area) {
    const number_prefix prefix = *number_prefix::parse("+1" + std::string(area));
    if (std::find(areas_.begin(), areas_.end(), prefix) == areas_.end()) areas_.push_back(prefix);
  }
  absl::Status tell_coverage() {
    const auto named = read_ftc_name(job_.name);
    if (named && named->area && std::any_of(areas_.begin(), areas_.end(), [&](auto a) { return a != *named->area; })) {
      return bad_input(job_.file.string() + ": its name says area code " + to_string(*named->area) +
                       ", but it holds others; give each area code a file of its name, or give --covers");
    }
    job_.covers = areas_;
    return absl::OkStatus();
  }
  void flush() {
    cells_.flush();
    job_.end_block();
    text_.clear();
  }

  reader_job& job_;
  const xml_tags& tags_;
  number_cells cells_;
  std::string text_;  ///< of the cells
  std::vector<number_prefix> areas_;
  std::string listed_area_;
  std::array<char, 3> area_{};
  bool has_begun_ = false, is_over_ = false, is_closed_at_once_ = false, in_area_ = false, in_number_ = false;
  std::uint64_t padded_ = 0;
};

}  // namespace

resemblance sniff_ftc_xml(const file_look& look) {
  if (look.kind != list_kind::set) return {};
  std::string_view text = trimmed(look.head);
  if (!text.starts_with('<')) return {};
  if (const std::size_t list = text.find("<list"); list != std::string_view::npos && list < 1000) {
    return {likeness::sign, "it is XML and has a <list>"};
  }
  return {likeness::sign, "it is XML"};
}

absl::Status read_ftc_xml(reader_job& job) {
  if (absl::Status status = job.require_set(); !status.ok()) return status;
  xml_tags tags(job.source);
  list_element list(job, tags);
  xml_tag tag;
  std::uint64_t reported = 0;
  while (true) {
    const auto more = tags.next(tag);
    if (!more.ok()) return more.status();
    if (tags.bytes_read() != reported) job.advance(tags.bytes_read() - std::exchange(reported, tags.bytes_read()));
    if (!*more) return list.finish();
    if (absl::Status status = list.take(tag); !status.ok()) return status;
  }
}

}  // namespace callsieve::readers
