#include "callsieve/lists/import.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "lists/import_answers.hpp"
#include "lists/import_changes.hpp"
#include "lists/import_inputs.hpp"
#include "lists/line_frame.hpp"
#include "lists/list_version.hpp"
#include "lists/numbers_of_files.hpp"
#include "lists/readers/reader.hpp"

namespace callsieve {
namespace {

constexpr std::size_t lines_in_error = 5;

absl::StatusOr<list_kind> kind_of(const store& into, const import_options& options) {
  const std::string& name = options.list_name;
  if (!is_list_name(name)) {
    return bad_input("'" + name +
                     "' cannot be a list's name: small letters, digits, - and _, at most 64, a letter or "
                     "digit first");
  }
  std::optional<list_kind> known;
  std::string says = "it";
  const auto there = into.has(name);
  if (!there.ok()) return there.status();
  if (*there) {
    const auto existing = into.kind(name);
    if (!existing.ok()) return existing.status();
    known = *existing;
  } else if (const auto stated = into.settings().lists.find(name); stated != into.settings().lists.end()) {
    known = stated->second.kind;
    says = "store.toml says it";
  }
  if (!known) return options.kind.value_or(list_kind::set);
  if (options.kind && *options.kind != *known) {
    return bad_input("list " + name + ": " + says + " is of kind " + std::string(to_string(*known)) + ", not " +
                     std::string(to_string(*options.kind)) + "; give another list's name");
  }
  return *known;
}

/// What the files read so far amount to, beside their entries.
struct delivery {
  std::map<number_prefix, day> days;   ///< the prefixes they speak for, and since when: of one prefix the oldest copy
  day oldest = day::max();             ///< of the files that do not tell for which prefixes they speak
  std::string without_number;          ///< the first file that holds none
  std::string without_coverage;        ///< the first file that should tell for which prefixes it speaks, and does not
  std::optional<std::string> version;  ///< of all files so far
  std::string outside_plan;            ///< of the first file with many entries outside the plan, what is said of it

