#pragma once
// The programs beside `hybrid`, which alone load LibTorch or OpenCV.

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace hybrid::cli {

/// Returns the path of a program of ours: it is in the folder of the running one.
std::filesystem::path own_program(std::string_view program);

/// @throws DataError saying that the program of a command cannot be started, and how it is built
[[noreturn]] void throw_not_started(const std::filesystem::path& program, const std::string& reason);

/// Runs a program of ours until it ends; its standard output is dropped. It is asked to stop when this
/// process ends or is interrupted.
/// @return its exit code; 128 + signal if a signal ended it
/// @throws DataError if it cannot be started
int run_own_program(std::string_view program, const std::vector<std::string>& arguments);

}  // namespace hybrid::cli
