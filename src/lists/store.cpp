#include "callsieve/lists/store.hpp"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

#include "callsieve/io/file.hpp"
#include "callsieve/sets/set_algebra.hpp"

#include "io/presence.hpp"
#include "io/unfinished.hpp"
#include "list_folder.hpp"
#include "list_state.hpp"

namespace callsieve {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view settings_template =
    R"(# Settings of this callsieve store. What is not set has the value shown.
# policy    = "nl-consumer"   # the policy that scrub and check ask when none is named
# blacklist = "blacklist"     # the list of people who objected; made with the store (callsieve init)

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

absl::Status check_name(std::string_view name) {
  if (is_list_name(name)) return absl::OkStatus();
  return bad_input('\'' + std::string(name) +
                   "' cannot be a list's name: small letters, digits, - and _, at most 64, a letter or digit first");
}

/// Whether a store was made in the folder: it has lists, or has seen some.
absl::StatusOr<bool> was_made(const fs::path& folder) {
  auto has_seen = is_folder_there(folder / "revisions");
  if (!has_seen.ok() || *has_seen) return has_seen;
  auto has_lists = is_folder_there(folder / "lists");
  if (!has_lists.ok() || !*has_lists) return has_lists;
  std::error_code error;
  bool any = false;
  for (fs::directory_iterator at(folder / "lists", error), end; !error && at != end; at.increment(error)) {
    any = any || is_list_name(at->path().filename().string());
  }
  if (error) return system_failure("cannot read " + (folder / "lists").string() + ": " + error.message());
  return any;
}

/// Whether store.toml is there and holds more than blanks.
absl::StatusOr<bool> has_settings(const fs::path& file) {
  auto there = is_file_there(file);
  if (!there.ok() || !*there) return there;
  const auto text = mapped_file::open(file);
  if (!text.ok()) return text.status();
  return text->text().find_first_not_of(" \t\r\n") != std::string_view::npos;
}

}  // namespace

bool is_list_name(std::string_view name) noexcept {
  constexpr std::size_t longest = 64;
  const auto is_alphanumeric = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !name.empty() && name.size() <= longest && is_alphanumeric(name[0]) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return is_alphanumeric(c) || c == '-' || c == '_'; });
}

absl::StatusOr<store> store::open(const fs::path& folder) {
  const auto settings = is_file_there(folder / "store.toml");
  if (!settings.ok()) return settings.status();
  if (!*settings) {
    const auto made = was_made(folder);
    if (!made.ok()) return made.status();
    if (!*made) {
      return bad_input("there is no store in " + folder.string() +
                       "; `callsieve init` makes one, --store DIR or $CALLSIEVE_STORE names another");
    }
    return absl::FailedPreconditionError(
        av((folder / "store.toml").string() +
           " is missing: without it the store's settings (the blacklist's name, max_age, categories) are not known; "
           "restore it from a backup; `callsieve init` writes one that says nothing"));
  }
  const auto text = mapped_file::open(folder / "store.toml");
  if (!text.ok()) return text.status();
  auto read = read_store_settings(text->text(), (folder / "store.toml").string());
  if (!read.ok()) return read.status();
  store opened;
  opened.folder_ = folder;
  opened.settings_ = *std::move(read);
  return opened;
}

absl::StatusOr<store> store::open_or_create(const fs::path& folder) {
  const auto made = was_made(folder);
  if (!made.ok()) return made.status();
  std::vector<std::string> ignored;
  if (!*made) return init(folder, ignored);
  auto opened = open(folder);
  if (!opened.ok()) return opened;
  // Whoever makes the store right now holds the lock until the blacklist is there.
  const auto has_blacklist = opened->has(opened->settings_.blacklist);
  if (has_blacklist.ok() && !*has_blacklist)
    file_lock::acquire(opened->lists_folder() / ".lock").status().IgnoreError();
  return opened;
}

absl::StatusOr<store> store::init(const fs::path& folder, std::vector<std::string>& made) {
  if (absl::Status status = make_folders(folder / "lists"); !status.ok()) return status;
  const auto says_something = has_settings(folder / "store.toml");
  if (!says_something.ok()) return says_something.status();
  if (!*says_something) {
    auto file = output_file::create(folder / "store.toml");
    if (!file.ok()) return file.status();
    if (absl::Status status = file->write(settings_template); !status.ok()) return status;
    if (absl::Status status = file->commit(); !status.ok()) return status;
    made.emplace_back("store.toml");
  }
  auto opened = open(folder);
  if (!opened.ok()) return opened;
  const std::string& blacklist = opened->settings_.blacklist;
  const auto has_blacklist = opened->has(blacklist);
  if (!has_blacklist.ok()) return has_blacklist.status();
  if (*has_blacklist) return opened;
  snapshot_info info;
  info.covers = coverage({{number_prefix{}, std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())}});
  const absl::Status status =
      opened->make_list(blacklist, *entries_of(snapshot_view()), info, {}, list_operation::make);
  if (status.ok()) made.push_back("the list '" + blacklist + "'");
  if (!status.ok() && !absl::IsAlreadyExists(status)) return status;  // else another maker was faster
  return opened;
}

absl::StatusOr<std::vector<std::string>> store::list_names() const {
  std::vector<std::string> names;
  const auto there = is_folder_there(lists_folder());
  if (!there.ok()) return there.status();
  std::error_code error;
  for (fs::directory_iterator at(*there ? fs::directory_iterator(lists_folder(), error) : fs::directory_iterator()),
       end;
       !error && at != end; at.increment(error)) {
    std::string name = at->path().filename().string();
    std::error_code unreadable;
    if (!is_list_name(name) || at->is_regular_file(unreadable)) continue;
    const auto is_list = is_folder_there(at->path());
    if (!is_list.ok()) return is_list.status();
    if (*is_list) names.push_back(std::move(name));
  }
  if (error) return system_failure("cannot read " + lists_folder().string() + ": " + error.message());
  std::sort(names.begin(), names.end());
  const auto seen = revisions(folder_).names();
  if (!seen.ok()) return seen.status();
  for (const std::string& name : *seen) {
    if (std::binary_search(names.begin(), names.end(), name)) continue;
    if (const auto stands = has(name); !stands.ok()) return stands.status();
  }
  return names;
}

