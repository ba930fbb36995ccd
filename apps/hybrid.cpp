#include "cli/commands.h"

int main(int argc, char** argv) {
  return hybrid::run_main(hybrid::commands(), argc, argv);
}
