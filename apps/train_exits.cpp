#include "cli/train_exits_command.h"

int main(int argc, char** argv) {
  return hybrid::run_main({&hybrid::train_exits_command(), 1}, argc, argv);
}
