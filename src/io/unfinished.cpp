#include "io/unfinished.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <ctime>
#include <dirent.h>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <sys/random.h>
#include <unistd.h>

#include "callsieve/io/file.hpp"

namespace callsieve {
namespace detail {

enum class slot_state : int { free, being_filled, in_use, being_removed };

/// Slots are made as they are needed, used again and never given back, so that a signal handler may walk over them.
struct unfinished_slot {
  std::atomic<slot_state> state = slot_state::being_filled;
  std::filesystem::path path;  ///< written by who fills the slot, read by who has it in use or removes
  unfinished_slot* next = nullptr;
};

static_assert(std::atomic<slot_state>::is_always_lock_free && std::atomic<unfinished_slot*>::is_always_lock_free);

namespace {

constexpr std::string_view prefix = ".callsieve-";
constexpr std::string_view suffix = ".tmp";

std::atomic<unfinished_slot*> all_slots = nullptr;

/// A slot to be filled, of this caller alone.
unfinished_slot* take_slot() {
  for (unfinished_slot* slot = all_slots.load(); slot != nullptr; slot = slot->next) {
    slot_state expected = slot_state::free;
    if (slot->state.compare_exchange_strong(expected, slot_state::being_filled)) return slot;
  }
  auto* const made = new unfinished_slot;
  made->next = all_slots.load();
  while (!all_slots.compare_exchange_weak(made->next, made)) {
  }
  return made;
}

/// The process's number is for people. It is no name: containers with a common folder have the same numbers.
std::string made_up_name() {
  std::uint64_t chance = 0;
  if (::getrandom(&chance, sizeof chance, GRND_NONBLOCK) != sizeof chance) {
    static std::atomic<std::uint64_t> serial = 0;
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME, &now);
    chance = static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000 + static_cast<std::uint64_t>(now.tv_nsec) +
             (serial.fetch_add(1) << 48U);
  }
  std::array<char, 16> digits{};
  char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), chance, 16).ptr;
  std::string name(prefix);
  name += std::to_string(::getpid()) + '-';
  name.append(digits.data(), end);
  name += suffix;
  return name;
}

/// A file, or a folder with the files in it. With nothing but system calls, for signal handlers.
void remove_all(const char* path) noexcept {
  if (::unlink(path) == 0 || errno != EISDIR) return;
  const int folder = ::open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder < 0) return;
  alignas(dirent64) std::array<char, 2048> entries;
  for (ssize_t size = 0; (size = ::getdents64(folder, entries.data(), entries.size())) > 0;) {
    for (ssize_t at = 0; at < size;) {
      const auto* const entry = reinterpret_cast<const dirent64*>(entries.data() + at);
      ::unlinkat(folder, entry->d_name, 0);
      at += entry->d_reclen;
    }
  }
  ::close(folder);
  ::rmdir(path);
}

}  // namespace

unfinished::unfinished(std::filesystem::path path) : slot_(take_slot()) {
  slot_->path = std::move(path);
  slot_->state.store(slot_state::in_use);
}

unfinished::~unfinished() {
  if (slot_ != nullptr) remove_all(slot_->path.c_str());
  forget();
}

const char* unfinished::c_str() const noexcept { return slot_->path.c_str(); }

void unfinished::forget() noexcept {
  if (slot_ == nullptr) return;
  // Where a signal handler on another thread is just removing the file, it needs the path a moment longer.
  slot_state expected = slot_state::in_use;
  while (!slot_->state.compare_exchange_weak(expected, slot_state::free)) expected = slot_state::in_use;
  slot_ = nullptr;
}

std::filesystem::path temporary_path(const std::filesystem::path& folder) { return folder / made_up_name(); }

int create_file(const unfinished& file, int flags, unsigned mode) noexcept {
  int descriptor = -1;
  do {
    descriptor = ::open(file.c_str(), flags | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  } while (descriptor < 0 && errno == EINTR);
  return descriptor;
}

}  // namespace detail

bool is_temporary_name(std::string_view file_name) noexcept {
  return file_name.starts_with(detail::prefix) && file_name.ends_with(detail::suffix);
}

void remove_temporary_files() noexcept {
  using detail::slot_state;
  const int error = errno;
  for (detail::unfinished_slot* slot = detail::all_slots.load(); slot != nullptr; slot = slot->next) {
    slot_state expected = slot_state::in_use;
    if (!slot->state.compare_exchange_strong(expected, slot_state::being_removed)) continue;
    detail::remove_all(slot->path.c_str());
    slot->state.store(slot_state::in_use);
  }
  errno = error;
}

}  // namespace callsieve
