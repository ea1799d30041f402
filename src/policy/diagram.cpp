// The flow diagram of a policy: a column of questions, and to the right of each what a yes means.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "callsieve/policy/explain.hpp"

namespace callsieve {
namespace {

constexpr int question_left = 20, question_width = 470, verdict_left = 580, verdict_width = 230, width = 830;
constexpr int line_height = 17, gap = 34;
constexpr std::size_t letters_a_line = 66;

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      out += ' ';
    } else {
      out += c;
    }
  }
  return out;
}

/// Lines of at most letters_a_line bytes, broken at blanks; a longer word has a line of its own.
std::vector<std::string> wrapped(std::string_view text) {
  std::vector<std::string> lines(1);
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!lines.back().empty() && lines.back().size() + 1 + word.size() > letters_a_line) lines.emplace_back();
    lines.back() += (lines.back().empty() ? "" : " ") + std::string(word);
  }
  return lines;
}

std::string number(int n) { return std::to_string(n); }

class drawing {
 public:
  /// A box with lines of text; returns its height.
  int box(int left, int top, int box_width, const std::vector<std::string>& lines, const char* look) {
    const int height = static_cast<int>(lines.size()) * line_height + 16;
    body_ += "<rect x=\"" + number(left) + "\" y=\"" + number(top) + "\" width=\"" + number(box_width) +
             "\" height=\"" + number(height) + "\" rx=\"8\" class=\"" + look + "\"/>\n";
    for (std::size_t i = 0; i < lines.size(); ++i) {
      body_ += "<text x=\"" + number(left + 12) + "\" y=\"" + number(top + 22 + static_cast<int>(i) * line_height) +
               "\">" + escaped(lines[i]) + "</text>\n";
    }
    return height;
  }
  void arrow(int x1, int y1, int x2, int y2, const char* label) {
    body_ += "<line x1=\"" + number(x1) + "\" y1=\"" + number(y1) + "\" x2=\"" + number(x2) + "\" y2=\"" + number(y2) +
             "\" marker-end=\"url(#tip)\"/>\n";
    const int x = x1 + 8;
    const int y = x1 == x2 ? (y1 + y2) / 2 + 4 : y1 - 6;
    body_ += "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" class=\"label\">" + escaped(label) + "</text>\n";
  }
  [[nodiscard]] std::string document(int height, std::string_view title) const {
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + number(width) + "\" height=\"" + number(height) +
           "\" viewBox=\"0 0 " + number(width) + ' ' + number(height) + "\" role=\"img\">\n<title>" + escaped(title) +
           "</title>\n<style>text{font:13px sans-serif;fill:#1b1f24}.label{fill:#57606a}rect{stroke:#57606a}"
           ".question{fill:#f6f8fa}.allow{fill:#dafbe1}.block{fill:#ffebe9}.end{fill:#fff}line{stroke:#57606a}</"
           "style>\n"
           "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" "
           "orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"#57606a\"/></marker></defs>\n"
           "<rect width=\"100%\" height=\"100%\" fill=\"#fff\" stroke=\"none\"/>\n" +
           body_ + "</svg>\n";
  }

 private:
  std::string body_;
};

std::vector<std::string> verdict_lines(const rule_document& rule) {
  std::vector<std::string> lines{(rule.outcome == verdict::block ? "block: " : "allow: ") + rule.reason};
  if (rule.outcome == verdict::block && !rule.pass_unknown) lines.emplace_back("(unknown: not called)");
  if (rule.from) lines.push_back("from " + to_string(*rule.from));
  if (rule.until) lines.push_back("until the day before " + to_string(*rule.until));
  for (const std::string& sector : rule.sectors) lines.push_back("sector " + sector);
  if (rule.scope == rule_scope::row) lines.emplace_back("the whole row");
  if (rule.optional) lines.emplace_back("if the store has the list");
  return lines;
}

}  // namespace

std::string diagram_svg(const policy_document& policy) {
  drawing picture;
  const int middle = question_left + question_width / 2;
  int top = 20;
  int bottom =
      top + picture.box(question_left, top, question_width, wrapped(policy.name + ": a number is to be called"), "end");
  const char* into_next = "";
  for (const rule_document& rule : policy.rules) {
    picture.arrow(middle, bottom, middle, bottom + gap, into_next);
    top = bottom + gap;
    const bool block = rule.outcome == verdict::block;
    const int height =
        picture.box(question_left, top, question_width, wrapped(sentence_of(rule.when) + '?'), "question");
    const int beside = picture.box(verdict_left, top, verdict_width, verdict_lines(rule), block ? "block" : "allow");
    picture.arrow(question_left + question_width, top + 20, verdict_left, top + 20,
                  block && !rule.pass_unknown ? "yes / unknown" : "yes");
    bottom = top + height;
    if (beside > height) bottom = top + beside;  // the next arrow begins below both
    if (bottom > top + height) picture.arrow(middle, top + height, middle, bottom, "");
    into_next = block && !rule.pass_unknown ? "no" : "no, or unknown";
  }
  picture.arrow(middle, bottom, middle, bottom + gap, into_next);
  top = bottom + gap;
  const bool block = policy.otherwise == verdict::block;
  bottom = top + picture.box(question_left, top, question_width,
                             {(block ? "otherwise block: " : "otherwise allow: ") + policy.otherwise_reason},
                             block ? "block" : "allow");
  return picture.document(bottom + 20, policy.name);
}

}  // namespace callsieve
