#pragma once
// From bytes to the files that readers open.

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "core/error.h"
#include "core/log.h"

namespace hybrid::fuzz {

/// The folder of this process's input files, below the folder for temporary files; removed at exit.
const std::filesystem::path& folder();

/// Writes a file below folder(), creating its parents, and returns its path.
std::filesystem::path file(const std::filesystem::path& name, std::string_view content);

/// Splits bytes into files. Each begins with a line "--- name"; what precedes the first is ignored.
std::map<std::string, std::string> files_in(std::string_view bytes);

/// A log that goes nowhere.
Logger& no_log();

/// Calls a reader; an Error is its way to refuse.
template <class Read>
void read_or_refuse(const Read& read) {
  try {
    read();
  } catch (const Error&) {
  }
}

}  // namespace hybrid::fuzz
