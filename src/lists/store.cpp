#include "callsieve/lists/store.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <system_error>
#include <utility>

#include "callsieve/io/file.hpp"
#include "callsieve/sets/set_algebra.hpp"

#include "io/unfinished.hpp"
#include "list_folder.hpp"
#include "list_state.hpp"

namespace callsieve {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view settings_template =
    R"(# Settings of this callsieve store. What is not set has the value shown.
# policy    = "nl-consumer"   # the policy that scrub and check ask when none is named
# blacklist = "blacklist"     # the list of people who objected; made when first needed

# What is known of a list, and how old its copy may get:
# [list.NAME]
# kind        = "set"         # or "dated", "consent", "attempts"
# source      = "where the list comes from"
# purpose     = "why it is kept"
# legal_basis = "on what ground"
# recipients  = "who sees it"
# retention   = "3 years"     # how long its numbers are kept
# max_age     = "31 days"     # an older copy gives the verdict unknown
# hold        = "5 years"     # how long a reference must be kept
)";

coverage world_since(day obtained) { return coverage({{number_prefix{}, obtained}}); }

std::vector<phone_number> sorted_once(std::span<const phone_number> numbers) {
  std::vector<phone_number> sorted(numbers.begin(), numbers.end());
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  return sorted;
}

std::vector<phone_number> either(const std::vector<phone_number>& a, const std::vector<phone_number>& b) {
  std::vector<phone_number> all;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(all));
  return all;
}

std::vector<phone_number> without(const std::vector<phone_number>& a, const std::vector<phone_number>& b) {
  std::vector<phone_number> rest;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(rest));
  return rest;
}

absl::Status check_name(std::string_view name) {
  if (is_list_name(name)) return absl::OkStatus();
  return bad_input('\'' + std::string(name) +
                   "' cannot be a list's name: small letters, digits, - and _, at most 64, a letter or digit first");
}

absl::Status check_changes(std::string_view list_name, list_kind kind, const std::vector<phone_number>& numbers) {
  if (kind != list_kind::set) {
    return bad_input("list " + std::string(list_name) + " is of kind " + std::string(to_string(kind)) +
                     "; numbers are added to and removed from sets only: import a file into it");
  }
  const bool readable = std::all_of(numbers.begin(), numbers.end(), [](phone_number number) {
    return phone_number::from_digits(number.value()).has_value();
  });
  return readable ? absl::OkStatus() : bad_input("one of the numbers is none");
}

/// Which of the ascending numbers the snapshot holds.
std::vector<phone_number> held_by(const snapshot_view& view, const std::vector<phone_number>& numbers) {
  std::vector<list_record> records(numbers.size());
  view.find(numbers, records);
  std::vector<phone_number> held;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (records[i].state != record_state::absent) held.push_back(numbers[i]);
  }
  return held;
}

/// Makes a folder and what is missing above it, durably: a number added to a list in it must outlast a power cut.
absl::Status make_folders(const fs::path& folder) {
  std::error_code error;
  const fs::path whole = fs::absolute(folder, error).lexically_normal();
  fs::path standing = whole;
  while (!error && !fs::exists(standing, error) && standing.has_relative_path()) standing = standing.parent_path();
  if (!error && standing == whole) return absl::OkStatus();
  if (!error) fs::create_directories(whole, error);
  if (error) return system_failure("cannot make the folder " + folder.string() + ": " + error.message());
  for (fs::path made = whole; made != standing; made = made.parent_path()) {
    if (absl::Status status = sync_folder(made.parent_path()); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<store_settings> read_settings(const fs::path& file) {
  std::error_code error;
  if (!fs::exists(file, error)) return store_settings();
  const auto text = mapped_file::open(file);
  if (!text.ok()) return text.status();
  return read_store_settings(text->text(), file.string());
}

}  // namespace

bool is_list_name(std::string_view name) noexcept {
  constexpr std::size_t longest = 64;
  const auto is_alphanumeric = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !name.empty() && name.size() <= longest && is_alphanumeric(name[0]) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return is_alphanumeric(c) || c == '-' || c == '_'; });
}

