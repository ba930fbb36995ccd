#include "cli/predict_command.h"

#include "cli/commands.h"
#include "cli/setups.h"

namespace hybrid::cli {

const Command& predict_command() {
  static const Command command = [] {
    Command row = command_of_program("predict-hybrid");
    row.setup = setup_predict;
    return row;
  }();
  return command;
}

}  // namespace hybrid::cli
