#include "cli/predict_command.h"

int main(int argc, char** argv) {
  return hybrid::cli::run_main({&hybrid::cli::predict_command(), 1}, argc, argv);
}
