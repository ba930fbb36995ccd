#include "cli/commands.h"

int main(int argc, char** argv) {
  return hybrid::cli::run_main(hybrid::cli::commands(), argc, argv);
}
