// A main for fuzz targets where libFuzzer is not linked: replays a corpus folder, then seeded random inputs, so that
// the same body is a regression test. Usage: PROGRAM [CORPUS-FOLDER]
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "support/seed.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void run(const std::string& bytes) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

std::string read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// Random bytes, half of the time from the characters that call lists and policies are made of.
std::string random_input(std::mt19937_64& random) {
  static constexpr char usual[] = "0123456789+-() ,;\"\t\r\n=.'E#[]{}\xEF\xBB\xBF";
  const std::size_t size = random() % 200;
  const bool tame = random() % 2 == 0;
  std::string bytes;
  for (std::size_t i = 0; i < size; ++i) {
    bytes += tame ? usual[random() % (sizeof usual - 1)] : static_cast<char>(random() & 0xff);
  }
  return bytes;
}

}  // namespace

int main(int count, char** arguments) {
  const std::filesystem::path corpus = count > 1 ? arguments[1] : "";
  std::vector<std::string> inputs;
  if (std::filesystem::is_directory(corpus)) {
    for (const auto& entry : std::filesystem::directory_iterator(corpus)) inputs.push_back(read(entry.path()));
  }
  run("");
  for (const std::string& input : inputs) run(input);

  constexpr int random_runs = 2'000;
  std::mt19937_64 random(callsieve::test::random_seed(20261120));
  for (int i = 0; i < random_runs; ++i) {
    std::string input = random_input(random);
    if (!inputs.empty() && random() % 2 == 0) {  // a known input with one byte changed finds more than noise does
      input = inputs[random() % inputs.size()];
      if (!input.empty()) input[random() % input.size()] = static_cast<char>(random() & 0xff);
    }
    run(input);
  }
  std::printf("replayed %zu inputs of the corpus and %d random ones\n", inputs.size(), random_runs);
}
