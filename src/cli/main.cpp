// The program `callsieve`: reads the command line, runs one subcommand. Every subcommand is a file of its own.
#include <exception>
#include <new>

#include "callsieve/base/status.hpp"
#include "callsieve/base/version.hpp"
#include "callsieve/number/numbering_plan.hpp"

#include "command.hpp"
#include "signals.hpp"
#include "stack.hpp"
#include "standard_streams.hpp"

namespace {

using namespace callsieve;

int run_command(int argc, char** argv) {
  CLI::App app("callsieve: may we call this number, today, for this campaign, and why (not)?", "callsieve");
  app.set_version_flag("--version", std::string("callsieve ") + CALLSIEVE_VERSION_STRING + ", numbering plan of " +
                                        std::string(plan_source()));
  app.require_subcommand(1);
  app.footer(
      "A first run:\n"
      "  callsieve import blacklist objections.txt --region US --obtained today\n"
      "  callsieve import ftc 2026-11-20_202.txt\n"
      "  callsieve scrub leads.csv -o callable.csv --rejected rejected.csv --policy us-federal\n"
      "  callsieve check +12025550123\n"
      "Exit status: 0 done, 1 not everything may be called (check; scrub --strict), 2 usage or data error.");

  cli::action chosen;
  cli::add_scrub(app, chosen);
  cli::add_inspect(app, chosen);
  cli::add_check(app, chosen);
  cli::add_policies(app, chosen);
  cli::add_import(app, chosen);
  cli::add_changes(app, chosen);
  cli::add_init(app, chosen);
  cli::add_export(app, chosen);
  cli::add_lists(app, chosen);
  cli::add_normalize(app, chosen);
  cli::add_verify(app, chosen);

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? cli::done : cli::failed;
  }
  return chosen();
}

/// What a command does not expect ends it with a message, and with everything tidied up on the way.
int run(int argc, char** argv) noexcept {
  cli::take_faults_on_own_stack();
  try {
    return cli::finish_output(run_command(argc, argv));
  } catch (const std::bad_alloc&) {
    return cli::fail(out_of_memory());
  } catch (const std::exception& error) {
    return cli::fail(error.what());
  }
}

}  // namespace

int main(int argc, char** argv) {
  cli::fill_closed_streams();
  cli::leave_no_temporary_files();
  return cli::with_enough_stack([=] { return run(argc, argv); });
}
