#include "cli/train_exits_command.h"

#include "cli/commands.h"
#include "cli/setups.h"

namespace hybrid::cli {

const Command& train_exits_command() {
  static const Command command = [] {
    Command row = command_of_program("train-exits");
    row.setup = setup_train_exits;
    return row;
  }();
  return command;
}

}  // namespace hybrid::cli