absl::StatusOr<store> store::open(const fs::path& folder) {
  std::error_code error;
  const bool is_store = fs::is_directory(folder / "lists", error) || fs::is_regular_file(folder / "store.toml", error);
  if (!is_store) {
    return bad_input("there is no store in " + folder.string() +
                     "; `callsieve import LIST FILE` makes one, --store DIR or $CALLSIEVE_STORE names another");
  }
  auto settings = read_settings(folder / "store.toml");
  if (!settings.ok()) return settings.status();
  store opened;
  opened.folder_ = folder;
  opened.settings_ = *std::move(settings);
  return opened;
}

absl::StatusOr<store> store::open_or_create(const fs::path& folder) {
  if (absl::Status status = make_folders(folder / "lists"); !status.ok()) return status;
  std::error_code error;
  if (!fs::exists(folder / "store.toml", error)) {
    auto file = output_file::create(folder / "store.toml");
    if (!file.ok()) return file.status();
    if (absl::Status status = file->write(settings_template); !status.ok()) return status;
    if (absl::Status status = file->commit(); !status.ok()) return status;
  }
  return open(folder);
}

absl::StatusOr<std::vector<std::string>> store::list_names() const {
  std::vector<std::string> names;
  std::error_code error;
  if (!fs::exists(lists_folder(), error)) return names;
  for (fs::directory_iterator at(lists_folder(), error), end; !error && at != end; at.increment(error)) {
    std::error_code unreadable;
    std::string name = at->path().filename().string();
    if (is_list_name(name) && at->is_directory(unreadable)) names.push_back(std::move(name));
  }
  if (error) return system_failure("cannot read " + lists_folder().string() + ": " + error.message());
  std::sort(names.begin(), names.end());
  return names;
}

bool store::has(std::string_view list_name) const {
  return is_list_name(list_name) && list_folder(lists_folder() / list_name).exists();
}

absl::Status store::not_found(std::string_view list_name) const {
  if (absl::Status status = check_name(list_name); !status.ok()) return status;
  const auto names = list_names();
  if (!names.ok()) return names.status();
  std::string text = "the store " + folder_.string() + " has no list '" + std::string(list_name) + '\'';
  if (const std::string nearest = nearest_name(list_name, *names); !nearest.empty()) {
    text += "; did you mean '" + nearest + "'?";
  } else {
    text += "; `callsieve import " + std::string(list_name) + " FILE` makes it";
  }
  return absl::NotFoundError(av(text));
}

absl::StatusOr<list_kind> store::kind(std::string_view list_name) const {
  if (!has(list_name)) return not_found(list_name);
  const auto head = list_folder(lists_folder() / list_name).read_head();
  if (!head.ok()) return head.status();
  return head->kind;
}

