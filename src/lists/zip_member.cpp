#include "lists/zip_member.hpp"

#include <cstring>
#include <fstream>
#include <memory>
#include <utility>
#include <zip.h>

namespace callsieve {
namespace {

constexpr std::uint64_t greatest_growth = 100;
constexpr std::uint64_t small_enough = std::uint64_t{1} << 20;  ///< may grow as it likes

struct closes {
  void operator()(zip_t* archive) const noexcept { zip_discard(archive); }
  void operator()(zip_file_t* member) const noexcept { zip_fclose(member); }
};
using archive_handle = std::unique_ptr<zip_t, closes>;
using member_handle = std::unique_ptr<zip_file_t, closes>;

class member_bytes : public byte_producer {
 public:
  member_bytes(archive_handle archive, member_handle member, std::string name, std::uint64_t size)
      : archive_(std::move(archive)), member_(std::move(member)), name_(std::move(name)), left_(size) {}

  absl::StatusOr<std::size_t> read(char* into, std::size_t capacity) override {
    std::size_t filled = 0;
    while (filled < capacity) {
      const zip_int64_t got = zip_fread(member_.get(), into + filled, capacity - filled);
      if (got < 0) return damaged(zip_file_strerror(member_.get()));
      if (got == 0) break;
      const auto bytes = static_cast<std::uint64_t>(got);
      if (bytes > left_) return damaged("its member is longer than it claims");
      left_ -= bytes;
      filled += static_cast<std::size_t>(bytes);
    }
    if (filled < capacity && left_ > 0) return damaged("its member is shorter than it claims");
    return filled;
  }

 private:
  [[nodiscard]] absl::Status damaged(const std::string& how) const {
    return bad_input(name_ + ": the archive is damaged (" + how + "); fetch it again");
  }

  archive_handle archive_;
  member_handle member_;
  std::string name_;
  std::uint64_t left_;
};

/// The names of the members, some of them.
std::string names_of(zip_t* archive, zip_int64_t count) {
  std::string names;
  for (zip_int64_t i = 0; i < count && i < 5; ++i) {
    const char* name = zip_get_name(archive, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW);
    names += (names.empty() ? "" : ", ") + std::string(name == nullptr ? "?" : name);
  }
  return names + (count > 5 ? ", ..." : "");
}

}  // namespace

bool is_zip(const std::filesystem::path& file) {
  if (file == "-" || !std::filesystem::is_regular_file(file)) return false;
  std::ifstream stream(file, std::ios::binary);
  char magic[4] = {};
  stream.read(magic, sizeof magic);
  return stream && (std::memcmp(magic, "PK\x03\x04", 4) == 0 || std::memcmp(magic, "PK\x05\x06", 4) == 0);
}

absl::StatusOr<zip_member> open_zip(const std::filesystem::path& file) {
  const std::string path = file.string();
  int code = 0;
  archive_handle archive(zip_open(path.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &code));
  if (!archive) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    const std::string why = zip_error_strerror(&error);
    zip_error_fini(&error);
    return bad_input(path + ": cannot be read as a zip archive (" + why + "); fetch it again");
  }
  const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
  if (zip_name_locate(archive.get(), "[Content_Types].xml", 0) >= 0) {
    return bad_input(path + " is an Excel workbook; save the sheet as \"CSV UTF-8\" and give that file");
  }
  if (count != 1) {
    return bad_input(path + ": an archive of " + std::to_string(count) + " members" +
                     (count > 0 ? " (" + names_of(archive.get(), count) + ")" : "") +
                     "; a registry's has one: unpack it and give the files that belong together");
  }
  zip_stat_t about;
  zip_stat_init(&about);
  if (zip_stat_index(archive.get(), 0, ZIP_FL_ENC_RAW, &about) != 0 || (about.valid & ZIP_STAT_NAME) == 0 ||
      (about.valid & ZIP_STAT_SIZE) == 0 || (about.valid & ZIP_STAT_COMP_SIZE) == 0) {
    return bad_input(path + ": the archive does not say what its member is; fetch it again");
  }
  const std::string name = about.name;
  if (name.empty() || name.find_first_of("/\\") != std::string::npos || name.starts_with("..")) {
    return bad_input(path + ": its member '" + name + "' stands in a folder; unpack it and give that file");
  }
  if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && about.encryption_method != ZIP_EM_NONE) {
    return bad_input(path + ": its member is encrypted; unpack it and give that file");
  }
  if (about.size > small_enough && about.size / greatest_growth > about.comp_size) {
    return bad_input(path + ": its member claims to grow from " + std::to_string(about.comp_size) + " to " +
                     std::to_string(about.size) + " bytes, which no list of numbers does; refused");
  }
  member_handle member(zip_fopen_index(archive.get(), 0, 0));
  if (!member)
    return bad_input(path + ": its member cannot be read (" + std::string(zip_strerror(archive.get())) + ")");
  auto source = byte_source::of_producer(
      std::make_unique<member_bytes>(std::move(archive), std::move(member), path, about.size), path, about.size);
  if (!source.ok()) return source.status();
  return zip_member{name, *std::move(source)};
}

}  // namespace callsieve
