// callsieve_sets LIST [STRUCTURE...]: one list of number_lists.hpp in the given structures, a line of the table in
// README.md each. bench/sets.sh runs all of it.
//
// Everything of one list is measured in one run, on one core: the machine's limit (random cache lines out of the
// structure's own bytes, or, of a rival, out of an array of its size from the same allocator; the best of four depths
// of prefetching), then 8.4 million questions in random order, half of them hits, in batches of 2,048. Every answer is
// checked. Rates are medians of five passes after one that is dropped; the numbers were added in random order. What
// reads everything (verification and, beside it, a plain sum) uses all cores.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <numeric>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "callsieve/io/file.hpp"
#include "callsieve/sets/snapshot.hpp"

#include "number_lists.hpp"
#include "peers/hash_set.hpp"
#include "peers/sorted_vector.hpp"
#if __has_include(<roaring/roaring64map.hh>)
#  include "peers/roaring.hpp"
#  define BENCH_HAS_ROARING 1
#endif

#include <sys/mman.h>
#include <x86intrin.h>

namespace {

using bench::number_list;
using clock = std::chrono::steady_clock;

constexpr std::size_t batch = 2048;
constexpr std::size_t question_count = std::size_t{1} << 23;
constexpr std::size_t regional_count = std::size_t{1} << 22;
constexpr int passes = 5;

[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "callsieve_sets: %s\n", what.c_str());
  std::exit(2);
}

double seconds_since(clock::time_point from) { return std::chrono::duration<double>(clock::now() - from).count(); }

/// Memory on huge pages, touched before it is timed; grows in place.
class warm_memory {
 public:
  explicit warm_memory(std::size_t room) : room_(room) {
    void* const at = mmap(nullptr, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (at == MAP_FAILED) fail("no memory");
    data_ = static_cast<char*>(at);
    madvise(data_, room, MADV_HUGEPAGE);
  }
  warm_memory(const warm_memory&) = delete;
  warm_memory& operator=(const warm_memory&) = delete;
  ~warm_memory() { munmap(data_, room_); }
  void append(std::string_view bytes) {
    if (size_ + bytes.size() > room_) fail("the list is larger than planned for");
    std::copy(bytes.begin(), bytes.end(), data_ + size_);
    size_ += bytes.size();
  }
  void clear() { size_ = 0; }
  void touch(std::size_t bytes) { std::fill_n(data_, std::min(bytes, room_), '\0'); }
  [[nodiscard]] std::span<const std::byte> bytes() const { return std::as_bytes(std::span<const char>(data_, size_)); }

 private:
  char* data_ = nullptr;
  std::size_t room_;
  std::size_t size_ = 0;
};

struct questions {
  std::vector<std::uint64_t> numbers;
  std::vector<std::uint64_t> answers;  ///< bit i % 64 of answers[i / 64]
};

questions ask(const number_list& list, std::size_t count, bool regional) {
  questions made;
  made.answers.resize(count / 64);
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t random = callsieve::mix(i * 2 + (regional ? 1 : 0) + 0x5eed);
    const bool held = (random >> 63) != 0;
    const std::uint64_t rest = callsieve::mix(random);
    made.numbers.push_back(regional ? list.regional(rest, held)
                           : held   ? list.number(rest % list.size)
                                    : list.missing(rest));
    made.answers[i / 64] |= std::uint64_t{held} << i % 64;
  }
  return made;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// Million questions a second; every answer of every pass is checked.
template <class Set>
double rate(const Set& set, const questions& asked) {
  std::vector<double> seconds;
  std::vector<std::uint64_t> found(asked.answers.size());
  for (int pass = 0; pass <= passes; ++pass) {
    std::fill(found.begin(), found.end(), 0);
    const auto started = clock::now();
    for (std::size_t i = 0; i < asked.numbers.size(); i += batch) {
      set.probe(std::span(asked.numbers).subspan(i, std::min(batch, asked.numbers.size() - i)), &found[i / 64]);
    }
    if (pass > 0) seconds.push_back(seconds_since(started));
    if (found != asked.answers) fail("wrong answers");
  }
  return static_cast<double>(asked.numbers.size()) / median(seconds) / 1e6;
}

/// Median nanoseconds of one question by itself, its memory cold.
template <class Set>
double scalar_latency(const Set& set, const questions& asked) {
  constexpr std::size_t count = 100'000;
  const auto started = clock::now();
  const std::uint64_t first_tick = __rdtsc();
  std::vector<double> ticks, empty;
  unsigned core = 0;
  std::uint64_t wrong = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t which = i * 61 % asked.numbers.size();
    const std::uint64_t number = asked.numbers[which];
    _mm_lfence();
    const std::uint64_t before = __rdtscp(&core);
    _mm_lfence();
    const bool held = set.holds(number);
    _mm_lfence();
    const std::uint64_t after = __rdtscp(&core);
    _mm_lfence();
    const std::uint64_t nothing = __rdtscp(&core);
    wrong += held != ((asked.answers[which / 64] >> which % 64 & 1) != 0);
    ticks.push_back(static_cast<double>(after - before));
    empty.push_back(static_cast<double>(nothing - after));
  }
  if (wrong != 0) fail("wrong scalar answers");
  const double tick_nanoseconds = seconds_since(started) * 1e9 / static_cast<double>(__rdtsc() - first_tick);
  return (median(ticks) - median(empty)) * tick_nanoseconds;
}

