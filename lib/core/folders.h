#pragma once
// The default folders: data sets and published weights, results, cache.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hybrid {

/// Returns $HYBRID_DATA, the folder with data sets and published weights.
/// @return std::nullopt if the variable is not set or empty
std::optional<std::filesystem::path> data_folder();

/// Returns the first path for which `is_there` holds: of `places`, then `name` below the data folder.
/// @param message of the error, with "{}" for the list of the paths
/// @throws DataError for `name` if there is none
std::filesystem::path find_in_data(const std::string& name, std::vector<std::filesystem::path> places,
                                   bool (*is_there)(const std::filesystem::path&), std::string_view message);

/// Returns "results", the folder of the runs.
std::filesystem::path results_folder();

/// Returns "results/cache", with the indexes of image folders and the outputs of fixed networks. It can be
/// deleted at any time.
std::filesystem::path cache_folder();

}  // namespace hybrid
