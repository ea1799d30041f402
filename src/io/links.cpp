#include "io/links.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "callsieve/io/file.hpp"

#include "io/system_call.hpp"

namespace callsieve {
namespace detail {
namespace {

constexpr int most_links = 40;

/// Whether the folder's entries are this process's descriptors.
bool holds_descriptors(const std::filesystem::path& folder) {
  if (folder == "/dev/fd") return true;
  std::error_code error;
  const std::string resolved = std::filesystem::canonical(folder, error).string();
  if (error) return false;
  const std::string own = "/proc/" + std::to_string(::getpid());
  const bool of_thread = resolved.starts_with(own + "/task/") && resolved.ends_with("/fd");
  return of_thread || resolved == own + "/fd" || resolved == "/dev/fd";
}

std::optional<int> descriptor_here(const std::filesystem::path& path) {
  constexpr std::array<std::string_view, 3> standard = {"/dev/stdin", "/dev/stdout", "/dev/stderr"};
  const auto named = std::find(standard.begin(), standard.end(), path.string());
  if (named != standard.end()) return static_cast<int>(named - standard.begin());
  const std::string digits = path.filename().string();
  int descriptor = -1;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), descriptor);
  const bool is_number = read.ec == std::errc() && read.ptr == digits.data() + digits.size() && descriptor >= 0;
  if (!is_number || !holds_descriptors(folder_of(path))) return std::nullopt;
  return descriptor;
}

}  // namespace

std::optional<int> descriptor_named(std::filesystem::path path) {
  for (int links = 0; links <= most_links; ++links) {
    // A link to a descriptor says where its file stands, or stood: not what is to be followed.
    if (const auto descriptor = descriptor_here(path)) return descriptor;
    std::error_code error;
    if (!std::filesystem::is_symlink(std::filesystem::symlink_status(path, error))) return std::nullopt;
    const std::filesystem::path target = std::filesystem::read_symlink(path, error);
    if (error) return std::nullopt;
    path = target.is_absolute() ? target : path.parent_path() / target;
  }
  return std::nullopt;
}

std::optional<std::filesystem::path> follow_links(std::filesystem::path path) {
  for (int links = 0; links <= most_links; ++links) {
    std::error_code error;
    if (!std::filesystem::is_symlink(std::filesystem::symlink_status(path, error))) return path;
    const std::filesystem::path target = std::filesystem::read_symlink(path, error);
    if (error) return std::nullopt;
    path = target.is_absolute() ? target : path.parent_path() / target;
  }
  return std::nullopt;
}

}  // namespace detail

namespace {

/// Facts of what stands there; of `-`, of the standard stream.
bool look_at(const std::filesystem::path& path, int standard_stream, struct stat& facts) {
  return (path == "-" ? ::fstat(standard_stream, &facts) : ::stat(path.c_str(), &facts)) == 0;
}

/// Two names without a file, of which the first to be written would make both.
bool will_be_one(const std::filesystem::path& a, const std::filesystem::path& b) {
  const auto end_a = detail::follow_links(a), end_b = detail::follow_links(b);
  if (!end_a || !end_b || end_a->filename() != end_b->filename()) return false;
  struct stat folder_a {
  }, folder_b{};
  return ::stat(detail::folder_of(*end_a).c_str(), &folder_a) == 0 &&
         ::stat(detail::folder_of(*end_b).c_str(), &folder_b) == 0 && folder_a.st_dev == folder_b.st_dev &&
         folder_a.st_ino == folder_b.st_ino;
}

bool is_one(const std::filesystem::path& a, const std::filesystem::path& b, int standard_stream_of_b) {
  struct stat facts_a {
  }, facts_b{};
  const bool is_there = look_at(a, STDOUT_FILENO, facts_a);
  if (is_there != look_at(b, standard_stream_of_b, facts_b)) return false;
  if (!is_there) return will_be_one(a, b);
  // What goes in at one end of a socket comes out at the other, not here.
  const bool two_ways = S_ISSOCK(facts_a.st_mode) && standard_stream_of_b == STDIN_FILENO;
  return facts_a.st_dev == facts_b.st_dev && facts_a.st_ino == facts_b.st_ino && !S_ISCHR(facts_a.st_mode) && !two_ways;
}

}  // namespace

bool is_same_output(const std::filesystem::path& a, const std::filesystem::path& b) {
  return is_one(a, b, STDOUT_FILENO);
}

bool is_also_input(const std::filesystem::path& output, const std::filesystem::path& input) {
  return is_one(output, input, STDIN_FILENO);
}

bool lies_in(const std::filesystem::path& file, const std::filesystem::path& folder) {
  if (file == "-" || detail::descriptor_named(file)) return false;
  std::error_code error;
  const auto whole = [&error](const std::filesystem::path& path) {
    return std::filesystem::weakly_canonical(std::filesystem::absolute(path, error), error);
  };
  const std::filesystem::path above = whole(folder);
  const std::filesystem::path target = detail::follow_links(file).value_or(file);
  const std::filesystem::path inside = whole(target).lexically_relative(above);
  return !inside.empty() && *inside.begin() != "..";
}

}  // namespace callsieve
