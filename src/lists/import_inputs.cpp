#include "lists/import_inputs.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>

#include "lists/line_frame.hpp"
#include "lists/readers/ftc_name.hpp"
#include "lists/readers/reader.hpp"
#include "lists/readers/sniffing.hpp"
#include "lists/zip_member.hpp"

namespace callsieve {
namespace {

constexpr std::size_t look_size = std::size_t{64} << 10;
constexpr std::size_t longest_version = 255;

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

/// Which layout a file has, and a note on why: the one that it looks most like.
absl::StatusOr<const list_reader*> recognise(const import_input& from, byte_source& source,
                                             const import_options& options, list_kind kind,
                                             std::vector<std::string>& notes) {
  const auto head = source.peek(look_size);
  if (!head.ok()) return head.status();
  file_look look{.name = from.called,
                 .head = readers::without_preamble(*head),
                 .kind = kind,
                 .region = options.region,
                 .today = options.today,
                 .delimiter = find_dialect(*head, {.quotes = options.quotes}).delimiter,
                 .whole = head->size() < look_size};
  look.head.remove_prefix(std::min(look.head.find_first_not_of("\r\n"), look.head.size()));
  std::vector<std::pair<const list_reader*, std::string>> best;
  likeness how = likeness::none;
  for (const list_reader& reader : list_readers()) {
    resemblance found = reader.sniff(look);
    if (found.how == likeness::none || found.how < how) continue;
    if (found.how > how) best.clear();
    how = found.how;
    best.emplace_back(&reader, std::move(found.why));
  }
  if (best.size() == 1) {
    notes.push_back(from.called + ": format " + std::string(best[0].first->name) + ": " + best[0].second);
    return best[0].first;
  }
  std::string names;
  for (const auto& [reader, why] : best) names += "\n  " + std::string(reader->name) + ": " + why;
  if (names.empty()) names = "\n  none: a list of kind " + std::string(to_string(kind)) + " needs columns";
  return bad_input(from.name + ": looks like more than one format; say with --format which it is:" + names);
}

/// Whether the layout gives what was asked for: a whole list, or changes to one.
absl::Status check_changes(const import_input& from, bool changes) {
  if (!changes && from.reader->holds == takes::changes) {
    return bad_input(from.name + ": holds changes (format " + std::string(from.reader->name) +
                     "), not a whole list; give --changes to apply them to what the list holds");
  }
  if (changes && from.reader->holds == takes::full) {
    return bad_input(from.name + ": format " + std::string(from.reader->name) +
                     " has no marks of addition and deletion; ftc-changes and csv have");
  }
  return absl::OkStatus();
}

/// A column that would not be read is a misunderstanding.
absl::Status check_columns(const import_input& from, const import_options& options) {
  const auto refuse = [&](std::string_view option, std::string_view what, bool list_reader::*reads) {
    std::string names;
    for (const list_reader& reader : list_readers()) {
      if (reader.*reads) names += (names.empty() ? "" : ", ") + std::string(reader.name);
    }
    return bad_input(from.name + ": " + std::string(option) + ": format " + std::string(from.reader->name) +
                     " reads no " + std::string(what) + "; say with --format which it is: " + names);
  };
  if (!options.category_columns.empty() && !from.reader->has_categories) {
    return refuse("--category", "categories", &list_reader::has_categories);
  }
  for (const auto& [option, name] :
       {std::pair{"--region-column", &options.region_column}, {"--code-column", &options.code_column}}) {
    if (!name->empty() && !from.reader->has_columns) return refuse(option, "such column", &list_reader::has_columns);
  }
  if (!options.ignored_columns.empty() && !from.reader->has_columns) {
    return refuse("--ignore", "columns", &list_reader::has_columns);
  }
  if (!options.further_phone_columns.empty() && from.reader->name != "csv") {
    return bad_input(from.name + ": --phone: format " + std::string(from.reader->name) +
                     " reads one column of numbers; csv reads several");
  }
  return absl::OkStatus();
}

/// The bytes of a file, or of an archive's one member; `from.called` becomes the name of the two that tells more.
absl::StatusOr<byte_source> open_input(import_input& from) {
  if (!is_zip(from.file)) return byte_source::open(from.file, std::max(1U, std::thread::hardware_concurrency()));
  auto member = open_zip(from.file);
  if (!member.ok()) return member.status();
  const auto outer = readers::read_ftc_name(from.file.filename().string());
  const auto inner = readers::read_ftc_name(member->name);
  if (outer && inner && (outer->obtained != inner->obtained || outer->area != inner->area)) {
    return bad_input(from.file.string() + ": the archive's name and its member's, " + member->name +
                     ", tell another day or area code; give the right one, unpacked");
  }
  if (inner || !outer) from.called = member->name;
  return std::move(member->source);
}

/// The day a file's copy was taken, and its version.
absl::Status date(import_input& from, const import_options& options, std::vector<std::string>& notes) {
  std::optional<day> named;
  if (from.reader->day_in_name != nullptr) named = from.reader->day_in_name(from.called);
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
  from.obtained = obtained;
  from.version = named && options.version.empty() ? to_string(*named) : options.version;
  const auto version = parse_day(from.version);
  if (version && *version > obtained + std::chrono::days{1}) {
    return bad_input(from.name + ": a copy obtained " + to_string(obtained) + " cannot be of version " + from.version +
                     ", which is later");
  }
  if (from.version.size() > longest_version) return bad_input("a version is at most 255 bytes long");
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<byte_source> import_input::bytes() {
  if (held) return std::move(*held);
  return open_input(*this);
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
    import_input from;
    from.file = file;
    from.called = short_name(file);
    from.reader = wanted;
    auto source = open_input(from);
    if (!source.ok()) return source.status();
    from.name = source->name();
    if (const line_frame frame{options.skip_first, options.skip_last}; frame.any()) {
      from.trailer = std::make_shared<std::string>();
      source = without_frame(*std::move(source), frame, from.trailer);
      if (!source.ok()) return source.status();
    }
    from.size = source->size();
    if (wanted == nullptr) {
      const auto reader = recognise(from, *source, options, kind, notes);
      if (!reader.ok()) return reader.status();
      from.reader = *reader;
    }
    if (absl::Status status = check_changes(from, options.changes); !status.ok()) return status;
    if (absl::Status status = check_columns(from, options); !status.ok()) return status;
    if (!inputs.empty() && inputs.front().reader != from.reader) {
      return bad_input(inputs.front().name + " is of format " + std::string(inputs.front().reader->name) + ", " +
                       from.name + " of format " + std::string(from.reader->name) +
                       "; the files of one import share a format: name it with --format");
    }
    if (absl::Status status = date(from, options, notes); !status.ok()) return status;
    if (file == "-" || !from.size) from.held = std::move(*source);
    inputs.push_back(std::move(from));
  }
  return inputs;
}

}  // namespace callsieve
