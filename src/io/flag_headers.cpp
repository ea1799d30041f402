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
constexpr std::array<flag_name, 54> flag_names{{{"litigat", "litigator"}, {"plaintiff", "litigator"},
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
                                                {"dnd", "dnc"},           {"ncpr", "dnc"},
                                                {"repep", "dnc"},         {"robinson", "dnc"},
                                                {"sperre", "dnc"},        {"opposizioni", "dnc"},
                                                {"deceased", "dnc"},      {"donotsolicit", "dnc"},
                                                {"wireless", "wireless"}, {"voip", "voip"}}};

/// What makes it the name of something beside the flag.
constexpr std::array<std::string_view, 11> other_parts{"date",   "time", "day",    "name",  "carrier", "source",
                                                       "reason", "zone", "number", "https", "count"};

/// What a flag is of that does not speak of calls.
constexpr std::array<std::string_view, 5> other_media{"mail", "sms", "fax", "newsletter", "whatsapp"};

/// Names by which a no means that the number should not be called.
constexpr std::array<std::string_view, 22> permissions{
    "cancall",     "maycall",      "oktocall",     "okaytocall",          "callable",
    "allowcall",   "allowcalls",   "callsallowed", "callallowed",         "phoneoptin",
    "calloptin",   "optinphone",   "optincall",    "callconsent",         "phoneconsent",
    "contactable", "magbellen",    "anruferlaubt", "darfangerufenwerden", "appelautorise",
    "peutappeler", "sepuedellamar"};

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace

std::string_view category_of_flag(std::string_view header) {
  const std::string name = fold_column_name(header);
  if (has(name, "wrongnumber")) return "dnc";
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

std::optional<bool> objecting_answer(std::string_view header) {
  const std::string name = fold_column_name(header);
  const auto has_part = [&name](std::string_view part) { return has(name, part); };
  if (std::any_of(other_media.begin(), other_media.end(), has_part)) return std::nullopt;
  const std::string_view category = category_of_flag(header);
  if (!category.empty() && category != "wireless" && category != "voip") return true;
  const auto is_name = [&name](std::string_view part) { return name == part; };
  if (std::any_of(permissions.begin(), permissions.end(), is_name)) return false;
  return std::nullopt;
}

}  // namespace callsieve
