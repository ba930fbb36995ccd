#include "cli/find_paper.h"

#include "config/config_files.h"
#include "core/error.h"

namespace hybrid::cli {

namespace fs = std::filesystem;

fs::path find_paper() {
  for (const auto& shipped : config::shipped_folders()) {
    const fs::path folder = shipped / "results/paper";
    if (fs::is_directory(folder)) return folder;
  }
  throw DataError(
      "results/paper",
      "no such folder here or beside the program; it holds the paper's printed numbers, and comes with the "
      "sources");
}

}  // namespace hybrid::cli
