// A store in a folder of its own, for tests that bind policies to real lists.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <string_view>
#include <utility>

#include "callsieve/lists/store.hpp"

#include "policy/opened_lists.hpp"
#include "support/catch.hpp"

namespace callsieve_test {

/// Removed, with all in it, at the end.
class temporary_folder {
 public:
  temporary_folder()
      : path_(std::filesystem::temp_directory_path() / ("callsieve-policy-" + std::to_string(std::random_device{}()))) {
    std::filesystem::create_directories(path_);
  }
  ~temporary_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  temporary_folder(const temporary_folder&) = delete;
  temporary_folder& operator=(const temporary_folder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// Writes a file inside, with the folders it needs.
  std::filesystem::path write(const std::string& name, std::string_view text) {
    std::filesystem::path file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    return file;
  }

 private:
  std::filesystem::path path_;
};

inline callsieve::store open_store(const std::filesystem::path& folder) {
  auto opened = callsieve::store::open_or_create(folder);
  REQUIRE(callsieve::message_of(opened.status()) == "");
  return *std::move(opened);
}

/// What a policy of opt-out law begins with.
inline const std::string opt_out = "otherwise = { allow = \"clear\" }\n";

}  // namespace callsieve_test
