#include "cli/find_paper.h"

#include "cli/find_config.h"
#include "core/error.h"

namespace hybrid {

namespace fs = std::filesystem;

fs::path find_paper() {
  // results/ lies beside configs/, wherever that is.
  for (const auto& configs : config_folders("systems")) {
    const fs::path folder = (configs / "../../results/paper").lexically_normal();
    if (fs::is_directory(folder)) return folder;
  }
  throw DataError(
      "results/paper",
      "no such folder here or beside the program; it holds the paper's printed numbers, and comes with the "
      "sources");
}

}  // namespace hybrid