/// What a gather reads: the structure's own bytes, or an array like it.
using bytes_span = std::span<const std::byte>;

/// Seconds to read a random cache line for each question, asked for Ahead lines before it is read.
template <std::size_t Ahead>
double gather_seconds(bytes_span memory, const questions& asked, std::uint64_t& sum) {
  const std::size_t lines = std::max<std::size_t>(memory.size() / 64, 1);
  const std::byte* const data = memory.data();
  const auto started = clock::now();
  std::size_t ring[Ahead] = {};
  for (std::size_t i = 0; i < asked.numbers.size(); ++i) {
    std::uint64_t word;
    __builtin_memcpy(&word, data + ring[i % Ahead] * 64, sizeof word);
    sum += word;
    __extension__ using wide = unsigned __int128;
    ring[i % Ahead] = static_cast<std::size_t>((static_cast<wide>(callsieve::mix(asked.numbers[i])) * lines) >> 64);
    __builtin_prefetch(data + ring[i % Ahead] * 64);
  }
  return seconds_since(started);
}

struct gather {
  double limit = 0;       ///< million lines a second
  std::size_t ahead = 0;  ///< the depth that was best
};

gather gather_limit(bytes_span memory, const questions& asked) {
  gather best;
  volatile std::uint64_t kept = 0;  // so that no read can be left out
  const auto try_depth = [&]<std::size_t Ahead>() {
    std::vector<double> seconds;
    std::uint64_t sum = 0;
    for (int pass = 0; pass < 4; ++pass) {
      const double taken = gather_seconds<Ahead>(memory, asked, sum);
      if (pass > 0) seconds.push_back(taken);
    }
    kept = kept + sum;
    const double rate = static_cast<double>(asked.numbers.size()) / median(seconds) / 1e6;
    if (rate > best.limit) best = {rate, Ahead};
  };
  try_depth.template operator()<16>();
  try_depth.template operator()<32>();
  try_depth.template operator()<64>();
  try_depth.template operator()<128>();
  return best;
}

/// "2M" or "4K": the pages that the kernel says this memory is mapped with.
std::string pages_of(const void* memory) {
  std::ifstream maps("/proc/self/smaps");
  bool here = false;
  double resident = 0, huge = 0;
  for (std::string line; std::getline(maps, line);) {
    std::uint64_t begin = 0, end = 0;
    char dash = 0;
    if (line.find('-') < line.find(' ') && std::sscanf(line.c_str(), "%lx%c%lx", &begin, &dash, &end) == 3) {
      const auto at = reinterpret_cast<std::uint64_t>(memory);
      here = begin <= at && at < end;
    } else if (here) {
      const auto value = [&](std::string_view field) {
        return line.starts_with(field) ? std::stod(line.substr(field.size())) : 0;
      };
      resident += value("Rss:");
      huge += value("AnonHugePages:") + value("FilePmdMapped:") + value("ShmemPmdMapped:");
    }
  }
  return huge > 0.9 * resident ? "2M" : huge < 0.1 * resident ? "4K" : "both";
}

