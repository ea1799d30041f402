// Names of files that are there until their bytes are complete, and the account of those that this process has.
#pragma once

#include <filesystem>

#include "callsieve/base/status.hpp"

namespace callsieve::detail {

struct temporary_slot;

/// A name of its own in a folder, such that is_temporary_name(). As long as the object has it, the file under it goes
/// with the object, and with remove_temporary_files(). Threads: as a container.
class temporary_name {
 public:
  /// No file stands under it yet. Throws std::bad_alloc.
  explicit temporary_name(const std::filesystem::path& folder);
  temporary_name(const temporary_name&) = delete;
  temporary_name& operator=(const temporary_name&) = delete;
  /// Removes the file, if there is one.
  ~temporary_name();

  [[nodiscard]] const char* c_str() const noexcept;
  /// The file has got another name: nothing is removed.
  void forget() noexcept;

 private:
  temporary_slot* slot_;  ///< a null pointer: forgotten
};

/// Makes an empty file under the name and opens it with these flags besides; -1 and errno when the system refuses.
int create_file(const temporary_name& name, int flags, unsigned mode) noexcept;

}  // namespace callsieve::detail
