// Where policies are looked for.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#if defined(__APPLE__)
#  include <mach-o/dyld.h>
#endif

#include "callsieve/io/file.hpp"
#include "callsieve/policy/policy.hpp"

#include "io/presence.hpp"
#include "policy_words.hpp"

#include <boost/container/flat_set.hpp>

namespace callsieve {
namespace {

namespace fs = std::filesystem;
using namespace detail;

/// The folder that the running program lies in; empty where the system does not say.
fs::path program_folder() {
  std::error_code ignored;
#if defined(__APPLE__)
  std::string path(4096, '\0');
  auto size = static_cast<std::uint32_t>(path.size());
  if (_NSGetExecutablePath(path.data(), &size) != 0) return {};
  return fs::weakly_canonical(path.c_str(), ignored).parent_path();
#else
  return fs::read_symlink("/proc/self/exe", ignored).parent_path();
#endif
}

/// In the order in which they are asked; last the tree that this was built from, which may be closed to this user or
/// long gone: nothing is looked for behind it.
std::vector<fs::path> folders(const fs::path& store_folder) {
  std::vector<fs::path> all{store_folder / "policies"};
  if (const char* named = std::getenv("CALLSIEVE_POLICIES")) {
    std::string_view rest = named;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(':'), rest.size());
      if (end > 0) all.emplace_back(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  // An installed tree may lie elsewhere than it was built for: its program's neighbours come first.
  if (const fs::path program = program_folder(); !program.empty()) {
    all.push_back((program / CALLSIEVE_POLICIES_FROM_PROGRAM).lexically_normal());
  }
  all.emplace_back(CALLSIEVE_INSTALLED_POLICIES);
  all.emplace_back(CALLSIEVE_SOURCE_POLICIES);
  return all;
}

/// Whether the last folder, or something in it, is closed: then it is as good as absent.
bool may_be_closed(const std::vector<fs::path>& places, const fs::path& folder) { return folder == places.back(); }

/// Whether the file is in that folder. Errors: what stands there and is no file, or cannot be looked at.
absl::StatusOr<bool> holds_file(const std::vector<fs::path>& places, const fs::path& folder, const std::string& file) {
  absl::StatusOr<bool> there = is_file_there(folder / file);
  if (!there.ok() && may_be_closed(places, folder)) return false;
  return there;
}

/// Adds the names of the policies in a folder. Errors: a folder that stands and cannot be read.
absl::Status add_names(const fs::path& folder, boost::container::flat_set<std::string>& names) {
  const absl::StatusOr<bool> there = is_folder_there(folder);
  if (!there.ok()) return there.status();
  if (!*there) return absl::OkStatus();
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (it->path().extension() == ".toml") names.insert(it->path().stem().string());
  }
  if (!error) return absl::OkStatus();
  return system_failure("cannot read the policies in " + folder.string() + ": " + error.message() +
                        "; let this user read the folder");
}

/// Names for a message, sorted, each once: those that can be seen.
std::vector<std::string> names_in(const std::vector<fs::path>& places) {
  boost::container::flat_set<std::string> names;
  for (const fs::path& folder : places) (void)add_names(folder, names);
  return {names.begin(), names.end()};
}

/// Whether a text means a file, not a name.
bool is_path(std::string_view name_or_file) {
  return name_or_file.find('/') != std::string_view::npos || name_or_file.ends_with(".toml");
}

/// Finds policies, those that they extend, and their files of holidays.
class search {
 public:
  explicit search(const fs::path& store_folder) : places_(folders(store_folder)) {}

  absl::StatusOr<policy_document> find(std::string_view name_or_file) {
    if (is_path(name_or_file)) return read_file(fs::path(name_or_file));
    // A folder beside us that is called like a policy is none, and hides none.
    std::error_code ignored;
    if (!fs::is_directory(fs::path(name_or_file), ignored)) {
      const absl::StatusOr<bool> is_file = is_file_there(fs::path(name_or_file));
      if (!is_file.ok()) return is_file.status();
      if (*is_file) return read_file(fs::path(name_or_file));
    }
    absl::StatusOr<fs::path> file = find_named(name_or_file);
    if (!file.ok()) return file.status();
    return read_file(*file);
  }

 private:
  [[nodiscard]] absl::StatusOr<fs::path> find_named(std::string_view name) const {
    std::string looked;
    for (const fs::path& folder : places_) {
      fs::path candidate = folder / (std::string(name) + ".toml");
      const absl::StatusOr<bool> there = holds_file(places_, folder, std::string(name) + ".toml");
      if (!there.ok()) return there.status();
      if (*there) return candidate;
      looked += "\n  " + candidate.string();
    }
    const std::vector<std::string> names = names_in(places_);
    std::string text = "no policy is named '" + shown(name) + '\'';
    if (const std::string nearest = nearest_name(name, names); !nearest.empty()) {
      text += "; did you mean '" + nearest + "'?";
    } else {
      for (std::size_t i = 0; i < names.size(); ++i) text += (i == 0 ? "; there are " : ", ") + names[i];
    }
    return bad_input(text + "\nLooked for:" + looked);
  }

