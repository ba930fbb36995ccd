// Gives files to the readers after which their folders are named: replay_inputs FOLDER [FOLDER...], with
// FOLDER/npy/*, FOLDER/idx/*, ... Works with every compiler; a fault ends it.

#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>

#include "core/files.h"
#include "readers.h"

namespace fs = std::filesystem;

int main(int count, char** arguments) try {
  int files = 0;
  for (int i = 1; i < count; ++i)
    for (const auto& folder : fs::directory_iterator(arguments[i])) {
      const std::string name = folder.path().filename().string();
      const auto* reader = hybrid::fuzz::find_reader(name);
      if (reader == nullptr) {
        std::fprintf(stderr, "replay_inputs: error: %s: no reader '%s'\n", arguments[i], name.c_str());
        return 1;
      }
      for (const auto& input : fs::directory_iterator(folder)) {
        // Said before, so that a crash is known by its file.
        std::printf("%s\n", input.path().c_str());
        std::fflush(stdout);
        reader->read(hybrid::read_file(input.path()));
        ++files;
      }
    }
  std::printf("%d inputs read or refused\n", files);
  return files > 0 ? 0 : 1;
} catch (const std::exception& fault) {
  std::fprintf(stderr, "replay_inputs: error: %s\n", fault.what());
  return 1;
}
