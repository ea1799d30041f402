#include "sets/spill.hpp"

#include <algorithm>
#include <cstring>

namespace callsieve {
namespace {

constexpr std::size_t buffer_bytes = std::size_t{1} << 17;

}  // namespace

absl::Status append_block(scratch_file& file, std::uint32_t block, const block_rows& rows) {
  const spilled_block head{block, static_cast<std::uint32_t>(rows.words.size()), rows.texts.size()};
  if (absl::Status status = file.append(&head, sizeof head); !status.ok()) return status;
  if (absl::Status status = file.append(rows.words.data(), rows.words.size() * sizeof(std::uint32_t)); !status.ok()) {
    return status;
  }
  return file.append(rows.texts.data(), rows.texts.size());
}

absl::Status run_reader::read(void* bytes, std::size_t count) {
  char* to = static_cast<char*>(bytes);
  while (count != 0) {
    if (buffer_at_ == buffer_.size()) {
      buffer_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(buffer_bytes, to_ - at_)));
      if (absl::Status status = file_->read(at_, buffer_.data(), buffer_.size()); !status.ok()) return status;
      at_ += buffer_.size();
      buffer_at_ = 0;
    }
    const std::size_t part = std::min(count, buffer_.size() - buffer_at_);
    std::memcpy(to, buffer_.data() + buffer_at_, part);
    buffer_at_ += part;
    to += part;
    count -= part;
  }
  return absl::OkStatus();
}

absl::Status run_reader::advance() {
  block_.reset();
  if (at_ == to_ && buffer_at_ == buffer_.size()) return absl::OkStatus();
  spilled_block head;
  if (absl::Status status = read(&head, sizeof head); !status.ok()) return status;
  block_ = head;
  return absl::OkStatus();
}

absl::Status run_reader::read_block(block_rows& rows) {
  const std::size_t words_before = rows.words.size(), texts_before = rows.texts.size();
  rows.words.resize(words_before + block_->words);
  if (absl::Status status = read(&rows.words[words_before], block_->words * sizeof(std::uint32_t)); !status.ok()) {
    return status;
  }
  if (layout_.words != wanted_.words) widen(rows.words, words_before, wanted_);
  if (!layout_.has_references()) return absl::OkStatus();
  rows.texts.resize(texts_before + block_->text_bytes);
  if (absl::Status status = read(&rows.texts[texts_before], block_->text_bytes); !status.ok()) return status;
  // The texts stand behind those of other runs now.
  for (std::size_t row = words_before; row < rows.words.size(); row += layout_.words) {
    std::uint64_t packed = rows.words[row + 3] | std::uint64_t{rows.words[row + 4]} << 32;
    packed += std::uint64_t{texts_before} << reference_length_bits;
    rows.words[row + 3] = static_cast<std::uint32_t>(packed);
    rows.words[row + 4] = static_cast<std::uint32_t>(packed >> 32);
  }
  return absl::OkStatus();
}

}  // namespace callsieve