/// Gigabytes a second that all cores sum up.
double reading_rate(bytes_span memory) {
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t words = memory.size() / sizeof(std::uint64_t) / cores;
  std::vector<double> seconds;
  for (int pass = 0; pass < 4; ++pass) {
    std::vector<std::uint64_t> sums(cores);
    std::vector<std::thread> threads;
    const auto started = clock::now();
    for (std::size_t core = 0; core < cores; ++core) {
      threads.emplace_back([&, core] {
        std::uint64_t sum = 0;
        for (std::size_t i = core * words; i < (core + 1) * words; ++i) {
          std::uint64_t word;
          __builtin_memcpy(&word, memory.data() + i * sizeof word, sizeof word);
          sum += word;
        }
        sums[core] = sum;
      });
    }
    for (std::thread& thread : threads) thread.join();
    const double taken = seconds_since(started);
    volatile std::uint64_t kept = std::accumulate(sums.begin(), sums.end(), std::uint64_t{0});
    static_cast<void>(kept);
    if (pass > 0) seconds.push_back(taken);
  }
  return static_cast<double>(memory.size()) / median(seconds) / 1e9;
}

/// Feeds the numbers in random order, or ascending; returns the seconds spent in `add` alone.
double feed(const number_list& list, bool ascending, const std::function<void(std::span<const std::uint64_t>)>& add) {
  constexpr std::size_t chunk = 1 << 20;
  double seconds = 0;
  std::vector<std::uint64_t> numbers;
  const auto send = [&](std::span<const std::uint64_t> part) {
    const auto started = clock::now();
    add(part);
    seconds += seconds_since(started);
  };
  if (ascending) {
    numbers.resize(list.size);
    for (std::uint64_t i = 0; i < list.size; ++i) numbers[i] = list.number(i);
    std::sort(numbers.begin(), numbers.end());
    for (std::size_t i = 0; i < numbers.size(); i += chunk) {
      send(std::span<const std::uint64_t>(numbers).subspan(i, std::min(chunk, numbers.size() - i)));
    }
    return seconds;
  }
  for (std::uint64_t i = 0; i < list.size; i += chunk) {
    numbers.clear();
    for (std::uint64_t k = i; k < std::min<std::uint64_t>(i + chunk, list.size); ++k) numbers.push_back(list.number(k));
    send(numbers);
  }
  return seconds;
}

struct line {
  std::string structure;
  double bytes = 0, build_seconds = 0, random = 0, regional = 0, latency = 0, open_ms = 0, verify = 0, reading = 0;
  gather limit;
  std::string pages;
  double beside_bits = 0;  ///< what the bound must add for a column
};

constexpr const char* head_format = "%-12s %-20s %8s %7s %5s %9s %8s %6s %9s %6s %7s %8s %8s %6s %6s\n";

void print_head() {
  std::printf(head_format, "list", "structure", "B/number", "x bound", "pages", "limit/s@d", "random/s", "share",
              "region/s", "x rand", "p50 ns", "build/s", "open ms", "verify", "read");
}

void print(const number_list& list, const line& of) {
  const auto size = static_cast<double>(list.size);
  const double bytes = of.bytes / size;
  const auto shown = [](double value, int digits) {
    if (value <= 0) return std::string("-");
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", digits, value);
    return std::string(text);
  };
  std::printf(head_format, list.name.c_str(), of.structure.c_str(), shown(bytes, 3).c_str(),
              shown(bytes * 8 * size / (list.bound_bits + of.beside_bits), 2).c_str(), of.pages.c_str(),
              (shown(of.limit.limit, 0) + "@" + std::to_string(of.limit.ahead)).c_str(), shown(of.random, 1).c_str(),
              shown(of.random / of.limit.limit, 2).c_str(), shown(of.regional, 1).c_str(),
              shown(of.regional / of.random, 2).c_str(), shown(of.latency, 0).c_str(),
              shown(size / of.build_seconds / 1e6, 1).c_str(), shown(of.open_ms, 3).c_str(),
              shown(of.verify, 1).c_str(), shown(of.reading, 1).c_str());
  std::fflush(stdout);
}

