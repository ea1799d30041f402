#include "io/temporary_name.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <ctime>
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
struct temporary_slot {
  std::atomic<slot_state> state = slot_state::being_filled;
  std::string path;  ///< written by who fills the slot, read by who has it in use or removes
  temporary_slot* next = nullptr;
};

static_assert(std::atomic<slot_state>::is_always_lock_free && std::atomic<temporary_slot*>::is_always_lock_free);

namespace {

constexpr std::string_view prefix = ".callsieve-";
constexpr std::string_view suffix = ".tmp";

std::atomic<temporary_slot*> all_slots = nullptr;

/// A slot to be filled, of this caller alone.
temporary_slot* take_slot() {
  for (temporary_slot* slot = all_slots.load(); slot != nullptr; slot = slot->next) {
    slot_state expected = slot_state::free;
    if (slot->state.compare_exchange_strong(expected, slot_state::being_filled)) return slot;
  }
  auto* const made = new temporary_slot;
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

}  // namespace

temporary_name::temporary_name(const std::filesystem::path& folder) {
  std::string path = (folder / made_up_name()).string();
  slot_ = take_slot();
  slot_->path = std::move(path);
  slot_->state.store(slot_state::in_use);
}

temporary_name::~temporary_name() {
  if (slot_ != nullptr) ::unlink(slot_->path.c_str());
  forget();
}

const char* temporary_name::c_str() const noexcept { return slot_->path.c_str(); }

void temporary_name::forget() noexcept {
  if (slot_ == nullptr) return;
  // Where a signal handler on another thread is just removing the file, it needs the path a moment longer.
  slot_state expected = slot_state::in_use;
  while (!slot_->state.compare_exchange_weak(expected, slot_state::free)) expected = slot_state::in_use;
  slot_ = nullptr;
}

int create_file(const temporary_name& name, int flags, unsigned mode) noexcept {
  int descriptor = -1;
  do {
    descriptor = ::open(name.c_str(), flags | O_CREAT | O_EXCL | O_CLOEXEC, mode);
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
  for (detail::temporary_slot* slot = detail::all_slots.load(); slot != nullptr; slot = slot->next) {
    slot_state expected = slot_state::in_use;
    if (!slot->state.compare_exchange_strong(expected, slot_state::being_removed)) continue;
    ::unlink(slot->path.c_str());
    slot->state.store(slot_state::in_use);
  }
  errno = error;
}

}  // namespace callsieve
