#include "io/presence.hpp"

#include <string>
#include <sys/stat.h>

#include "io/as_other_user.hpp"
#include "io/temporary_folder.hpp"
#include "support/catch.hpp"

using namespace callsieve;
using test::write_whole;
namespace fs = std::filesystem;

namespace {

/// `yes`, `no`, or the error.
std::string said(const absl::StatusOr<bool>& answer) {
  return !answer.ok() ? message_of(answer.status()) : *answer ? "yes" : "no";
}

bool says(const absl::StatusOr<bool>& answer, std::string_view text) {
  return said(answer).find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("An entry that stands is there, also behind links; what was never made is not") {
  const test::temporary_folder folder;
  fs::create_directory(folder / "lists");
  write_whole(folder / "lists" / "file", "x");
  fs::create_symlink("lists", folder / "link");
  fs::create_symlink("link", folder / "link-to-link");
  for (const auto& path : {folder / "lists", folder / "lists" / "file", folder / "link", folder / "link-to-link",
                           folder / "link" / "file", folder / "link-to-link" / "file", fs::path("/"), fs::path(".")}) {
    CHECK(said(is_there(path)) == "yes");
  }
  for (const auto& path : {folder / "other", folder / "other" / "below" / "it", folder / "lists" / "other",
                           folder / "link" / "other", fs::path("no-such-entry"), fs::path("no-such/entry")}) {
    CHECK(said(is_there(path)) == "no");
    CHECK(said(is_file_there(path)) == "no");
    CHECK(said(is_folder_there(path)) == "no");
  }
}

TEST_CASE("A link to nothing is an error that names it and its target, also as a folder above") {
  const test::temporary_folder folder;
  fs::create_symlink("/no-such-place/lists", folder / "gone");
  fs::create_symlink("gone", folder / "second");
  for (const auto& path : {folder / "gone", folder / "gone" / "", folder / "gone" / "blacklist",
                           folder / "gone" / "blacklist" / "snapshot", folder / "second", folder / "second" / "x"}) {
    CHECK(says(is_there(path), " is a link to "));
    CHECK(says(is_there(path), "which is not there: mend the link or remove it"));
  }
  CHECK(says(is_there(folder / "gone" / "blacklist"),
             (folder / "gone").string() + " is a link to /no-such-place/lists, "));
}

TEST_CASE("Links in a circle, and files where folders should be, are errors") {
  const test::temporary_folder folder;
  fs::create_symlink("b", folder / "a");
  fs::create_symlink("a", folder / "b");
  CHECK(says(is_there(folder / "a"), "circle"));
  CHECK(says(is_there(folder / "a" / "x"), "circle"));
  write_whole(folder / "file", "x");
  CHECK(says(is_there(folder / "file" / "x"), "cannot look for " + (folder / "file" / "x").string()));
  CHECK(says(is_there(folder / "file" / "x" / "y"), "move it away"));
}

TEST_CASE("What is no regular file, or no folder, is not taken for one, and not for absent") {
  const test::temporary_folder folder;
  fs::create_directory(folder / "folder");
  write_whole(folder / "file", "x");
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  fs::create_symlink("folder", folder / "to-folder");
  CHECK(said(is_file_there(folder / "file")) == "yes");
  CHECK(said(is_folder_there(folder / "to-folder")) == "yes");
  CHECK(says(is_file_there(folder / "folder"), "is no regular file"));
  CHECK(says(is_file_there(folder / "to-folder"), "is no regular file"));
  CHECK(says(is_file_there(folder / "pipe"), "is no regular file"));
  CHECK(says(is_folder_there(folder / "file"), "is no folder"));
}

TEST_CASE("What may not be looked at is an error that names it") {
  const test::temporary_folder folder;
  fs::permissions(folder.path(), fs::perms(0755));
  fs::create_directories(folder / "closed" / "blacklist");
  fs::permissions(folder / "closed", fs::perms::none);
  fs::create_symlink("closed/blacklist", folder / "into-closed");
  const auto names = [](const fs::path& path) {
    return test::holds_without_root([&] {
      return says(is_there(path), "cannot look for " + path.string()) && says(is_there(path), "let this user search");
    });
  };
  CHECK(names(folder / "closed" / "blacklist"));
  CHECK(names(folder / "closed" / "never-made"));
  CHECK(names(folder / "closed" / "never" / "made"));
  CHECK(test::holds_without_root(
      [&] { return says(is_there(folder / "into-closed"), "which cannot be looked at: Permission denied"); }));
  // The folder itself can be seen from outside; what it holds is another question.
  CHECK(test::holds_without_root([&] { return said(is_there(folder / "closed")) == "yes"; }));
  fs::permissions(folder / "closed", fs::perms::owner_all);
}