absl::StatusOr<list> store::load(std::string_view list_name, checking how) const {
  auto state = std::make_shared<list_state>();
  state->name = list_name;
  if (const auto stated = settings_.lists.find(state->name); stated != settings_.lists.end()) {
    state->max_age = stated->second.max_age;
  }
  if (has(list_name)) {
    auto contents = list_folder(lists_folder() / list_name).read(how);
    if (!contents.ok()) return contents.status();
    state->mapping = std::move(contents->mapping);
    state->view = std::move(contents->view);
    state->settle(contents->head);
    return list_state::make(std::move(state));
  }
  if (list_name != settings_.blacklist) return not_found(list_name);
  snapshot_info nobody;
  nobody.covers = world_since(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
  auto bytes = snapshot_builder(list_kind::set).bytes(nobody);
  if (!bytes.ok()) return bytes.status();
  state->memory = *std::move(bytes);
  state->view = std::get<snapshot_view>(open_verified_snapshot(std::as_bytes(std::span(state->memory))));
  state->settle({});
  return list_state::make(std::move(state));
}

absl::Status store::make_list(std::string_view list_name, block_source& entries, const snapshot_info& info,
                              std::span<const phone_number> added) {
  if (absl::Status status = check_name(list_name); !status.ok()) return status;
  if (absl::Status status = make_folders(lists_folder()); !status.ok()) return status;
  const auto lock = file_lock::acquire(lists_folder() / ".lock");
  if (!lock.ok()) return lock.status();
  if (has(list_name)) return absl::AlreadyExistsError("");
  // Made whole beside its place, so that a list's folder always has a head: one without is damage.
  const fs::path beside = lists_folder() / (".callsieve-" + std::string(list_name) + ".tmp");
  std::error_code error;
  fs::remove_all(beside, error);
  detail::unfinished made(beside);
  fs::create_directory(beside, error);
  if (error) return system_failure("cannot make the folder " + beside.string() + ": " + error.message());
  const list_folder folder(beside);
  list_head head;
  absl::Status status = folder.write_snapshot(entries, info, head).status();
  head.added.assign(added.begin(), added.end());
  if (status.ok()) status = folder.write_head(head);
  if (!status.ok()) return status;
  fs::rename(beside, lists_folder() / list_name, error);
  if (error) return system_failure("cannot make the list " + std::string(list_name) + ": " + error.message());
  made.forget();
  return sync_folder(lists_folder());
}

absl::StatusOr<store::change_counts> store::add(std::string_view list_name, std::span<const phone_number> numbers,
                                                bool create, day today) {
  const std::vector<phone_number> wanted = sorted_once(numbers);
  if (!has(list_name)) {
    if (!create && list_name != settings_.blacklist) {
      const absl::Status status = not_found(list_name);
      return absl::Status(status.code(), av(message_of(status) + " Or make an empty one with --create."));
    }
    const auto stated = settings_.lists.find(std::string(list_name));
    const list_kind kind =
        stated == settings_.lists.end() ? list_kind::set : stated->second.kind.value_or(list_kind::set);
    if (absl::Status status = check_changes(list_name, kind, wanted); !status.ok()) return status;
    snapshot_info info;
    info.covers = world_since(today);
    const absl::Status made = make_list(list_name, *entries_of(snapshot_view()), info, wanted);
    if (made.ok()) return change_counts{wanted.size(), 0};
    if (!absl::IsAlreadyExists(made)) return made;  // else another writer was faster
  }
  const list_folder folder(lists_folder() / list_name);
  const auto lock = file_lock::acquire(folder.lock_path());
  if (!lock.ok()) return lock.status();
  auto contents = folder.read(checking::head_only);
  if (!contents.ok()) return contents.status();
  list_head& head = contents->head;
  if (absl::Status status = check_changes(list_name, head.kind, wanted); !status.ok()) return status;
  const std::vector<phone_number> listed = either(without(held_by(contents->view, wanted), head.removed), head.added);
  const std::uint64_t changed = without(wanted, listed).size();
  // Also what an import brought: from now on it is ours, and stays when a later import leaves it out.
  std::vector<phone_number> added = either(head.added, wanted);
  if (added.size() != head.added.size()) {
    head.removed = without(head.removed, wanted);
    head.added = std::move(added);
    if (absl::Status status = folder.write_head(head); !status.ok()) return status;
  }
  folder.tidy(head);
  return change_counts{changed, wanted.size() - changed};
}

absl::StatusOr<store::change_counts> store::remove(std::string_view list_name, std::span<const phone_number> numbers) {
  if (!has(list_name)) return not_found(list_name);
  const std::vector<phone_number> unwanted = sorted_once(numbers);
  const list_folder folder(lists_folder() / list_name);
  const auto lock = file_lock::acquire(folder.lock_path());
  if (!lock.ok()) return lock.status();
  auto contents = folder.read(checking::head_only);
  if (!contents.ok()) return contents.status();
  list_head& head = contents->head;
  if (absl::Status status = check_changes(list_name, head.kind, unwanted); !status.ok()) return status;
  const std::vector<phone_number> held = held_by(contents->view, unwanted);
  if (held.size() != unwanted.size()) {
    // That a number is not on the list may be the word of damaged bytes: it would stay on it, and nobody told.
    if (const auto whole = folder.read(checking::all); !whole.ok()) return whole.status();
  }
  const std::vector<phone_number> listed = either(without(held, head.removed), head.added);
  const std::uint64_t unchanged = without(unwanted, listed).size();
  if (unchanged != unwanted.size()) {
    head.added = without(head.added, unwanted);
    head.removed = either(head.removed, held);
    if (absl::Status status = folder.write_head(head); !status.ok()) return status;
  }
  folder.tidy(head);
  return change_counts{unwanted.size() - unchanged, unchanged};
}

}  // namespace callsieve