list_folder store::folder_of(std::string_view list_name) const {
  return {folder_, lists_folder() / list_name, list_name};
}

absl::StatusOr<bool> store::has(std::string_view list_name) const {
  if (!is_list_name(list_name)) return false;
  return folder_of(list_name).exists();
}

absl::Status store::not_found(std::string_view list_name) const {
  if (absl::Status status = check_name(list_name); !status.ok()) return status;
  const auto names = list_names();
  if (!names.ok()) return names.status();
  std::string text = "the store " + folder_.string() + " has no list '" + std::string(list_name) + '\'';
  if (list_name == settings_.blacklist) {
    return absl::NotFoundError(
        av(text + ", its blacklist, and no objection would be known; `callsieve init` makes it"));
  }
  if (const std::string nearest = nearest_name(list_name, *names); !nearest.empty()) {
    text += "; did you mean '" + nearest + "'?";
  } else {
    text += "; `callsieve import " + std::string(list_name) + " FILE` makes it";
  }
  return absl::NotFoundError(av(text));
}

absl::StatusOr<list_kind> store::kind(std::string_view list_name) const {
  const auto there = has(list_name);
  if (!there.ok()) return there.status();
  if (!*there) return not_found(list_name);
  const auto head = folder_of(list_name).read_head();
  if (!head.ok()) return head.status();
  return head->kind;
}

absl::StatusOr<list> store::load(std::string_view list_name, checking how) const {
  const auto there = has(list_name);
  if (!there.ok()) return there.status();
  if (!*there) return not_found(list_name);
  const list_folder folder = folder_of(list_name);
  auto contents = folder.read(how);
  if (!contents.ok()) return contents.status();
  folder.note_seen(contents->head, contents->view);
  auto state = std::make_shared<list_state>();
  state->name = list_name;
  if (const auto stated = settings_.lists.find(state->name); stated != settings_.lists.end()) {
    state->max_age = stated->second.max_age;
  }
  state->mapping = std::move(contents->mapping);
  state->view = std::move(contents->view);
  state->settle(contents->head);
  return list_state::make(std::move(state));
}

absl::StatusOr<bool> store::accept(std::string_view list_name) {
  if (absl::Status status = check_name(list_name); !status.ok()) return status;
  const list_folder folder = folder_of(list_name);
  const auto there = is_folder_there(folder.path());
  if (!there.ok()) return there.status();
  if (!*there) {
    const auto seen = folder.seen().of(list_name);
    if (seen.ok() && seen->empty()) return not_found(list_name);
    if (absl::Status status = folder.seen().forget(list_name); !status.ok()) return status;
    return false;
  }
  const auto lock = file_lock::acquire(folder.lock_path());
  if (!lock.ok()) return lock.status();
  auto contents = folder.read_any();
  if (!contents.ok()) return contents.status();
  list_head* const head = &contents->head;
  // Later than whatever was seen of it: none of that can be put back unnoticed.
  if (const auto seen = folder.seen().of(list_name); seen.ok()) {
    for (const seen_list& one : *seen) head->revision = std::max(head->revision, one.revision);
  }
  auto note = folder.seen().begin_anew(list_name);
  if (!note.ok()) return note.status();
  if (absl::Status status = folder.write_head(*head, list_operation::accept, 0); !status.ok()) return status;
  if (absl::Status status = note->start_over(seen_as(*head, entries_held(contents->view, *head))); !status.ok()) {
    return status;
  }
  return true;
}

absl::Status store::make_list(std::string_view list_name, block_source& entries, const snapshot_info& info,
                              std::span<const phone_number> added, list_operation made_by) {
  if (absl::Status status = check_name(list_name); !status.ok()) return status;
  if (absl::Status status = make_folders(lists_folder()); !status.ok()) return status;
  const auto lock = file_lock::acquire(lists_folder() / ".lock");
  if (!lock.ok()) return lock.status();
  const auto there = has(list_name);
  if (!there.ok()) return there.status();
  if (*there) return absl::AlreadyExistsError("");
  // Made whole beside its place, so that a list's folder always has a head: one without is damage.
  const fs::path beside = lists_folder() / (".callsieve-" + std::string(list_name) + ".tmp");
  std::error_code error;
  fs::remove_all(beside, error);
  detail::unfinished made(beside);
  fs::create_directory(beside, error);
  if (error) return system_failure("cannot make the folder " + beside.string() + ": " + error.message());
  const list_folder folder(folder_, beside, list_name);
  list_head head;
  head.added.assign(added.begin(), added.end());
  const auto written = folder.write_snapshot(entries, info, head);
  if (!written.ok()) return written.status();
  auto note = folder.seen().begin_note(list_name);
  if (!note.ok()) return note.status();
  if (absl::Status status = folder.write_head(head, made_by, count_of(written->view, head)); !status.ok())
    return status;
  fs::rename(beside, lists_folder() / list_name, error);
  if (error) return system_failure("cannot make the list " + std::string(list_name) + ": " + error.message());
  made.forget();
  if (absl::Status status = sync_folder(lists_folder()); !status.ok()) return status;
  // The list stands; should this fail now, the next reader notes it.
  note->note(seen_as(head, entries_held(written->view, head))).IgnoreError();
  return absl::OkStatus();
}

}  // namespace callsieve
