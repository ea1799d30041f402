// policies, policy explain, policy check: the law as files, for people.
#include <cstdio>
#include <filesystem>
#include <memory>

#include "callsieve/io/file.hpp"
#include "callsieve/policy/explain.hpp"
#include "callsieve/policy/review.hpp"

#include "command.hpp"

#include <nlohmann/json.hpp>

namespace callsieve::cli {
namespace {

struct policy_options {
  std::string store_folder, name, svg_file;
  bool json = false;
};

/// What the first line of a policy's file says after `#`.
std::string title_of(const std::filesystem::path& path) {
  const auto file = mapped_file::open(path);
  if (!file.ok()) return {};
  std::string_view line = file->text().substr(0, file->text().find('\n'));
  if (!line.starts_with('#')) return {};
  line.remove_prefix(std::min<std::size_t>(line.find_first_not_of("# "), line.size()));
  return std::string(line);
}

int list_them(const policy_options& options) {
  const auto policies = list_policies(options.store_folder);
  if (!policies.ok()) return fail(policies.status());
  for (const std::filesystem::path& path : *policies) {
    const std::string name = path.stem().string();
    if (options.json) {
      const nlohmann::ordered_json line{{"name", name}, {"title", title_of(path)}, {"file", path.string()}};
      std::printf("%s\n", line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
    } else {
      std::printf("%-22s  %s\n%-22s  %s\n", name.c_str(), title_of(path).c_str(), "", path.string().c_str());
    }
  }
  return done;
}

/// Whether anything stands where the store should be: then it must open.
bool has_store_at(const std::filesystem::path& folder) {
  std::error_code ignored;
  return std::filesystem::symlink_status(folder, ignored).type() != std::filesystem::file_type::not_found;
}

/// The name of the store's blacklist; where there is no store, what a new one would call it.
absl::StatusOr<std::string> blacklist_of(const std::filesystem::path& store_folder) {
  if (!has_store_at(store_folder)) return store_settings{}.blacklist;
  const auto opened = store::open(store_folder);
  if (!opened.ok()) return opened.status();
  return opened->settings().blacklist;
}

int explain_it(const policy_options& options) {
  const auto policy = find_policy(options.name, std::filesystem::path(options.store_folder));
  if (!policy.ok()) return fail(policy.status());
  if (!options.svg_file.empty()) {
    if (absl::Status status = check_not_in_store(options.svg_file, "--svg", options.store_folder); !status.ok()) {
      return fail(status);
    }
    auto file = output_file::create(options.svg_file);
    if (!file.ok()) return fail(file.status());
    absl::Status status = file->write(diagram_svg(*policy));
    if (status.ok()) status = file->commit();
    if (!status.ok()) return fail(status);
  }
  const auto blacklist = blacklist_of(options.store_folder);
  if (!blacklist.ok()) return fail(blacklist.status());
  std::fputs(explain(*policy, *blacklist).c_str(), stdout);
  return done;
}

int check_it(const policy_options& options) {
  const std::filesystem::path folder = options.store_folder;
  auto policy = find_policy(options.name, folder);
  if (!policy.ok()) return fail(policy.status());
  std::vector<std::string> findings;
  const bool has_store = has_store_at(folder);
  const auto opened = has_store ? store::open(folder) : absl::StatusOr<store>(absl::NotFoundError(""));
  if (has_store && !opened.ok()) return fail(opened.status());
  const std::string blacklist = has_store ? opened->settings().blacklist : store_settings{}.blacklist;
  for (const policy_finding& finding : review_policy(*policy, blacklist, today()))
    findings.push_back(to_string(finding));
  if (has_store) {
    const auto bound = bind_policy(*std::move(policy), *opened, {});
    if (!bound.ok()) return fail(bound.status());
    findings.insert(findings.end(), bound->warnings.begin(), bound->warnings.end());
    findings.insert(findings.end(), bound->hints.begin(), bound->hints.end());
    for (std::string& text : review_lists(*bound, today())) findings.push_back(std::move(text));
  } else {
    std::fprintf(stderr, "callsieve: there is no store %s: its lists are not looked at\n", folder.c_str());
  }
  for (const std::string& finding : findings) std::printf("%s\n", finding.c_str());
  if (findings.empty()) std::fputs("callsieve: nothing found\n", stderr);
  return findings.empty() ? done : not_all_callable;
}

}  // namespace

void add_policies(CLI::App& app, action& chosen) {
  auto options = std::make_shared<policy_options>();
  CLI::App* list = app.add_subcommand("policies", "The policies there are: the store's own, and those that come along");
  list->add_flag("--json", options->json, "An object a line, for machines");
  add_store_option(*list, options->store_folder);
  list->callback([options, &chosen] { chosen = [options] { return list_them(*options); }; });

  CLI::App* policy = app.add_subcommand("policy", "Explain a policy, or find what is odd about it");
  policy->require_subcommand(1);
  CLI::App* explain = policy->add_subcommand("explain", "The rules as sentences, and as a picture");
  explain->add_option("POLICY", options->name, "A policy's name or file")->required();
  explain->add_option("--svg", options->svg_file, "Where to draw the rules as a flow diagram")->type_name("FILE.svg");
  add_store_option(*explain, options->store_folder);
  explain->callback([options, &chosen] { chosen = [options] { return explain_it(*options); }; });

  CLI::App* check = policy->add_subcommand(
      "check",
      "Rules that never decide, policies that allow everybody, windows and hours that contradict, lists that nobody "
      "refreshes");
  check->add_option("POLICY", options->name, "A policy's name or file")->required();
  add_store_option(*check, options->store_folder);
  check->footer("Exit status: 0 nothing found, 1 something is odd, 2 the policy cannot be used.");
  check->callback([options, &chosen] { chosen = [options] { return check_it(*options); }; });
}

}  // namespace callsieve::cli
