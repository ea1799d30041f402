// Predicates of policy files.
#include <initializer_list>

#include "callsieve/rules/attempted.hpp"

#include "policy_words.hpp"

namespace callsieve::detail {
namespace {

/// The keys that say which question a predicate asks.
const words& question_keys() {
  static const words keys{"listed",    "related", "attempted",     "consent", "type", "region", "prefix",
                          "duplicate", "column",  "calling_hours", "always",  "all",  "any",    "not"};
  return keys;
}
/// The keys that only go with one of the above.
const words& detail_keys() {
  static const words keys{"max_age",        "clock", "grace",  "category", "within",  "at_least", "in",
                          "not_older_than", "after", "equals", "says",     "purpose", "person"};
  return keys;
}
class predicate_reader {
 public:
  explicit predicate_reader(value_reader& in) : in_(in) {}

  bool read_predicate(const toml::node& node, std::size_t depth, predicate_document& out) {
    out.at = place_of(node);
    const toml::table* table = node.as_table();
    if (!table) return in_.fail(out.at, "a predicate is written as { listed = \"NAME\" }, or another question");
    if (depth > max_predicate_depth) {
      return in_.fail(out.at, "predicates nest deeper than " + std::to_string(max_predicate_depth));
    }
    const toml::key* question = nullptr;
    for (const auto& [key, value] : *table) {
      const std::string_view name = key.str();
      if (contains(question_keys(), name)) {
        if (question) {
          return in_.fail(place_of(key.source()),
                          "'" + std::string(question->str()) + "' and '" + std::string(name) +
                              "' are two questions; combine them with all = [...] or any = [...]");
        }
        question = &key;
      } else if (!contains(detail_keys(), name)) {
        words known = question_keys();
        known.insert(known.end(), detail_keys().begin(), detail_keys().end());
        return in_.fail(place_of(key.source()),
                        "unknown key '" + shown(name) + "' in a predicate" + suggestion(name, known));
      }
    }
    if (!question) return in_.fail(out.at, "a predicate needs a question: one of " + listing(question_keys()));
    return read_question(*table, *question, depth, out);
  }

  bool read_question(const toml::table& table, const toml::key& question, std::size_t depth, predicate_document& out) {
    const std::string_view name = question.str();
    const toml::node& value = *table.get(name);
    if (name == "listed") return read_listed(table, value, out);
    if (name == "related") return read_related(table, value, out);
    if (name == "attempted") return read_attempted(table, value, out);
    if (name == "consent") return read_consent(table, value, out);
    if (name == "column") return read_column(table, value, out);
    if (!only_details(table, name, {})) return false;
    if (name == "calling_hours") {
      return in_.read_text(value, "calling_hours", out.what.emplace<calling_hours_document>().hours);
    }
    if (name == "type") return read_types(value, out);
    if (name == "region") return read_regions(value, out);
    if (name == "prefix") return read_prefixes(value, out);
    if (name == "duplicate" || name == "always") {
      if (value.value_exact<bool>() != true) {
        return in_.fail(place_of(value), "'" + std::string(name) + "' can only be true; the opposite is not = { " +
                                             std::string(name) + " = true }");
      }
      if (name == "duplicate") out.what = duplicate_document{};
      return true;  // always is what a document is from the start
    }
    if (name == "all") return read_parts(value, name, depth, out.what.emplace<all_document>().parts);
    if (name == "any") return read_parts(value, name, depth, out.what.emplace<any_document>().parts);
    std::vector<predicate_document>& parts = out.what.emplace<not_document>().parts;
    return read_predicate(value, depth + 1, parts.emplace_back());
  }

  /// Refuses details that do not belong to the question.
  bool only_details(const toml::table& table, std::string_view question,
                    std::initializer_list<std::string_view> allowed) {
    for (const auto& [key, value] : table) {
      const std::string_view name = key.str();
      if (name == question || std::find(allowed.begin(), allowed.end(), name) != allowed.end()) continue;
      return in_.fail(place_of(key.source()),
                      "'" + std::string(name) + "' does not go with '" + std::string(question) + "'");
    }
    return true;
  }

