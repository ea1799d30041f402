// A store of a test's own, with short ways to fill and ask it.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "callsieve/lists/store.hpp"

#include "io/temporary_folder.hpp"
#include "support/catch.hpp"
#include "support/days.hpp"

namespace callsieve::test {

inline number_prefix prefix(std::string_view text) { return number_prefix::parse(text).value(); }

/// +1 202 555 01xx and +1 415 555 01xx
inline phone_number washington(std::uint64_t last_two) {
  return phone_number::from_digits(12'025'550'100 + last_two).value();
}
inline phone_number san_francisco(std::uint64_t last_two) {
  return phone_number::from_digits(14'155'550'100 + last_two).value();
}

class store_world {
 public:
  store_world() : lists(opened(folder.path())) {}

  [[nodiscard]] static store opened(const std::filesystem::path& folder) {
    auto made = store::open_or_create(folder);
    if (!made.ok()) throw std::runtime_error(message_of(made.status()));
    return *std::move(made);
  }
  [[nodiscard]] std::filesystem::path file(std::string_view list_name, std::string_view name) const {
    return folder.path() / "lists" / list_name / name;
  }

  static list_import import_of(std::string name, const std::vector<phone_number>& numbers,
                               std::vector<coverage_entry> brought) {
    list_import made{std::move(name), snapshot_builder(list_kind::set), std::move(brought), 0, 0, false};
    for (const phone_number number : numbers) made.entries.add(number);
    return made;
  }
  absl::StatusOr<import_counts> import(std::string name, const std::vector<phone_number>& numbers,
                                       std::string_view covers, std::string_view obtained, bool allow_shrink = true) {
    list_import made = import_of(std::move(name), numbers, {{prefix(covers), on(obtained)}});
    made.allow_shrink = allow_shrink;
    return lists.apply_import(std::move(made));
  }
  [[nodiscard]] bool holds(std::string_view list_name, phone_number number) const {
    const auto loaded = lists.load(list_name);
    if (!loaded.ok()) throw std::runtime_error(message_of(loaded.status()));
    list_record record{1, record_state::given};
    loaded->find(std::span(&number, 1), std::span(&record, 1));
    return record == list_record{0, record_state::listed};
  }

  temporary_folder folder;
  store lists;
};

inline bool mentions(const absl::Status& status, std::string_view text) {
  return message_of(status).find(text) != std::string::npos;
}

}  // namespace callsieve::test