  void add(number_prefix prefix, day obtained) {
    const auto [at, added] = days.emplace(prefix, obtained);
    if (!added) at->second = std::min(at->second, obtained);
  }
  [[nodiscard]] coverage covers() const {
    std::vector<coverage_entry> entries;
    for (const auto& [prefix, obtained] : days) entries.push_back({prefix, obtained});
    return coverage(std::move(entries));
  }
};

/// Empty, or what is said of a file of which many entries are outside the plan: so many are no matter of age.
std::string many_outside(const import_input& from, const import_frame& frame, std::uint64_t outside,
                         std::uint64_t entries) {
  constexpr std::uint64_t usual_part = 20;
  const bool many = outside * usual_part > entries && (outside >= 2 || outside == entries);
  if (!many) return {};
  const std::string_view region = region_name(frame.options.region);
  return from.name + ": " + std::to_string(outside) + " of " + std::to_string(entries) + " entries are no numbers " +
         (region.empty() ? "of any numbering plan" : "of " + std::string(region) + "'s or any other numbering plan") +
         " and would match nobody: wrong --region, a column of something else, or area codes in a column of their own? "
         "Each is in " +
         frame.outside.where().string() + "; to keep them all the same: --allow-bad";
}

/// Reads one file into the frame and adds what it speaks for.
absl::Status read_input(import_input from, import_frame& frame, delivery& delivered, std::vector<std::string>& notes) {
  auto bytes = from.bytes();
  if (!bytes.ok()) return bytes.status();
  const auto numbers_read = [&] {
    return frame.entries.added() + frame.intervals.size() + frame.changes.size() + frame.no_entries;
  };
  const std::uint64_t before = numbers_read(), lines_before = frame.lines, outside_before = frame.outside.count();
  reader_job job(frame, from.file, std::move(*bytes), from.obtained, from.called);
  if (absl::Status status = from.reader->read(job); !status.ok()) return status;
  job.end_block();
  if (from.trailer) {
    if (absl::Status whole = check_trailer(from.name, *from.trailer, frame.lines - lines_before); !whole.ok()) {
      return whole;
    }
  }
  notes.insert(notes.end(), job.notes.begin(), job.notes.end());
  delivered.version = version_of_both(delivered.version.value_or(from.version), from.version);
  if (numbers_read() == before && delivered.without_number.empty()) delivered.without_number = from.name;

  if (delivered.outside_plan.empty()) {
    delivered.outside_plan = many_outside(from, frame, frame.outside.count() - outside_before, numbers_read() - before);
  }

  const std::vector<number_prefix>& said = frame.options.covers;
  for (const number_prefix& prefix : said.empty() ? job.covers : said) delivered.add(prefix, from.obtained);
  if (!said.empty() || !job.covers.empty()) return absl::OkStatus();
  if (!from.reader->covers.empty()) {
    if (delivered.without_coverage.empty()) delivered.without_coverage = from.name;
    return absl::OkStatus();
  }
  delivered.oldest = std::min(delivered.oldest, from.obtained);
  if (frame.options.changes || !frame.options.sent.empty()) return absl::OkStatus();
  delivered.add(number_prefix{}, from.obtained);
  notes.push_back(short_name(from.file) +
                  ": taken to speak for the whole world, as nothing says otherwise (--covers +PREFIX)");
  return absl::OkStatus();
}

/// How many numbers there are, repeats left out.
absl::StatusOr<std::uint64_t> distinct(snapshot_builder& numbers) {
  const auto blocks = numbers.blocks();
  if (!blocks.ok()) return blocks.status();
  std::uint64_t count = 0;
  for (;;) {
    const auto block = (*blocks)->next();
    if (!block.ok()) return block.status();
    if (*block == nullptr) return count;
    count += (*block)->size();
  }
}

absl::Status refuse_bad_lines(const rejects& bad, const std::string& format) {
  std::string text = std::to_string(bad.count()) + (bad.count() == 1 ? " line" : " lines") + " cannot be read:";
  for (std::size_t i = 0; i < bad.first().size() && i < lines_in_error; ++i) {
    const bad_line& line = bad.first()[i];
    text += "\n  " + line.file.string() + ":" + std::to_string(line.line) + ": " + line.reason;
  }
  text += "\nThe list is as it was. Every such line is in " + bad.where().string() +
          "; mend them, or import without them: --allow-bad";
  text += "\nThey were read as format " + format + " (--format names another)";
  if (bad.count() <= lines_in_error) {
    text += "; lines before and behind the entries are left out with --skip-first N and --skip-last N";
  }
  return bad_input(text);
}

/// Categories are numbers in a list; which name has which is for people to say, and never changes.
absl::Status refuse_unnamed(const import_frame& frame) {
  constexpr std::size_t most = 32;
  std::vector<std::string> all = frame.categories;
  all.insert(all.end(), frame.unnamed.begin(), frame.unnamed.end());
  const std::string& name = frame.options.list_name;
  if (all.size() > most) {
    return bad_input("list " + name + ": " + std::to_string(all.size()) +
                     " categories in all, and a list has at most 32; name those you call for in store.toml and with "
                     "--only (companies), or import them into several lists");
  }
  std::string names;
  for (const std::string& each : all) names += (names.empty() ? "\"" : ", \"") + each + '"';
  return bad_input("list " + name + ": store.toml does not name the category '" + frame.unnamed.front() + "'" +
                   (frame.unnamed.size() > 1 ? " and " + std::to_string(frame.unnamed.size() - 1) + " more" : "") +
                   "; a category's number is its place there, from 0, and must not change later:\n[list." + name +
                   "]\ncategories = [" + names + "]");
}

/// What must not become a list: lines unread, a file that is empty by accident, one that speaks for nobody knows whom.
absl::Status check_delivery(const import_frame& frame, const delivery& delivered, const std::string& format) {
  if (frame.bad.count() > 0 && !frame.options.allow_bad) return refuse_bad_lines(frame.bad, format);
  if (!delivered.outside_plan.empty() && !frame.options.allow_bad) return bad_input(delivered.outside_plan);
  if (!frame.unnamed.empty()) return refuse_unnamed(frame);
  const bool is_answer = !frame.options.sent.empty();  // one that names nobody is one, too
  if (!delivered.without_number.empty() && !frame.options.allow_shrink && !is_answer) {
    return bad_input(
        delivered.without_number +
        ": holds no number: a list is not emptied by accident; if that is right, say so with --allow-shrink");
  }
  if (!delivered.without_coverage.empty()) {
    return bad_input(delivered.without_coverage +
                     ": neither its name nor its content tells for which prefixes it speaks; give --covers +PREFIX");
  }
  return absl::OkStatus();
}

/// An answer becomes the entries and the coverage of the list; its files become evidence.
absl::Status take_answer(const store& into, import_frame& frame, delivery& delivered, std::vector<std::string>& notes) {
  const import_options& options = frame.options;
  if (!frame.intervals.empty()) return bad_input("an answer names single numbers, no patterns");
  std::vector<phone_number> answered;
  if (absl::Status status = gather_numbers(frame.entries, answered); !status.ok()) return status;
  auto judged = judge_answer(options, delivered.oldest, answered);
  if (!judged.ok()) return judged.status();
  const auto evidence = keep_evidence(into.folder(), options, delivered.oldest);
  if (!evidence.ok()) return evidence.status();
  frame.entries = snapshot_builder(list_kind::set, {.spill_folder = into.folder()});
  for (const phone_number number : judged->registered) frame.entries.add(number);
  for (const coverage_entry& entry : judged->covers) delivered.add(entry.prefix, entry.obtained);
  notes.insert(notes.end(), judged->notes.begin(), judged->notes.end());
  notes.push_back("the files are kept in " + evidence->string());
  return absl::OkStatus();
}

/// Nothing where some mark has no day.
std::optional<day> earliest_change(const std::vector<list_change>& marks) {
  std::optional<day> earliest;
  for (const list_change& mark : marks) {
    if (mark.day_number == 0) return std::nullopt;
    const day on = day_from_number(mark.day_number);
    earliest = earliest ? std::min(*earliest, on) : on;
  }
  return earliest;
}

absl::StatusOr<import_counts> apply_changes(store& into, import_frame& frame, const delivery& delivered,
                                            import_report& report) {
  if (frame.kind != list_kind::set) {
    return into.add_records({.list_name = frame.options.list_name,
                             .entries = std::move(frame.entries),
                             .brought = report.brought,
                             .not_in_plan = report.not_in_plan,
                             .bad_lines = report.bad,
                             .version = report.version},
                            delivered.oldest);
  }
  // Registries date every change; a list of one's own may rest for weeks, so that its days say nothing of a gap.
  const auto earliest = report.format == "ftc-changes" ? earliest_change(frame.changes) : std::nullopt;
  settled_changes settled = settle(std::move(frame.changes));
  if (settled.contradictions > 0) {
    report.notes.push_back(std::to_string(settled.contradictions) +
                           " numbers are added and deleted on the same day: they are on the list");
  }
  return into.apply_changes({.list_name = frame.options.list_name,
                             .added = std::move(settled.added),
                             .deleted = std::move(settled.deleted),
                             .brought = report.brought,
                             .obtained = delivered.oldest,
                             .earliest = earliest,
                             .bad_lines = report.bad,
                             .allow_shrink = frame.options.allow_shrink,
                             .version = report.version});
}

/// What a person should know of how the list changed.
void note_outcome(list_kind kind, const import_counts& counts, std::vector<std::string>& notes) {
  const auto numbers = [](std::uint64_t n) { return std::to_string(n) + (n == 1 ? " number" : " numbers"); };
  if (counts.weakened > 0) {
    notes.push_back(numbers(counts.weakened) + " of before now block for a shorter time, or for fewer categories");
  }
  if (counts.live > 0) {
    notes.push_back(numbers(counts.live) +
                    " added live stay listed for good and for every category, whatever the files say");
  }
  if (counts.later > 0) {
    notes.push_back(numbers(counts.later) +
                    " keep the later day that the list holds: nothing goes back to an earlier one");
  }
  if (!counts.not_refreshed.empty()) notes.push_back(counts.not_refreshed);
  if (!counts.newer_replaced) return;
  const std::string held = "the list held a newer copy, obtained " + to_string(*counts.newer_replaced);
  notes.push_back(kind == list_kind::set
                      ? held + "; what is only on that one is gone: import it again if this was a mistake"
                      : held + "; nothing of it was taken away, and its age counts on");
}

void note_renumbered(const import_frame& frame, std::vector<std::string>& notes) {
  std::string text = std::to_string(frame.renumbered) +
                     (frame.renumbered == 1 ? " line holds an old number" : " lines hold old numbers") +
                     "; on the list stands also what it is today: ";
  bool is_first = true;
  for (const std::string_view one : frame.renumberings) {
    text += (is_first ? "" : "; ") + std::string(one);
    is_first = false;
  }
  notes.push_back(std::move(text));
}

/// A new list that is named almost like another may be a slip of the hand, and no rule would ask it.
void note_likeness(const store& into, const std::string& list_name, std::vector<std::string>& notes) {
  auto names = into.list_names();
  if (!names.ok()) return;
  std::erase(*names, list_name);
  const std::string nearest = nearest_name(list_name, *names);
  if (!nearest.empty()) notes.push_back("this list is new; did you mean '" + nearest + "'?");
}

}  // namespace

absl::StatusOr<import_report> import_list(store& into, const import_options& options) {
  import_report report;
  auto days =
      options.date_format.empty() ? absl::StatusOr<day_format>(day_format()) : day_format::make(options.date_format);
  if (!days.ok()) return days.status();
  const auto kind = kind_of(into, options);
  if (!kind.ok()) return kind.status();
  const auto is_there = into.has(options.list_name);
  if (!is_there.ok()) return is_there.status();
  const bool is_new = !*is_there;
  auto inputs = open_inputs(options, *kind, report.notes);
  if (!inputs.ok()) return inputs.status();
  if (options.format.empty() && options.list_name == into.settings().blacklist) {
    // Codes say of some numbers that they may be called: whoever keeps objections in such a file means all of them.
    for (const import_input& from : *inputs) {
      if (from.reader->name != "results") continue;
      return bad_input(
          from.name +
          ": looks like a scrubbing service's answer, in which some numbers are clear; into the "
          "blacklist say --format csv, which lists every number, or --format results, which reads the codes");
    }
  }

  day_meaning meaning = day_meaning::none;
  for (const import_input& from : *inputs) meaning = std::max(meaning, from.reader->days);
  import_frame frame{.options = options,
                     .kind = *kind,
                     .days = *days,
                     .entries = snapshot_builder(*kind, {.spill_folder = into.folder(), .days = meaning}),
                     .not_in_plan = snapshot_builder(list_kind::set, {.spill_folder = into.folder()}),
                     .bad = rejects(into.folder() / "rejects" / (options.list_name + ".csv")),
                     .outside = rejects(into.folder() / "rejects" / (options.list_name + ".outside-plan.csv"))};
  if (const auto stated = into.settings().lists.find(options.list_name); stated != into.settings().lists.end()) {
    frame.categories = stated->second.categories;
    frame.purpose = stated->second.purpose;
  }
  for (const import_input& from : *inputs) frame.bytes_total += from.size.value_or(0);
  if (std::any_of(inputs->begin(), inputs->end(), [](const import_input& from) { return !from.size; })) {
    frame.bytes_total = 0;
  }
  report.kind = *kind;
  report.format = inputs->front().reader->name;
  delivery delivered;
  for (import_input& from : *inputs) {
    if (absl::Status status = read_input(std::move(from), frame, delivered, report.notes); !status.ok()) return status;
  }

  if (absl::Status status = frame.bad.settle(); !status.ok()) return status;
  if (absl::Status status = frame.outside.settle(); !status.ok()) return status;
  if (absl::Status status = check_delivery(frame, delivered, report.format); !status.ok()) return status;
  for (const number_interval& interval : frame.intervals) frame.entries.add(interval);
  const auto not_in_plan = distinct(frame.not_in_plan);
  if (!not_in_plan.ok()) return not_in_plan.status();
  if (!options.sent.empty()) {
    if (absl::Status status = take_answer(into, frame, delivered, report.notes); !status.ok()) return status;
  }
  const coverage covers = delivered.covers();
  report.lines = frame.lines;
  report.comments = frame.comments;
  report.unread_numbers = std::move(frame.unread);
  if (frame.comments > 0) {
    report.notes.push_back(std::to_string(frame.comments) +
                           (frame.comments == 1 ? " line is a comment" : " lines are comments") + " (#)");
  }
  report.ranges = frame.intervals.size();
  report.not_in_plan = *not_in_plan;
  if (frame.outside.count() > 0) report.outside_plan_file = frame.outside.where();
  report.bad = frame.bad.count();
  report.first_bad_lines = frame.bad.first();
  if (report.bad > 0) report.rejects_file = frame.bad.where();
  report.version = delivered.version.value_or("");
  report.brought.assign(covers.entries().begin(), covers.entries().end());
  const auto counts = options.changes ? apply_changes(into, frame, delivered, report)
                                      : into.apply_import({.list_name = options.list_name,
                                                           .entries = std::move(frame.entries),
                                                           .brought = report.brought,
                                                           .not_in_plan = report.not_in_plan,
                                                           .bad_lines = report.bad,
                                                           .allow_shrink = options.allow_shrink,
                                                           .allow_older = options.allow_older,
                                                           .tuning = options.tuning,
                                                           .days = meaning,
                                                           .version = report.version});
  if (!counts.ok()) return counts.status();
  report.ambiguous = frame.ambiguous;
  if (frame.ambiguous > 0) {
    report.notes.push_back(std::to_string(frame.ambiguous) +
                           " cells are numbers as they stand and other ones with a plus sign before them: both are "
                           "listed; --plus-lost yes or no says which is meant");
  }
  report.renumbered = frame.renumbered;
  if (frame.renumbered > 0) note_renumbered(frame, report.notes);
  if (options.changes) report.brought = counts->refreshed;
  report.entries = counts->entries;
  report.outside_coverage = counts->outside_coverage;
  if (report.outside_coverage > 0) {
    report.notes.push_back(std::to_string(report.outside_coverage) +
                           " numbers lie outside what the files speak for; they are on the list all the same");
  }
  if (is_new) note_likeness(into, options.list_name, report.notes);
  note_outcome(*kind, *counts, report.notes);
  report.added = counts->added;
  report.removed = counts->removed;
  report.unchanged = counts->unchanged;
  report.count = counts->count;
  report.weakened = counts->weakened;
  report.live_kept = counts->live;
  report.later_kept = counts->later;
  return report;
}

}  // namespace callsieve