  bool read_listed(const toml::table& table, const toml::node& value, predicate_document& out) {
    listed_document d;
    if (!only_details(table, "listed", {"max_age", "clock", "grace", "category"})) return false;
    if (!in_.read_text(value, "listed", d.list)) return false;
    if (const toml::node* age = table.get("max_age"); age && !in_.read_period(*age, "max_age", d.max_age)) return false;
    if (const toml::node* grace = table.get("grace"); grace && !in_.read_period(*grace, "grace", d.grace)) return false;
    if (const toml::node* clock = table.get("clock")) {
      const auto word = clock->value_exact<std::string>();
      if (word != "obtained" && word != "version") {
        return in_.fail(place_of(*clock),
                        "'clock' must be \"obtained\" (the day the copy was taken) or \"version\" (the day that "
                        "the register itself states)");
      }
      if (!d.max_age) return in_.fail(place_of(*clock), "'clock' says from when max_age counts: state max_age");
      d.from_version = word == "version";
    }
    if (const toml::node* category = table.get("category"); category && !read_categories(*category, d)) return false;
    out.what = std::move(d);
    return true;
  }

  bool read_categories(const toml::node& node, listed_document& out) {
    const auto take = [&](const toml::node& item) {
      const auto number = item.value_exact<std::int64_t>();
      const auto name = item.value_exact<std::string>();
      if (name && !name->empty()) {
        out.category_names.push_back(*name);
      } else if (number && *number >= 0 && *number <= 31) {
        out.categories.push_back(static_cast<int>(*number));
      } else {
        return in_.fail(place_of(item),
                        "'category' must be the name of a category or its number, 0 to 31, or an array of these");
      }
      return true;
    };
    const toml::array* items = node.as_array();
    if (!items || items->empty()) return take(node);
    return std::all_of(items->begin(), items->end(), take);
  }

  bool read_attempted(const toml::table& table, const toml::node& value, predicate_document& out) {
    attempted_document d;
    if (!only_details(table, "attempted", {"within", "at_least"}) || !in_.read_text(value, "attempted", d.list))
      return false;
    const toml::node* within = table.get("within");
    if (!within) return in_.fail(out.at, "'attempted' needs within = \"30 days\", or another period");
    std::optional<period> length;
    if (!in_.read_period(*within, "within", length)) return false;
    d.within = *length;
    if (const toml::node* count = table.get("at_least")) {
      const auto number = count->value_exact<std::int64_t>();
      if (!number || *number < 1 || *number > most_attempts) {
        return in_.fail(place_of(*count), "'at_least' must be a number from 1 to " + std::to_string(most_attempts) +
                                              ": lists remember so many attempts");
      }
      d.at_least = static_cast<int>(*number);
    }
    out.what = std::move(d);
    return true;
  }

  bool read_related(const toml::table& table, const toml::node& value, predicate_document& out) {
    related_document d;
    if (!only_details(table, "related", {"within"}) || !in_.read_text(value, "related", d.list)) return false;
    const toml::node* within = table.get("within");
    if (!within) return in_.fail(out.at, "'related' needs within = \"3 years\", or another period");
    std::optional<period> length;
    if (!in_.read_period(*within, "within", length)) return false;
    d.within = *length;
    out.what = std::move(d);
    return true;
  }

  bool read_consent(const toml::table& table, const toml::node& value, predicate_document& out) {
    consent_document d;
    if (!only_details(table, "consent", {"in", "not_older_than", "after", "max_age", "purpose", "person"}))
      return false;
    const auto state = value.value_exact<std::string>();
    if (state != "given" && state != "withdrawn") {
      return in_.fail(place_of(value), "'consent' must be \"given\" or \"withdrawn\"");
    }
    d.given = state == "given";
    const toml::node* in = table.get("in");
    if (!in) return in_.fail(out.at, "'consent' needs in = \"NAME\", the list of consents");
    if (!in_.read_text(*in, "in", d.list)) return false;
    if (const toml::node* after = table.get("after")) {
      if (!d.given)
        return in_.fail(place_of(*after), "a withdrawal counts whenever it was: 'after' goes with \"given\" only");
      if (!in_.read_text(*after, "after", d.after.emplace())) return false;
    }
    if (const toml::node* age = table.get("max_age")) {
      if (!d.after) return in_.fail(place_of(*age), "'max_age' is the registry's: it goes with 'after'");
      if (!in_.read_period(*age, "max_age", d.max_age)) return false;
    }
    if (const toml::node* purpose = table.get("purpose"); purpose && !in_.read_text(*purpose, "purpose", d.purpose)) {
      return false;
    }
    if (const toml::node* person = table.get("person")) {
      if (!d.given) {
        return in_.fail(place_of(*person),
                        "a withdrawal counts for everybody at the number: 'person' goes with \"given\" only");
      }
      if (!in_.read_text(*person, "person", d.person)) return false;
    }
    if (const toml::node* age = table.get("not_older_than")) {
      if (!d.given)
        return in_.fail(place_of(*age), "a withdrawal does not age: 'not_older_than' goes with \"given\" only");
      if (!in_.read_period(*age, "not_older_than", d.not_older_than)) return false;
    }
    out.what = std::move(d);
    return true;
  }