  absl::StatusOr<policy_document> read_file(const fs::path& path) {
    const absl::StatusOr<mapped_file> file = mapped_file::open(path);
    if (!file.ok()) return file.status();
    absl::StatusOr<policy_document> document = read_policy(file->text(), path.string());
    if (!document.ok()) return document.status();
    if (document->extends) document = extend(*std::move(document), path);
    if (!document.ok()) return document.status();
    if (absl::Status status = load_holidays(*document); !status.ok()) return status;
    return document;
  }

  absl::StatusOr<policy_document> extend(policy_document extension, const fs::path& path) {
    const std::string wanted = extension.extends->policy;
    const source_place at = extension.extends->at;
    absl::StatusOr<fs::path> file =
        is_path(wanted) ? absl::StatusOr<fs::path>(path.parent_path() / wanted) : find_named(wanted);
    if (!file.ok()) return bad_place(extension.file, at, message_of(file.status()));
    std::error_code ignored;
    const fs::path itself = fs::weakly_canonical(path, ignored);
    open_.push_back(itself);
    const fs::path base_path = fs::weakly_canonical(*file, ignored);
    if (std::find(open_.begin(), open_.end(), base_path) != open_.end()) {
      std::string circle;
      for (const fs::path& one : open_) circle += one.filename().string() + " -> ";
      return bad_place(extension.file, at,
                       "these policies extend each other in a circle: " + circle + base_path.filename().string() +
                           "; one of them must stand by itself");
    }
    if (open_.size() > max_extends) {
      return bad_place(extension.file, at, "more than " + std::to_string(max_extends) + " policies extend one another");
    }
    const absl::StatusOr<policy_document> base = read_file(*file);
    open_.pop_back();
    if (!base.ok()) {
      const std::string why = message_of(base.status());
      // An error with a place of its own stands by itself.
      return why.starts_with(file->string() + ':') ? base.status() : bad_place(extension.file, at, why);
    }
    return extend_policy(std::move(extension), *base);
  }

  absl::Status load_holidays(policy_document& document) const {
    for (hours_document& hours : document.hours) {
      if (hours.holidays.empty() || !hours.table.holidays.empty()) continue;  // none, or read with the base
      std::vector<fs::path> folders{fs::path(hours.file).parent_path()};
      folders.insert(folders.end(), places_.begin(), places_.end());
      std::string looked;
      auto found = folders.begin();
      for (; found != folders.end(); ++found) {
        looked += "\n  " + (*found / hours.holidays).string();
        const absl::StatusOr<bool> there = holds_file(folders, *found, hours.holidays);
        if (!there.ok()) return bad_place(hours.file, hours.holidays_at, message_of(there.status()));
        if (*there) break;
      }
      if (found == folders.end()) {
        return bad_place(
            hours.file, hours.holidays_at,
            "the file of public holidays '" + shown(hours.holidays) +
                "' is missing: write one, a line such as 2026-12-25 Christmas for each day\nLooked for:" + looked);
      }
      const absl::StatusOr<mapped_file> file = mapped_file::open(*found / hours.holidays);
      if (!file.ok()) return bad_place(hours.file, hours.holidays_at, message_of(file.status()));
      auto days = read_holidays(file->text(), (*found / hours.holidays).string());
      if (!days.ok()) return days.status();
      hours.table.holidays = *std::move(days);
      document.hash = hash_of(document.hash + hash_of(file->text()));
    }
    return absl::OkStatus();
  }

  std::vector<fs::path> places_;
  std::vector<fs::path> open_;  ///< files being extended, outermost first
};

}  // namespace

absl::StatusOr<policy_document> find_policy(std::string_view name_or_file, const fs::path& store_folder) {
  return search(store_folder).find(name_or_file);
}

absl::StatusOr<policy_document> find_policy(std::string_view name_or_file, const store& in) {
  return find_policy(name_or_file, in.folder());
}

absl::StatusOr<std::vector<fs::path>> list_policies(const fs::path& store_folder) {
  const std::vector<fs::path> places = folders(store_folder);
  boost::container::flat_set<std::string> names;
  for (const fs::path& place : places) {
    if (absl::Status status = add_names(place, names); !status.ok() && !may_be_closed(places, place)) return status;
  }
  std::vector<fs::path> files;
  for (const std::string& name : names) {
    for (const fs::path& place : places) {
      const absl::StatusOr<bool> there = holds_file(places, place, name + ".toml");
      if (!there.ok()) return there.status();
      if (!*there) continue;
      files.push_back(place / (name + ".toml"));
      break;
    }
  }
  return files;
}

}  // namespace callsieve
