#include "cli/train_command.h"

int main(int argc, char** argv) {
  return hybrid::run_main({&hybrid::train_command(), 1}, argc, argv);
}
