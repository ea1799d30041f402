#include "lists/import_inputs.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "lists/readers/reader.hpp"

namespace callsieve {
namespace {

constexpr std::size_t look_size = std::size_t{64} << 10;

const list_reader* reader_named(std::string_view name) {
  const auto readers = list_readers();
  const auto found = std::find_if(readers.begin(), readers.end(), [&](const auto& r) { return r.name == name; });
  return found == readers.end() ? nullptr : &*found;
}

absl::Status unknown_format(std::string_view name) {
  std::string names;
  for (const list_reader& reader : list_readers()) names += (names.empty() ? "" : ", ") + std::string(reader.name);
  return bad_input("format '" + std::string(name) + "' is not known; there are: " + names);
}

/// Which layout a file has, and a note on why.
absl::StatusOr<const list_reader*> recognise(const import_input& from, byte_source& source, list_kind kind,
                                             std::vector<std::string>& notes) {
  const auto head = source.peek(look_size);
  if (!head.ok()) return head.status();
  file_look look{from.file.filename().string(), *head, kind};
  if (look.head.starts_with("\xef\xbb\xbf")) look.head.remove_prefix(3);
  for (const list_reader& reader : list_readers()) {
    const std::string why = reader.sniff(look);
    if (why.empty()) continue;
    notes.push_back(short_name(from.file) + ": format " + std::string(reader.name) + ": " + why);
    return &reader;
  }
  return unknown_format("");
}

/// The day a file's copy was taken.
absl::StatusOr<day> obtained_of(const import_input& from, const import_options& options,
                                std::vector<std::string>& notes) {
  std::optional<day> named;
  if (from.reader->day_in_name != nullptr) named = from.reader->day_in_name(from.file.filename().string());
  if (!options.obtained && !named) {
    return bad_input(
        from.name +
        ": nothing says when this copy was taken from its source; give --obtained DATE, or --obtained today");
  }
  const day obtained = options.obtained.value_or(named.value_or(day{}));
  if (named && *named < obtained) {
    return bad_input(from.name + ": its name says that it was obtained " + to_string(*named) +
                     ", so it may not count as " + to_string(obtained) + "; leave --obtained out");
  }
  if (named && *named != obtained) {
    notes.push_back(short_name(from.file) + ": obtained " + to_string(obtained) + " as asked, though its name says " +
                    to_string(*named));
  }
  if (obtained > options.today) {
    return bad_input(from.name + ": obtained " + to_string(obtained) + ", which is after today, " +
                     to_string(options.today));
  }
  return obtained;
}

}  // namespace

absl::StatusOr<byte_source> import_input::bytes() {
  if (held) return std::move(*held);
  return byte_source::open(file);
}

std::string short_name(const std::filesystem::path& file) {
  return file == "-" ? "standard input" : file.filename().string();
}

absl::StatusOr<std::vector<import_input>> open_inputs(const import_options& options, list_kind kind,
                                                      std::vector<std::string>& notes) {
  if (options.files.empty()) return bad_input("no file to import");
  const list_reader* wanted = options.format.empty() ? nullptr : reader_named(options.format);
  if (!options.format.empty() && wanted == nullptr) return unknown_format(options.format);
  std::vector<import_input> inputs;
  for (const std::filesystem::path& file : options.files) {
    auto source = byte_source::open(file);
    if (!source.ok()) return source.status();
    import_input from{.file = file, .name = source->name(), .reader = wanted, .size = source->size()};
    if (wanted == nullptr) {
      const auto reader = recognise(from, *source, kind, notes);
      if (!reader.ok()) return reader.status();
      from.reader = *reader;
    }
    if (!inputs.empty() && inputs.front().reader != from.reader) {
      return bad_input(inputs.front().name + " is of format " + std::string(inputs.front().reader->name) + ", " +
                       from.name + " of format " + std::string(from.reader->name) +
                       "; the files of one import share a format: name it with --format");
    }
    const auto obtained = obtained_of(from, options, notes);
    if (!obtained.ok()) return obtained.status();
    from.obtained = *obtained;
    if (file == "-" || !from.size) from.held = std::move(*source);
    inputs.push_back(std::move(from));
  }
  return inputs;
}

}  // namespace callsieve
