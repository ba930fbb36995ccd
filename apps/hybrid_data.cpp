#include "cli/data_command.h"

int main(int argc, char** argv) {
  return hybrid::run_main({&hybrid::data_command(), 1}, argc, argv);
}
