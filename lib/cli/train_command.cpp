#include "cli/train_command.h"

#include "cli/commands.h"
#include "cli/setups.h"

namespace hybrid::cli {

const Command& train_command() {
  static const Command command = [] {
    Command row = command_of_program("train-hybrid");
    row.setup = setup_train;
    return row;
  }();
  return command;
}

}  // namespace hybrid::cli
