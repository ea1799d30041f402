// normalize: text, one cell a line, to numbers.
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "callsieve/number/day_or_range.hpp"
#include "callsieve/number/parse.hpp"

#include "command.hpp"

namespace callsieve::cli {
namespace {

struct normalize_options {
  std::string region, file;
};

/// One line out: `E164 <TAB> region <TAB> type`, or `- <TAB> error <TAB> E164-or-empty`.
void append_answer(std::string& out, std::string_view line, region_id region) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  const parsed_number parsed = without_day_or_range(line, parse(line, region), region);
  if (parsed.valid()) {
    out += to_string(parsed.number);
    out += '\t';
    out += region_name(parsed.region);
    out += '\t';
    out += to_string(parsed.type);
  } else {
    out += "-\t";
    out += to_string(parsed.error);
    out += '\t';
    out += to_string(parsed.number);
  }
  out += '\n';
}

int normalize(const normalize_options& options) {
  const auto region = region_of(options.region);
  if (!region.ok()) return fail(region.status());
  const bool standard_input = options.file.empty() || options.file == "-";
  std::FILE* in = standard_input ? stdin : std::fopen(options.file.c_str(), "rb");
  if (in == nullptr) return fail(options.file + ": cannot be opened: " + std::strerror(errno));
  const std::unique_ptr<std::FILE, void (*)(std::FILE*)> closer(in, [](std::FILE* f) {
    if (f != stdin) std::fclose(f);
  });

  constexpr std::size_t chunk = std::size_t{1} << 18;
  std::string pending, out;
  bool ended = false;
  while (!ended) {
    const std::size_t kept = pending.size();
    pending.resize(kept + chunk);
    const std::size_t got = std::fread(pending.data() + kept, 1, chunk, in);
    if (std::ferror(in) != 0)
      return fail((standard_input ? "standard input" : options.file) + ": cannot be read: " + std::strerror(errno));
    pending.resize(kept + got);
    ended = got < chunk;
    std::string_view rest = pending;
    // Only what is new can hold the end of the line that was left over.
    for (std::size_t from = kept, end = 0; (end = rest.find('\n', from)) != std::string_view::npos; from = 0) {
      append_answer(out, rest.substr(0, end), *region);
      rest.remove_prefix(end + 1);
    }
    if (ended && !rest.empty()) {
      append_answer(out, rest, *region);
      rest = {};
    }
    if (std::fwrite(out.data(), 1, out.size(), stdout) != out.size() || (ended && std::fflush(stdout) != 0)) {
      return fail(std::string("standard output: cannot be written: ") + std::strerror(errno));
    }
    out.clear();
    pending.erase(0, pending.size() - rest.size());
  }
  return done;
}

}  // namespace

void add_normalize(CLI::App& app, action& chosen) {
  auto options = std::make_shared<normalize_options>();
  CLI::App* command =
      app.add_subcommand("normalize", "Read numbers, one a line: to E.164, region and type, or what is wrong");
  add_region_option(*command, options->region);
  command->add_option("FILE", options->file, "A text file; default: standard input");
  command->footer(
      "Three columns with tabs between, a line out for each line in:\n"
      "  +12025550123    US    fixed_line_or_mobile\n"
      "  -    not_in_plan    +11235550123\n"
      "Example: cut -d, -f3 leads.csv | callsieve normalize --region US");
  command->callback([options, &chosen] { chosen = [options] { return normalize(*options); }; });
}

}  // namespace callsieve::cli
