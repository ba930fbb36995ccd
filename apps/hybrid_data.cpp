#include "cli/data_command.h"

int main(int argc, char** argv) {
  return hybrid::cli::run_main({&hybrid::cli::data_command(), 1}, argc, argv);
}
