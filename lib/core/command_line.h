#pragma once

#include <string>

namespace hybrid {

/// The word as a shell reads it back.
std::string shell_quoted(const std::string& word);

/// The command line of this process as it was typed, quoted for a shell.
std::string command_line();

}  // namespace hybrid
