#include "cli/train_exits_command.h"

int main(int argc, char** argv) {
  return hybrid::cli::run_main({&hybrid::cli::train_exits_command(), 1}, argc, argv);
}
