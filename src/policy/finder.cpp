// Where policies are looked for.
#include <cstdlib>
#include <filesystem>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "callsieve/io/file.hpp"
#include "callsieve/policy/policy.hpp"

namespace callsieve {
namespace {

namespace fs = std::filesystem;

/// In the order in which they are asked.
std::vector<fs::path> folders(const store& in) {
  std::vector<fs::path> all{in.folder() / "policies"};
  if (const char* named = std::getenv("CALLSIEVE_POLICIES")) {
    std::string_view rest = named;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(':'), rest.size());
      if (end > 0) all.emplace_back(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  all.emplace_back(CALLSIEVE_INSTALLED_POLICIES);
  all.emplace_back(CALLSIEVE_SOURCE_POLICIES);
  return all;
}

bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

/// Names of the policies in these folders, sorted, each once.
std::vector<std::string> names_in(const std::vector<fs::path>& places) {
  std::set<std::string> names;
  for (const fs::path& folder : places) {
    std::error_code error;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
      if (it->path().extension() == ".toml") names.insert(it->path().stem().string());
    }
  }
  return {names.begin(), names.end()};
}

absl::StatusOr<policy_document> read_file(const fs::path& path) {
  const absl::StatusOr<mapped_file> file = mapped_file::open(path);
  if (!file.ok()) return file.status();
  return read_policy(file->text(), path.string());
}

}  // namespace

absl::StatusOr<policy_document> find_policy(std::string_view name_or_file, const store& in) {
  const fs::path as_path(name_or_file);
  if (name_or_file.find('/') != std::string_view::npos || name_or_file.ends_with(".toml") || is_file(as_path)) {
    return read_file(as_path);
  }
  const std::vector<fs::path> places = folders(in);
  std::string looked;
  for (const fs::path& folder : places) {
    const fs::path candidate = folder / (std::string(name_or_file) + ".toml");
    if (is_file(candidate)) return read_file(candidate);
    looked += "\n  " + candidate.string();
  }
  const std::vector<std::string> names = names_in(places);
  std::string text = "no policy is named '" + std::string(name_or_file) + '\'';
  if (const std::string nearest = nearest_name(name_or_file, names); !nearest.empty()) {
    text += "; did you mean '" + nearest + "'?";
  } else {
    for (std::size_t i = 0; i < names.size(); ++i) text += (i == 0 ? "; there are " : ", ") + names[i];
  }
  return bad_input(text + "\nLooked for:" + looked);
}

}  // namespace callsieve
