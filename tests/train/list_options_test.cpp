#include "support/list_options.h"

#include "cli/predict_command.h"
#include "cli/train_command.h"
#include "cli/train_exits_command.h"

TEST_CASE("a list option of a command with tensors takes one word, and leaves those after it alone",
          "[cli]") {
  const std::vector<hybrid::cli::Command> commands{
      hybrid::cli::predict_command(), hybrid::cli::train_command(), hybrid::cli::train_exits_command()};
  REQUIRE(hybrid::test::require_lists_of_one_word(commands) >= 5);
}
