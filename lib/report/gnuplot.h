#pragma once

#include <filesystem>
#include <string>

namespace hybrid::report {

enum class Gnuplot { missing, failed, done };

/// Runs gnuplot in the folder, because it writes to its working directory, so that the script also works when
/// started by hand.
Gnuplot run_gnuplot(const std::filesystem::path& folder, const std::string& script);

/// Overwrites the date in a PDF of cairo's by another of the same length, so that repeats give the same bytes
/// and all offsets in the file stay right.
void remove_creation_date(const std::filesystem::path& pdf);

}  // namespace hybrid::report
