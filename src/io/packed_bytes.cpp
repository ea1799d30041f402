#include "io/packed_bytes.hpp"

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

namespace callsieve::detail {

absl::Status packed_bytes::fill(std::size_t size) {
  const std::size_t had = filled_ - used_;
  if (had < size && !at_end_) {
    if (had != 0) std::memmove(bytes_.data(), bytes_.data() + used_, had);
    if (bytes_.size() < size) bytes_.resize(size, boost::container::default_init);
    offset_ += used_;
    used_ = 0;
    filled_ = had;
    const auto got = source_.read(bytes_.data() + had, size - had);
    if (got.ok()) filled_ += *got;
    if (!got.ok()) failure_ = got.status();
    at_end_ = filled_ < size;
  }
  return used_ == filled_ ? failure_ : absl::OkStatus();
}

absl::StatusOr<std::size_t> packed_bytes::unpack(unpacker& by, char* into, std::size_t room) {
  for (;;) {
    if (used_ == filled_) {
      if (absl::Status status = fill(packed_chunk); !status.ok()) return status;
    }
    const std::string_view bytes = at_hand();
    if (bytes.empty() && by.between_parts()) return 0;
    const unpacked step = by.unpack(bytes, into, room);
    if (step.failure != unpack_failure::none) return failed_at(offset(), step);
    use(step.used);
    if (step.made != 0 || by.between_parts()) return step.made;
    if (bytes.empty()) {
      return bad_input(source_.name() + " is cut: its compressed bytes end at byte " + std::to_string(offset()) +
                       " in the middle of the data; get it again in full");
    }
  }
}

absl::StatusOr<std::size_t> packed_bytes::unpack_all(unpacker& by, char* into, std::size_t room) {
  std::size_t done = 0;
  while (done < room) {
    const auto made = unpack(by, into + done, room - done);
    if (!made.ok()) return made.status();
    done += *made;
    if (*made == 0 && at_end() && at_hand().empty()) break;
  }
  return done;
}

absl::Status packed_bytes::failed_at(std::uint64_t offset, const unpacked& what) const {
  const std::string place = source_.name() + ", byte " + std::to_string(offset - what.taken_before);
  const std::string why = " (" + std::string(what.why) + ")";
  if (what.failure == unpack_failure::no_memory) {
    return system_failure(place + ": too little memory to decompress what follows" + why +
                          "; decompress it with another program, and give that file");
  }
  return bad_input(place + ": damaged compressed data" + why + "; get it again");
}

}  // namespace callsieve::detail
