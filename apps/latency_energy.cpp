#include "cli/commands.h"

int main(int argc, char** argv) {
  return hybrid::run_main({&hybrid::command_of_program("latency-energy"), 1}, argc, argv);
}
