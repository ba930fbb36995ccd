// Used by the build: writes the man pages and the shell completions of all programs below a folder, laid out
// as below an installation's share/.

#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/completions.h"
#include "cli/data_command.h"
#include "cli/man_page.h"
#include "cli/parser.h"
#include "core/files.h"
#ifdef HYBRID_HAS_TORCH
#include "cli/predict_command.h"
#include "cli/train_command.h"
#include "cli/train_exits_command.h"
#endif

namespace hybrid {
namespace {

namespace fs = std::filesystem;

/// All that this build has, with the setups that `hybrid` itself leaves to other programs.
std::vector<cli::Command> all_commands() {
  std::vector<cli::Command> found;
  for (cli::Command command : cli::commands()) {
    if (command.program == cli::data_command().program) command = cli::data_command();
#ifdef HYBRID_HAS_TORCH
    for (const cli::Command* other :
         {&cli::train_command(), &cli::train_exits_command(), &cli::predict_command()})
      if (command.program == other->program) command = *other;
#endif
    if (command.setup != nullptr) found.push_back(command);
  }
  return found;
}

void write_page(const fs::path& folder, const CLI::App& app, const std::string& name,
                const std::vector<std::string>& see_also) {
  write_file_atomically(folder / "man/man1" / (cli::page_name(name) + ".1"),
                        cli::man_page(app, name, see_also));
}

void write_manual(const fs::path& folder) {
  const std::vector<cli::Command> commands = all_commands();
  cli::Parser all;
  cli::add_commands(all, commands, "hybrid");
  cli::ProgramCommands programs;
  std::vector<std::string> pages;
  for (const cli::Command& command : commands) {
    const std::string name = fmt::format("hybrid {}", command.name);
    pages.push_back(cli::page_name(name));
    write_page(folder, *all.app.get_subcommand(std::string(command.name)), name, {"hybrid"});
    if (command.program.empty()) continue;
    const std::string program(command.program);
    programs[program] = command.name;
    if (program == cli::page_name(name)) continue;  // hybrid-data
    cli::Parser alone;
    cli::add_commands(alone, {&command, 1}, program);
    write_page(folder, alone.app, program, {"hybrid", cli::page_name(name)});
  }
  write_page(folder, all.app, "hybrid", pages);

  const fs::path bash = folder / "bash-completion/completions";
  write_file_atomically(bash / "hybrid", cli::bash_completion(all.app, programs));
  for (const auto& [program, command] : programs) {  // bash looks for a file of the program's name
    fs::remove(bash / program);
    fs::create_symlink("hybrid", bash / program);
  }
  write_file_atomically(folder / "zsh/vendor-completions/_hybrid", cli::zsh_completion(all.app, programs));
}

}  // namespace
}  // namespace hybrid

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: {} FOLDER\n", argv[0]);
    return 2;
  }
  try {
    hybrid::write_manual(argv[1]);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}: {}\n", argv[0], error.what());
    return 1;
  }
}
