#include "cli/commands.h"

int main(int argc, char** argv) {
  return hybrid::cli::run_main({&hybrid::cli::command_of_program("tune-router"), 1}, argc, argv);
}