/// What all structures have in common, measured. `memory` is the structure's, or like it.
template <class Set>
void measure(const number_list& list, const questions& random, const questions& regional, const Set& set,
             bytes_span memory, line of) {
  of.pages = pages_of(memory.data());
  of.limit = gather_limit(memory, random);
  of.random = rate(set, random);
  if (!regional.numbers.empty()) of.regional = rate(set, regional);
  if constexpr (requires { set.holds(std::uint64_t{}); }) of.latency = scalar_latency(set, random);
  print(list, of);
}

// A phone number is its digits in 8 bytes.
std::span<const callsieve::phone_number> as_numbers(std::span<const std::uint64_t> digits) {
  return {reinterpret_cast<const callsieve::phone_number*>(digits.data()), digits.size()};
}

/// The day that the made-up dated list has for a number.
std::int32_t day_for(std::uint64_t number) {
  return 10'000 + static_cast<std::int32_t>(callsieve::mix(number) % 8'000);
}

class snapshot_set {
 public:
  explicit snapshot_set(const callsieve::snapshot_view& view) : view_(&view) {}
  void probe(std::span<const std::uint64_t> numbers, std::uint64_t* bits) const {
    view_->contains(as_numbers(numbers), std::span(bits, (numbers.size() + 63) / 64));
  }
  [[nodiscard]] bool holds(std::uint64_t number) const {
    return view_->contains(callsieve::phone_number::from_digits_unchecked(number));
  }

 private:
  const callsieve::snapshot_view* view_;
};

/// The same, but for a list with days: a number is there when its day is right.
class dated_set {
 public:
  explicit dated_set(const callsieve::snapshot_view& view) : view_(&view) {}
  void probe(std::span<const std::uint64_t> numbers, std::uint64_t* bits) const {
    std::array<callsieve::list_record, batch> records;
    view_->find(as_numbers(numbers), std::span(records).first(numbers.size()));
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const bool right = records[i].day_number == day_for(numbers[i]);
      bits[i / 64] |= std::uint64_t{right} << i % 64;
    }
  }

 private:
  const callsieve::snapshot_view* view_;
};

