#pragma once

#include <string>

namespace hybrid {

/// The word as a shell reads it back.
std::string shell_quoted(const std::string& word);

/// The same for the name of a file, which no program reads as an option: "-a.c" is "./-a.c".
std::string shell_path(const std::string& path);

/// The command line of this process as it was typed, quoted for a shell.
std::string command_line();

}  // namespace hybrid
