// Zstandard in many frames, decompressed on several threads: the same bytes and the same errors as on one.
#include <cstdint>
#include <random>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include "callsieve/io/source.hpp"

#include "base/thread_start.hpp"
#include "io/compressed.hpp"
#include "io/read_ahead.hpp"
#include "io/read_all.hpp"
#include "io/temporary_folder.hpp"
#include "support/catch.hpp"
#include "support/seed.hpp"

namespace {

using namespace callsieve;
using namespace callsieve::test;

constexpr std::size_t megabyte = std::size_t{1} << 20;

/// Rows that compress as call lists do, to a third or so.
std::string rows(std::size_t size, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::string text;
  while (text.size() < size) text += std::to_string(random() % 1'000'000'000) + ",2025550100,somebody\n";
  text.resize(size);
  return text;
}

std::string noise(std::size_t size, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::string text(size, '\0');
  for (char& c : text) c = static_cast<char>(random());
  return text;
}

/// Files of one folder, read on so many threads.
class reading {
 public:
  explicit reading(const std::string& packed) : file_(folder_ / "leads.csv.zst") { write_whole(file_, packed); }
  [[nodiscard]] std::string on(unsigned threads, std::size_t portion = 65'536) const {
    return read_all(byte_source::open(file_, threads), portion);
  }

 private:
  temporary_folder folder_;
  std::string file_;
};

}  // namespace

TEST_CASE("Frames read the same on any number of threads, whatever they are like") {
  struct example {
    const char* what;
    std::string packed, text;
  };
  const std::string text = rows(6 * megabyte, 1);
  const std::string_view whole = text;
  std::vector<example> examples{
      {"as pzstd writes them", pzstd_of(text, megabyte), text},
      {"frames that say their size", "", text},
      {"frames of a few bytes", "", text.substr(0, 100'000)},
      {"one frame", zstd_of(text), text},
      {"one frame that does not say its size", zstd_stream_of(text), text},
      {"no content at all", zstd_of("") + zstd_skippable("note") + zstd_of(""), ""},
      {"nothing but what is skipped", zstd_skippable("note") + zstd_skippable(""), ""},
      {"empty frames and skipped ones between",
       zstd_of("") + zstd_of(whole.substr(0, 3 * megabyte)) + zstd_of("") + zstd_skippable(noise(2 * megabyte, 2)) +
           zstd_stream_of(whole.substr(3 * megabyte)) + zstd_of(""),
       text},
      {"a frame that unpacks to more than a thread may hold",
       zstd_of(text) + zstd_stream_of(std::string(40 * megabyte, 'x')) + zstd_of(text),
       text + std::string(40 * megabyte, 'x') + text},
  };
  for (std::size_t at = 0; at < text.size(); at += 700'000) examples[1].packed += zstd_of(whole.substr(at, 700'000));
  for (std::size_t at = 0; at < 100'000; at += 10) examples[2].packed += zstd_of(whole.substr(at, 10));
  const std::string long_one = noise(9 * megabyte, 3);  // compressed, it is longer than frames that are taken apart
  examples.push_back({"a long frame among short ones",
                      zstd_of(whole.substr(0, megabyte)) + zstd_of(long_one) + zstd_of(text) + zstd_of(text),
                      text.substr(0, megabyte) + long_one + text + text});
  for (const example& one : examples) {
    const reading file(one.packed);
    for (unsigned threads = 1; threads <= 8; ++threads) {
      INFO(one.what << ", threads " << threads);
      CHECK((file.on(threads) == one.text));
      CHECK((file.on(threads, 999'983) == one.text));
    }
  }
}

TEST_CASE("Frames cut at any byte are the same error on any number of threads, and never less text") {
  const std::string text = rows(3'000, 4);
  const std::string first = zstd_skippable("size") + zstd_stream_of(text.substr(0, 1'000));
  const std::string second = first + zstd_of(text.substr(1'000, 1'000)) + zstd_of("");
  const std::string packed = second + zstd_of(text.substr(2'000));
  for (std::size_t size = 4; size < packed.size(); ++size) {
    const reading file(packed.substr(0, size));
    const std::string said = file.on(1);
    INFO(size << " of " << packed.size() << ": " << said);
    const bool error = said.find("leads.csv.zst is cut: its compressed bytes end at byte " + std::to_string(size)) !=
                       std::string::npos;
    CHECK((error || (text.starts_with(said) && said.size() % 1'000 == 0)));
    for (unsigned threads = 2; threads <= 8; ++threads) CHECK(file.on(threads) == said);
  }
}

TEST_CASE("Long frames cut, damaged or followed by what is no frame are the same error on any number of threads") {
  const std::string text = rows(5 * megabyte, 5);
  const std::string packed = pzstd_of(text, megabyte / 2);
  std::mt19937_64 random(test::random_seed(6));
  const auto check_all = [&](const std::string& bytes, std::string_view part) {
    const reading file(bytes);
    const std::string said = file.on(1);
    INFO((said.size() < 1'000 ? said : "no error"));
    if (!part.empty()) CHECK(said.find(part) != std::string::npos);
    for (const unsigned threads : {2U, 3U, 8U}) CHECK((file.on(threads) == said));
  };
  check_all(packed + "trailing", "byte " + std::to_string(packed.size()) + ": damaged compressed data");
  check_all(packed + zstd_skippable("note").substr(0, 6), "is cut");
  check_all(packed.substr(0, packed.size() - 1), "end at byte " + std::to_string(packed.size() - 1));
  for (int i = 0; i < 40; ++i) {
    const std::size_t at = 4 + random() % (packed.size() - 4);
    INFO("byte " << at);
    check_all(packed.substr(0, at), "");
    std::string damaged = packed;
    damaged[at] ^= static_cast<char>(1U << random() % 8);
    check_all(damaged, "");
  }
}

TEST_CASE("Who reads frames may stop anywhere") {
  const temporary_folder folder;
  write_whole(folder / "leads.zst", pzstd_of(rows(6 * megabyte, 7), megabyte));
  for (const std::size_t portion : {std::size_t{1}, megabyte, 4 * megabyte}) {
    auto source = byte_source::open(folder / "leads.zst", 4);
    REQUIRE(source.ok());
    std::string buffer(portion, '\0');
    CHECK(source->read(buffer.data(), portion).ok());
  }
}

TEST_CASE("Where the system gives no thread, who asks reads and unpacks") {
  const temporary_folder folder;
  const std::string text = rows(3 * megabyte, 5);
  write_whole(folder / "leads.csv.zst", pzstd_of(text, megabyte));
  REQUIRE(::chmod(folder.path().c_str(), 0755) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    constexpr uid_t nobody = 65534;
    const rlimit one_process{1, 1};
    // Root is not bound by the limit.
    if (::geteuid() == 0 && ::setuid(nobody) != 0) ::_exit(3);
    if (::setrlimit(RLIMIT_NPROC, &one_process) != 0) ::_exit(3);
    std::thread thread = detail::start_without_signals([] {});
    if (thread.joinable()) {
      thread.join();
      ::_exit(3);
    }
    bool same = read_all(byte_source::open(folder / "leads.csv.zst", 4), 65'536) == text;
    auto source = byte_source::open(folder / "leads.csv.zst", 4);
    std::string ahead(text.size() + 1, '\0');
    if (source.ok()) {
      const auto got = detail::read_ahead(*std::move(source), {}).read(ahead.data(), ahead.size());
      ahead.resize(got.ok() ? *got : 0);
    }
    same = same && ahead == text;
    ::_exit(same ? 0 : 1);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  if (WEXITSTATUS(status) == 3) {
    WARN("skipped: this user may start threads in spite of the limit");
    return;
  }
  CHECK(WEXITSTATUS(status) == 0);
}