void measure_snapshot(const number_list& list, const questions& random, const questions& regional,
                      const std::string& structure) {
  using namespace callsieve;
  const bool dated = structure.starts_with("dated"), mapped = structure.ends_with("mapped");
  warm_memory memory(static_cast<std::size_t>(list.size) * 16 + (std::size_t{64} << 20));
  memory.touch(static_cast<std::size_t>(list.size) * (dated ? 8 : 2));
  snapshot_info info;
  info.kind = dated ? list_kind::dated : list_kind::set;
  info.tuning = structure.find("fast") != std::string::npos ? list_tuning::speed : list_tuning::memory;
  info.days = dated ? day_meaning::relation : day_meaning::none;
  info.covers = coverage({{number_prefix{}, day_from_number(20'000)}});
  line of;
  of.structure = structure;
  for (int repetition = 0; repetition < 2; ++repetition) {  // the first pays for memory that is cold
    memory.clear();
    snapshot_builder builder(info.kind);
    of.build_seconds = feed(list, false, [&](std::span<const std::uint64_t> numbers) {
      for (const phone_number n : as_numbers(numbers)) {
        dated ? builder.add(n, {day_for(n.value()), record_state::purchase}) : builder.add(n);
      }
    });
    const auto started = clock::now();
    const auto written = builder.write(info, [&](std::string_view part) {
      memory.append(part);
      return absl::OkStatus();
    });
    if (!written.ok()) fail(message_of(written.status()));
    of.build_seconds += seconds_since(started);
  }
  of.bytes = static_cast<double>(memory.bytes().size());
  of.beside_bits = dated ? 16 * static_cast<double>(list.size) : 0;
  const auto measure_opened = [&](bytes_span bytes, clock::time_point started) {
    const auto opened = open_snapshot(bytes);
    of.open_ms = seconds_since(started) * 1e3;
    const auto* const view = std::get_if<snapshot_view>(&opened);
    if (view == nullptr) fail("the list just made cannot be opened");
    std::vector<double> seconds;
    for (int pass = 0; pass < 4; ++pass) {
      started = clock::now();
      if (verify_snapshot(*view, 0)) fail("the list just made is damaged");
      if (pass > 0) seconds.push_back(seconds_since(started));
    }
    of.verify = of.bytes / median(seconds) / 1e9;
    of.reading = reading_rate(bytes);
    dated ? measure(list, random, regional, dated_set(*view), bytes, of)
          : measure(list, random, regional, snapshot_set(*view), bytes, of);
  };
  if (!mapped) return measure_opened(memory.bytes(), clock::now());
  // As a store has it: written piece by piece into a file, and mapped.
  const std::filesystem::path path = std::filesystem::temp_directory_path() / ("callsieve_sets." + list.name);
  auto file = output_file::create(path);
  if (!file.ok()) fail(message_of(file.status()));
  const std::string_view bytes(reinterpret_cast<const char*>(memory.bytes().data()), memory.bytes().size());
  for (std::size_t at = 0; at < bytes.size(); at += std::size_t{2} << 20) {
    if (!file->write(bytes.substr(at, std::size_t{2} << 20)).ok()) fail("cannot write " + path.string());
  }
  if (const absl::Status done = file->commit(); !done.ok()) fail(message_of(done));
  const auto started = clock::now();
  const auto mapping = mapped_file::open(path);
  std::filesystem::remove(path);
  if (!mapping.ok()) fail(message_of(mapping.status()));
  measure_opened(mapping->bytes(), started);
}

template <class Set>
void measure_peer(const number_list& list, const questions& random, const questions& regional, bool ascending) {
  Set set;
  if constexpr (requires { set.reserve(std::uint64_t{}); }) set.reserve(list.size);
  line of;
  of.structure = Set::name;
  of.build_seconds = feed(list, ascending, [&](std::span<const std::uint64_t> numbers) { set.add(numbers); });
  if constexpr (requires { set.finish(); }) set.finish();
  of.bytes = static_cast<double>(set.bytes());
  const std::vector<std::uint64_t> like_it(set.bytes() / sizeof(std::uint64_t) + 1, 1);
  measure(list, random, regional, set, std::as_bytes(std::span(like_it)), of);
}

constexpr std::string_view usage =
    "usage: callsieve_sets LIST [compact|fast|dated-compact|dated-fast|compact-mapped|fast-mapped|hash_set|"
    "sorted_vector|roaring]...   --head: the names of the columns\n";

}  // namespace

int main(int count, char** arguments) {
  const std::string_view name = count > 1 ? arguments[1] : "";
  if (name == "--head") {
    print_head();
    return 0;
  }
  if (std::find(bench::list_names.begin(), bench::list_names.end(), name) == bench::list_names.end()) {
    std::fprintf(stderr, "%slists:", usage.data());
    for (const auto known : bench::list_names) std::fprintf(stderr, " %s", std::string(known).c_str());
    std::fprintf(stderr, "\n");
    return 2;
  }
  const number_list list = bench::list_of(name);
  const questions random = ask(list, question_count, false);
  const questions regional = list.regional && list.size > 1'000'000 ? ask(list, regional_count, true) : questions();
  for (int i = 2; i < count; ++i) {
    const std::string_view structure = arguments[i];
    if (structure.find("compact") != std::string::npos || structure.find("fast") != std::string::npos) {
      measure_snapshot(list, random, regional, std::string(structure));
    } else if (structure == "hash_set") {
      measure_peer<bench::hash_set>(list, random, regional, false);
    } else if (structure == "sorted_vector") {
      measure_peer<bench::sorted_vector>(list, random, regional, true);
#ifdef BENCH_HAS_ROARING
    } else if (structure == "roaring") {
      measure_peer<bench::roaring_set>(list, random, regional, true);
#endif
    } else {
      fail("no structure '" + std::string(structure) + "' here");
    }
  }
}
