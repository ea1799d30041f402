// The whole job: a call list on disk in, kept and rejected rows on disk out. Unit: one row of about 90 bytes.
// Axis: rows, and as many numbers on the registry. The books must be those that the generator knows.
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <utility>

#include "callsieve/lists/import.hpp"
#include "callsieve/policy/policy.hpp"
#include "callsieve/scrub/scrub.hpp"

#include "generator.hpp"

#include <benchmark/benchmark.h>

namespace {

namespace fs = std::filesystem;

constexpr callsieve::day today{std::chrono::days{20'500}};

template <class T>
T value_of(absl::StatusOr<T> result) {
  if (!result.ok()) throw std::runtime_error(callsieve::message_of(result.status()));
  return *std::move(result);
}

/// A folder of this run alone, with a call list, a registry imported into a store, and the policy; gone at the end.
class made_up_job {
 public:
  explicit made_up_job(std::uint64_t size) : folder_(fs::temp_directory_path() / "callsieve-bench") {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    write_list(size);
    write_registry(size);
    callsieve::store store = value_of(callsieve::store::open_or_create(folder_ / "store"));
    import("blacklist", {}, store);
    import("registry", folder_ / "registry.txt", store);
    policy_ = value_of(callsieve::bind_policy(
        value_of(callsieve::find_policy(CALLSIEVE_BENCH_FOLDER "/one-list.toml", store)), store, {}));
  }
  ~made_up_job() { fs::remove_all(folder_); }
  made_up_job(const made_up_job&) = delete;
  made_up_job& operator=(const made_up_job&) = delete;

  callsieve::scrub_report scrub() const {
    callsieve::scrub_options options;
    options.inputs = {folder_ / "list.csv"};
    options.output = folder_ / "kept.csv";
    options.rejected = folder_ / "rejected.csv";
    options.when = {today, {}};
    return value_of(callsieve::scrub(options, policy_));
  }
  [[nodiscard]] std::uint64_t listed() const noexcept { return listed_; }
  [[nodiscard]] std::uint64_t bytes() const { return fs::file_size(folder_ / "list.csv"); }

 private:
  void write_list(std::uint64_t size) {
    std::ofstream out(folder_ / "list.csv", std::ios::binary);
    bench::call_list list(size, 1);
    out << bench::call_list::header;
    std::string row;
    for (std::uint64_t i = 0; i < size; ++i, row.clear()) {
      listed_ += list.append_row(row) ? 1 : 0;
      out << row;
    }
  }
  void write_registry(std::uint64_t size) {
    std::ofstream out(folder_ / "registry.txt", std::ios::binary);
    for (std::uint64_t i = 0; i < size; ++i) out << '+' << bench::number_at(i) << '\n';
  }
  /// Without a file the list is made with one number of another country than the call list's.
  void import(const char* name, fs::path file, callsieve::store& into) {
    if (file.empty()) {
      file = folder_ / "nobody.txt";
      std::ofstream(file) << "+442079460123\n";
    }
    callsieve::import_options options;
    options.list_name = name;
    options.files = {std::move(file)};
    options.format = "digits";
    options.obtained = options.today = today;
    (void)value_of(callsieve::import_list(into, options));
  }

  fs::path folder_;
  std::uint64_t listed_ = 0;
  callsieve::bound_policy policy_;
};

void scrub(benchmark::State& state) {
  const auto size = static_cast<std::uint64_t>(state.range(0));
  const made_up_job job(size);
  for (auto _ : state) {
    const callsieve::tally rows = job.scrub().rows;
    if (rows.read != size || rows.blocked != job.listed() || rows.allowed != size - job.listed()) {
      return state.SkipWithError("the books differ from what the generator wrote");
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(size));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(job.bytes()));
}
BENCHMARK(scrub)->Arg(100'000)->Arg(2'000'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
