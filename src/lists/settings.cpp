// store.toml.
#include <algorithm>
#include <string>
#include <vector>

#include "callsieve/lists/store.hpp"

#include "toml.hpp"

namespace callsieve {
namespace {

class settings_reader {
 public:
  explicit settings_reader(std::string_view file_name) : file_name_(file_name) {}

  absl::StatusOr<store_settings> read(std::string_view text) {
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
      return bad_input(file_name_ +
                       " is empty: a store is made with a file that says something, so its settings are lost; restore "
                       "it from a backup, or let `callsieve init` write one that says nothing");
    }
    const toml::parse_result parsed = detail::parse_toml(text);
    if (!parsed) return fail(parsed.error().source().begin, std::string(parsed.error().description()));
    for (const auto& [key, value] : parsed.table()) {
      if (absl::Status status = read_top(key.str(), key.source().begin, value); !status.ok()) return status;
    }
    return settings_;
  }

 private:
  [[nodiscard]] absl::Status fail(const toml::source_position& at, const std::string& text) const {
    return bad_input(file_name_ + ':' + std::to_string(at.line) + ':' + std::to_string(at.column) + ": " + text);
  }
  [[nodiscard]] absl::Status unknown_key(const toml::source_position& at, std::string_view key,
                                         const std::vector<std::string>& known) const {
    std::string text = "unknown key '" + std::string(key) + "'; ";
    const std::string nearest = nearest_name(key, known);
    if (!nearest.empty()) return fail(at, text + "did you mean '" + nearest + "'?");
    text += "there are: ";
    for (const std::string& name : known) text += (&name == known.data() ? "" : ", ") + name;
    return fail(at, text);
  }

  absl::Status read_text(std::string_view key, const toml::node& value, std::string& into) const {
    const auto text = value.value_exact<std::string>();
    if (!text || text->empty()) return fail(value.source().begin, '\'' + std::string(key) + "' needs a text in quotes");
    into = *text;
    return absl::OkStatus();
  }
  absl::Status read_period(std::string_view key, const toml::node& value, std::optional<period>& into) const {
    const auto text = value.value_exact<std::string>();
    if (text) into = parse_period(*text);
    if (into) return absl::OkStatus();
    return fail(value.source().begin,
                '\'' + std::string(key) + "' needs a period such as \"31 days\", \"18 months\" or \"3 years\"");
  }
  absl::Status read_kind(const toml::node& value, std::optional<list_kind>& into) const {
    const auto text = value.value_exact<std::string>();
    for (const list_kind kind : {list_kind::set, list_kind::dated, list_kind::consent, list_kind::attempts}) {
      if (text && *text == to_string(kind)) into = kind;
    }
    if (into) return absl::OkStatus();
    return fail(value.source().begin, "'kind' is \"set\", \"dated\", \"consent\" or \"attempts\"");
  }
  absl::Status read_categories(const toml::node& value, std::vector<std::string>& into) const {
    constexpr std::size_t most = 32;
    const toml::array* const names = value.as_array();
    if (names == nullptr || names->empty() || names->size() > most) {
      return fail(value.source().begin, "'categories' needs an array of 1 to 32 names, in the order of their numbers");
    }
    for (const toml::node& name : *names) {
      const auto text = name.value_exact<std::string>();
      if (!text || !is_list_name(*text)) {
        return fail(name.source().begin, "a category's name has small letters, digits, - and _, at most 64");
      }
      if (std::find(into.begin(), into.end(), *text) != into.end()) {
        return fail(name.source().begin, "category '" + *text + "' stands twice");
      }
      into.push_back(*text);
    }
    return absl::OkStatus();
  }
  [[nodiscard]] absl::Status check_name(const toml::source_position& at, std::string_view name) const {
    if (is_list_name(name)) return absl::OkStatus();
    return fail(at, '\'' + std::string(name) + "' cannot be a list's name: small letters, digits, - and _, at most 64");
  }

  absl::Status read_top(std::string_view key, const toml::source_position& at, const toml::node& value) {
    if (key == "policy") return read_text(key, value, settings_.policy);
    if (key == "blacklist") {
      if (absl::Status status = read_text(key, value, settings_.blacklist); !status.ok()) return status;
      return check_name(value.source().begin, settings_.blacklist);
    }
    if (key != "list") return unknown_key(at, key, {"policy", "blacklist", "list"});
    const toml::table* const lists = value.as_table();
    if (lists == nullptr) return fail(at, "lists are tables: [list.NAME]");
    for (const auto& [name, table] : *lists) {
      const auto& where = name.source().begin;
      if (absl::Status status = check_name(where, name.str()); !status.ok()) return status;
      if (!table.is_table()) return fail(where, "lists are tables: [list." + std::string(name.str()) + "]");
      list_settings& into = settings_.lists[std::string(name.str())];
      for (const auto& [entry, content] : *table.as_table()) {
        absl::Status status = read_list_key(entry.str(), entry.source().begin, content, into);
        if (!status.ok()) return status;
      }
    }
    return absl::OkStatus();
  }

  absl::Status read_list_key(std::string_view key, const toml::source_position& at, const toml::node& value,
                             list_settings& into) const {
    if (key == "kind") return read_kind(value, into.kind);
    if (key == "source") return read_text(key, value, into.source);
    if (key == "purpose") return read_text(key, value, into.purpose);
    if (key == "legal_basis") return read_text(key, value, into.legal_basis);
    if (key == "recipients") return read_text(key, value, into.recipients);
    if (key == "retention") return read_period(key, value, into.retention);
    if (key == "max_age") return read_period(key, value, into.max_age);
    if (key == "hold") return read_period(key, value, into.hold);
    if (key == "categories") return read_categories(value, into.categories);
    return unknown_key(
        at, key,
        {"kind", "source", "purpose", "legal_basis", "recipients", "retention", "max_age", "hold", "categories"});
  }

  std::string file_name_;
  store_settings settings_;
};

}  // namespace

absl::StatusOr<store_settings> read_store_settings(std::string_view toml, std::string_view file_name) {
  return settings_reader(file_name).read(toml);
}

}  // namespace callsieve
