#include "cli/predict_command.h"

int main(int argc, char** argv) {
  return hybrid::run_main({&hybrid::predict_command(), 1}, argc, argv);
}
