#include "cli/help_formatter.h"

#include <catch2/catch.hpp>

#include "cli/commands.h"
#include "cli/data_command.h"
#include "cli/parser.h"
#include "cli/value_names.h"
#include "core/text.h"

namespace hybrid::test {
namespace {

using Catch::Matchers::Contains;

/// The commands that need no LibTorch, with all their subcommands.
struct AllCommands {
  cli::Parser parser;
  std::vector<std::pair<std::string, const CLI::App*>> apps;

  AllCommands() {
    std::vector<cli::Command> found{cli::data_command()};
    for (const cli::Command& command : cli::commands())
      if (command.setup != nullptr) found.push_back(command);
    cli::add_commands(parser, found, "hybrid");
    add(parser.app, "hybrid");
  }

 private:
  void add(const CLI::App& app, const std::string& path) {
    apps.emplace_back(path, &app);
    for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; }))
      add(*sub, path + " " + sub->get_name());
  }
};

TEST_CASE("every option of every command says what its value is", "[help]") {
  const AllCommands all;
  int options = 0;
  for (const auto& [path, app] : all.apps)
    for (const CLI::Option* option : app->get_options()) {
      if (!cli::takes_value(*option)) continue;
      CAPTURE(path, option->get_name());
      if (option->get_name() == "--source" || option->get_name() == "--description") continue;  // are texts
      for (const char* type : {"TEXT", "FLOAT", "INT", "UINT", "PATH"})
        REQUIRE_THAT(cli::value_of(*option), !Catch::Matchers::StartsWith(type));
      ++options;
    }
  REQUIRE(options > 150);
}

TEST_CASE("no line of any help is longer than 100 characters, and every command has an example", "[help]") {
  const AllCommands all;
  for (const auto& [path, app] : all.apps) {
    const std::string help = app->get_formatter()->make_help(app, path, CLI::AppFormatMode::Normal);
    CAPTURE(path);
    for (const std::string& line : split(help, '\n')) {
      CAPTURE(line);
      // Characters: of UTF-8, every byte but those that continue one.
      REQUIRE(std::ranges::count_if(
                  line, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }) <= 100);
    }
    if (path != "hybrid") REQUIRE_THAT(help, Contains("\nExamples:\n  "));
  }
}

TEST_CASE("a subcommand shows the examples that call it, and not its parent's others", "[help]") {
  CLI::App app;
  app.name("hybrid");
  app.formatter(std::make_shared<cli::HelpFormatter>());
  app.footer("About all.\nExamples:\n  hybrid list\n  hybrid show x --all\n  hybrid show y");
  app.add_subcommand("show", "shows");
  CLI::App* own = app.add_subcommand("own", "has its own");
  own->footer("Of its own.\nExamples:\n  hybrid own 1");
  REQUIRE(app.get_subcommand("show")->help("hybrid") ==
          "hybrid show: shows\n"
          "Usage: hybrid show [OPTIONS]\n"
          "\n"
          "Options:\n"
          "  -h, --help                  Print this help message and exit\n"
          "\n"
          "Examples:\n"
          "  hybrid show x --all\n"
          "  hybrid show y\n");
  REQUIRE_THAT(own->help("hybrid"), Contains("\nOf its own.\n\nExamples:\n  hybrid own 1\n"));
}

}  // namespace
}  // namespace hybrid::test
