// Files and folders that are not complete yet, and the account of those that this process has.
#pragma once

#include <filesystem>

namespace callsieve::detail {

struct unfinished_slot;

/// A path such that what stands under it goes with the object, and with remove_temporary_files(): a file, or a folder
/// with the files in it. It may be made afterwards. Threads: as a container.
class unfinished {
 public:
  /// Throws std::bad_alloc.
  explicit unfinished(std::filesystem::path path);
  unfinished(const unfinished&) = delete;
  unfinished& operator=(const unfinished&) = delete;
  ~unfinished();

  [[nodiscard]] const char* c_str() const noexcept;
  /// It is complete, or has another name: nothing is removed.
  void forget() noexcept;

 private:
  unfinished_slot* slot_;  ///< a null pointer: forgotten
};

/// A name in the folder that nothing has, such that is_temporary_name().
[[nodiscard]] std::filesystem::path temporary_path(const std::filesystem::path& folder);

/// Makes an empty file and opens it with these flags besides; -1 and errno when the system refuses, or where something
/// stands there.
int create_file(const unfinished& file, int flags, unsigned mode) noexcept;

}  // namespace callsieve::detail
