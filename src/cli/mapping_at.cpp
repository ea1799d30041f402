#include "mapping_at.hpp"

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace callsieve::cli {
namespace {

/// Of a line of /proc/self/maps, `BEGIN-END FLAGS OFFSET DEVICE INODE  PATH`: whether it holds the address.
bool holds(std::string_view line, std::uintptr_t address) noexcept {
  std::uintptr_t begin = 0, end = 0;
  const char* const last = line.data() + line.size();
  const auto first = std::from_chars(line.data(), last, begin, 16);
  if (first.ptr == last || *first.ptr != '-') return false;
  std::from_chars(first.ptr + 1, last, end, 16);
  return begin <= address && address < end;
}

}  // namespace

std::string_view file_mapped_at(const void* address, std::span<char> room) noexcept {
  const int descriptor = ::open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return {};
  std::string_view path;
  std::size_t filled = 0;
  for (bool found = false; !found;) {
    const ssize_t got = ::read(descriptor, room.data() + filled, room.size() - filled);
    if (got <= 0) break;
    filled += static_cast<std::size_t>(got);
    std::string_view rest(room.data(), filled);
    for (std::size_t end = 0; !found && (end = rest.find('\n')) != std::string_view::npos;
         rest.remove_prefix(end + 1)) {
      const std::string_view line = rest.substr(0, end);
      if (!holds(line, reinterpret_cast<std::uintptr_t>(address))) continue;
      found = true;
      if (const std::size_t at = line.find('/'); at != std::string_view::npos) path = line.substr(at);
    }
    if (!found) {
      std::memmove(room.data(), rest.data(), rest.size());
      filled = rest.size();
    }
  }
  ::close(descriptor);
  return path;
}

}  // namespace callsieve::cli
