#include "callsieve/io/source.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "io/decoder.hpp"
#include "io/links.hpp"

namespace callsieve {
namespace {

/// Enough of a file to tell UTF-16 without a byte-order mark from text with a stray NUL.
constexpr std::size_t sniff_size = 64;

absl::Status cannot(std::string_view verb, std::string_view name, int error) {
  return system_failure("cannot " + std::string(verb) + " " + std::string(name) + ": " + std::strerror(error));
}

/// Latin text as UTF-16 has a NUL for every second byte; no text in another encoding does.
bool looks_like_utf16(std::string_view head) {
  if (head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff")) return true;
  if (head.size() < 16) return false;
  for (std::size_t nul_at : {0U, 1U}) {
    bool all = true;
    for (std::size_t i = 0; i + 1 < head.size() && all; i += 2) {
      all = head[i + nul_at] == '\0' && head[i + 1 - nul_at] != '\0';
    }
    if (all) return true;
  }
  return false;
}

struct refused_format {
  std::string_view magic;
  std::string_view is;
  std::string_view way_out;
};

using namespace std::string_view_literals;

constexpr refused_format refused_formats[] = {
    {"\xfd"
     "7zXZ\0"sv,
     "compressed with xz", "pipe it: xzcat FILE | callsieve ... -"},
    {"BZh9"sv, "compressed with bzip2", "pipe it: bzcat FILE | callsieve ... -"},
    {"PK\x03\x04"sv, "a zip archive or an Excel workbook (.xlsx)",
     "save the sheet as \"CSV UTF-8\", or unpack the archive, and give that file"},
    {"\xd0\xcf\x11\xe0"sv, "an old Excel workbook (.xls)", "save the sheet as \"CSV UTF-8\" and give that file"},
};

/// A descriptor of its own for reading on where another stands; negative where that cannot be. A file is opened anew:
/// an import looks at its files before it reads them, and the second reader must begin where the first one did.
int read_on(int handed, const std::filesystem::path& path) noexcept {
  const off_t position = ::lseek(handed, 0, SEEK_CUR);
  struct stat about {};
  if (position >= 0 && ::fstat(handed, &about) == 0 && S_ISREG(about.st_mode)) {
    const int own = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (own >= 0 && ::lseek(own, position, SEEK_SET) == position) return own;
    if (own >= 0) ::close(own);
  }
  return ::fcntl(handed, F_DUPFD_CLOEXEC, 0);
}

absl::Status refuse_known(std::string_view head, std::string_view name) {
  const std::string file(name);
  for (const auto& format : refused_formats) {
    if (head.starts_with(format.magic)) {
      return bad_input(file + " is " + std::string(format.is) + "; " + std::string(format.way_out));
    }
  }
  if (looks_like_utf16(head)) {
    return bad_input(file +
                     " is UTF-16 text; save it as \"CSV UTF-8\", or pipe it: "
                     "iconv -f UTF-16 -t UTF-8 FILE | callsieve ... -");
  }
  return absl::OkStatus();
}

std::int64_t modified_at(const struct stat& about) noexcept {
  return std::int64_t{about.st_mtim.tv_sec} * 1'000'000'000 + about.st_mtim.tv_nsec;
}

}  // namespace

absl::StatusOr<byte_source> byte_source::open(const std::filesystem::path& path, unsigned threads) {
  byte_source source;
  if (path == "-") {
    source.name_ = "standard input";
    source.descriptor_ = STDIN_FILENO;
  } else {
    source.name_ = path.string();
    const auto handed = detail::descriptor_named(path);
    source.descriptor_ = handed ? read_on(*handed, path) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (source.descriptor_ < 0) return cannot("open", source.name_, errno);
    source.owns_descriptor_ = true;
  }
  struct stat about {};
  if (::fstat(source.descriptor_, &about) != 0) return cannot("open", source.name_, errno);
  if (S_ISDIR(about.st_mode)) return bad_input(source.name_ + " is a folder; give the file in it");
  if (S_ISREG(about.st_mode)) {
    // A shell may have positioned standard input already: what is left is what counts.
    const off_t position = ::lseek(source.descriptor_, 0, SEEK_CUR);
    const auto start = static_cast<std::uint64_t>(std::max<off_t>(position, 0));
    const auto end = static_cast<std::uint64_t>(about.st_size);
    source.size_ = end > start ? end - start : 0;
    source.modified_ = modified_at(about);
  }
  return recognised(std::move(source), false, threads);
}

absl::StatusOr<byte_source> byte_source::of_text(std::string bytes, std::string name) {
  byte_source source;
  source.name_ = std::move(name);
  source.size_ = bytes.size();
  source.head_ = std::move(bytes);
  return recognised(std::move(source), false, 1);
}

absl::StatusOr<byte_source> byte_source::of_producer(std::unique_ptr<byte_producer> producer, std::string name,
                                                     std::optional<std::uint64_t> size) {
  byte_source source;
  source.name_ = std::move(name);
  source.producer_ = std::move(producer);
  source.size_ = size;
  return recognised(std::move(source), false, 1);
}

/// Looks at the beginning: compressed bytes are decompressed, and what cannot be read is refused.
absl::StatusOr<byte_source> byte_source::recognised(byte_source source, bool is_decompressed, unsigned threads) {
  const auto head = source.peek(sniff_size);
  if (!head.ok()) return head.status();
  if (!detail::is_compressed(*head)) {
    absl::Status status =
        refuse_known(*head, (is_decompressed ? "what is compressed in " : "") + std::string(source.name_));
    if (!status.ok()) return status;
    return source;
  }
  if (is_decompressed) {
    return bad_input("what is compressed in " + source.name_ + " is compressed too; decompress it once");
  }
  byte_source decompressed;
  decompressed.name_ = source.name_;
  decompressed.producer_ = detail::decompress(std::move(source), threads);
  return recognised(std::move(decompressed), true, threads);
}

byte_source::byte_source(byte_source&& other) noexcept { *this = std::move(other); }

byte_source& byte_source::operator=(byte_source&& other) noexcept {
  if (this == &other) return *this;
  if (owns_descriptor_) ::close(descriptor_);
  name_ = std::move(other.name_);
  head_ = std::move(other.head_);
  head_used_ = std::exchange(other.head_used_, 0);
  producer_ = std::move(other.producer_);
  descriptor_ = std::exchange(other.descriptor_, -1);
  owns_descriptor_ = std::exchange(other.owns_descriptor_, false);
  size_ = other.size_;
  modified_ = other.modified_;
  consumed_ = other.consumed_;
  give_up_ = std::move(other.give_up_);
  return *this;
}

byte_source::~byte_source() {
  if (owns_descriptor_) ::close(descriptor_);
}

absl::StatusOr<std::string_view> byte_source::peek(std::size_t size) {
  if ((descriptor_ >= 0 || producer_) && head_.size() < size) {
    const std::size_t had = head_.size();
    head_.resize(size);
    const auto got = read_more(head_.data() + had, size - had);
    if (!got.ok()) return got.status();
    head_.resize(had + *got);
  }
  return std::string_view(head_).substr(0, size);
}

absl::StatusOr<std::size_t> byte_source::read(char* into, std::size_t capacity) {
  const std::size_t kept = std::min(capacity, head_.size() - head_used_);
  std::memcpy(into, head_.data() + head_used_, kept);
  head_used_ += kept;
  if (kept == capacity || (descriptor_ < 0 && !producer_)) return kept;
  const auto got = read_more(into + kept, capacity - kept);
  if (!got.ok()) return got.status();
  return kept + *got;
}

absl::StatusOr<std::size_t> byte_source::read_more(char* into, std::size_t capacity) {
  return producer_ ? producer_->read(into, capacity) : read_descriptor(into, capacity);
}

void byte_source::give_up_when(std::function<bool()> give_up) {
  if (producer_) {
    producer_->give_up_when(give_up);
  } else {
    give_up_ = std::move(give_up);
  }
}

absl::Status byte_source::wait_for_bytes() {
  constexpr int milliseconds = 100;
  pollfd one{descriptor_, POLLIN, 0};
  // Anything but silence, an error or the end included, is for read() to tell.
  while (::poll(&one, 1, milliseconds) == 0 || (one.revents == 0 && errno == EINTR)) {
    if (give_up_ && give_up_()) return absl::CancelledError("interrupted");
    one.revents = 0;
  }
  return absl::OkStatus();
}

/// Rows of two states of a file are no list that anybody made.
absl::Status byte_source::check_not_written() const {
  struct stat about {};
  if (!modified_ || ::fstat(descriptor_, &about) != 0 || modified_at(about) == *modified_) return absl::OkStatus();
  return system_failure(name_ + " was written while it was read; give a file that nobody is writing");
}

absl::StatusOr<std::size_t> byte_source::read_descriptor(char* into, std::size_t capacity) {
  std::size_t filled = 0;
  while (filled < capacity) {
    if (!size_) {
      if (absl::Status status = wait_for_bytes(); !status.ok()) return status;
    }
    const ssize_t got = ::read(descriptor_, into + filled, capacity - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return cannot("read", name_, errno);
    if (got == 0) {
      // A shorter file than promised has been cut under our hands: its missing rows must not pass for its end.
      if (size_ && consumed_ + filled < *size_) {
        return system_failure(name_ + " became shorter while it was read; give a file that nobody is writing");
      }
      if (absl::Status status = check_not_written(); !status.ok()) return status;
      break;
    }
    filled += static_cast<std::size_t>(got);
  }
  consumed_ += filled;
  return filled;
}

}  // namespace callsieve