  bool read_column(const toml::table& table, const toml::node& value, predicate_document& out) {
    column_document d;
    if (!only_details(table, "column", {"equals", "says"}) || !in_.read_text(value, "column", d.column)) return false;
    const toml::node* equals = table.get("equals");
    if (const toml::node* says = table.get("says")) {
      const auto* text = says->as_string();
      if (equals) return in_.fail(place_of(*says), "'column' takes either 'equals' or 'says'");
      if (!text || (text->get() != "yes" && text->get() != "no")) {
        return in_.fail(place_of(*says), "'says' must be \"yes\" or \"no\"");
      }
      d.says = text->get() == "yes";
      out.what = std::move(d);
      return true;
    }
    if (!equals) {
      return in_.fail(out.at,
                      "'column' needs equals = [\"...\"], the texts that make it true, or says = \"yes\" of a flag");
    }
    const toml::array* items = equals->as_array();
    if (!items || items->empty()) return in_.fail(place_of(*equals), "'equals' must be an array of texts, not empty");
    for (const toml::node& item : *items) {
      const auto* text = item.as_string();
      if (!text) return in_.fail(place_of(item), "'equals' must be an array of texts, not empty");
      d.equals.push_back(text->get());  // an empty one asks for empty cells
    }
    out.what = std::move(d);
    return true;
  }

  bool read_types(const toml::node& node, predicate_document& out) {
    return in_.each_text(
        node, "type",
        [&, &types = out.what.emplace<type_document>().types](const std::string& name, const toml::node& item) {
          number_type type = number_type::unknown;
          if (!find_number_type(name, type)) {
            words known;
            for (int t = 0; t < number_type_count; ++t) known.emplace_back(to_string(static_cast<number_type>(t)));
            return in_.fail(place_of(item), "unknown type '" + shown(name) + "'" + suggestion(name, known));
          }
          types.push_back(type);
          return true;
        });
  }

  bool read_regions(const toml::node& node, predicate_document& out) {
    return in_.each_text(
        node, "region",
        [&, &regions = out.what.emplace<region_document>().regions](const std::string& name, const toml::node& item) {
          const region_id region = find_region(name);
          if (name != "001" && (region == region_id::none || region == region_id::e164)) {
            return in_.fail(place_of(item), "unknown region '" + shown(name) +
                                                "'; write two-letter codes such as \"NL\", or "
                                                "\"001\" for numbers of no country");
          }
          regions.emplace_back(name == "001" ? std::string_view("001") : region_name(region));
          return true;
        });
  }

  bool read_prefixes(const toml::node& node, predicate_document& out) {
    return in_.each_text(
        node, "prefix",
        [&, &prefixes = out.what.emplace<prefix_document>().prefixes](const std::string& text, const toml::node& item) {
          const std::optional<number_prefix> prefix = text.front() == '+' ? number_prefix::parse(text) : std::nullopt;
          if (!prefix || prefix->length == 0) {
            return in_.fail(place_of(item),
                            "'" + shown(text) + "' is no prefix; write + and the first digits, such as \"+3190\"");
          }
          prefixes.push_back(*prefix);
          return true;
        });
  }

  bool read_parts(const toml::node& node, std::string_view name, std::size_t depth,
                  std::vector<predicate_document>& parts) {
    const toml::array* items = node.as_array();
    if (!items || items->empty()) {
      return in_.fail(place_of(node), "'" + std::string(name) + "' must be an array of predicates, not empty");
    }
    for (const toml::node& item : *items) {
      if (!read_predicate(item, depth + 1, parts.emplace_back())) return false;
    }
    return true;
  }

 private:
  value_reader& in_;
};

}  // namespace

bool read_predicate(value_reader& in, const toml::node& node, std::size_t depth, predicate_document& out) {
  return predicate_reader(in).read_predicate(node, depth, out);
}

}  // namespace callsieve::detail
