#include "io/flag_headers.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "callsieve/io/csv_columns.hpp"

namespace callsieve {
namespace {

/// Parts of a flag's name and what a yes means; the first that fits counts.
struct flag_name {
  std::string_view part, category;
};
constexpr std::array<flag_name, 46> flag_names{{{"litigat", "litigator"}, {"plaintiff", "litigator"},
                                                {"ctps", "ctps"},         {"tps", "tps"},
                                                {"dnc", "dnc"},           {"donotcall", "dnc"},
                                                {"dontcall", "dnc"},      {"donotcontact", "dnc"},
                                                {"optout", "dnc"},        {"optedout", "dnc"},
                                                {"unsubscribe", "dnc"},   {"suppress", "dnc"},
                                                {"blocked", "dnc"},       {"blacklist", "dnc"},
                                                {"donotphone", "dnc"},    {"donotdial", "dnc"},
                                                {"donotring", "dnc"},     {"dontcontact", "dnc"},
                                                {"nocall", "dnc"},        {"nophone", "dnc"},
                                                {"belmeniet", "dnc"},     {"nietbellen", "dnc"},
                                                {"nietbenaderen", "dnc"}, {"nietcontacteren", "dnc"},
                                                {"nichtanrufen", "dnc"},  {"nichtkontaktieren", "dnc"},
                                                {"keinanruf", "dnc"},     {"werbesperre", "dnc"},
                                                {"gesperrt", "dnc"},      {"widerspruch", "dnc"},
                                                {"nepasappeler", "dnc"},  {"nepascontacter", "dnc"},
                                                {"opposition", "dnc"},    {"bloctel", "dnc"},
                                                {"desinscrit", "dnc"},    {"nollamar", "dnc"},
                                                {"nocontactar", "dnc"},   {"listarobinson", "dnc"},
                                                {"nonchiamare", "dnc"},   {"noncontattare", "dnc"},
                                                {"opposizione", "dnc"},   {"naoligar", "dnc"},
                                                {"naocontactar", "dnc"},  {"federal", "dnc"},
                                                {"wireless", "wireless"}, {"voip", "voip"}}};

/// What makes it the name of something beside the flag.
constexpr std::array<std::string_view, 11> other_parts{"date",   "time", "day",    "name",  "carrier", "source",
                                                       "reason", "zone", "number", "https", "count"};

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace

std::string_view category_of_flag(std::string_view header) {
  const std::string name = fold_column_name(header);
  if (std::any_of(other_parts.begin(), other_parts.end(), [&](std::string_view part) { return has(name, part); })) {
    return {};
  }
  const auto found =
      std::find_if(flag_names.begin(), flag_names.end(), [&](const flag_name& each) { return has(name, each.part); });
  return found == flag_names.end() ? std::string_view() : found->category;
}

bool lists_states(std::string_view header) {
  return has(fold_column_name(header), "state") && !category_of_flag(header).empty();
}

bool names_objection_flag(std::string_view header) {
  const std::string_view category = category_of_flag(header);
  return !category.empty() && category != "wireless" && category != "voip";
}

}  // namespace callsieve
