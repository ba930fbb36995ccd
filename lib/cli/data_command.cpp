#include "cli/data_command.h"

#include "cli/commands.h"
#include "cli/setups.h"

namespace hybrid::cli {

const Command& data_command() {
  static const Command command = [] {
    Command row = command_of_program("hybrid-data");
    row.setup = setup_data;
    return row;
  }();
  return command;
}

}  // namespace hybrid::cli
