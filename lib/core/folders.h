#pragma once
// Where things are unless somebody says otherwise.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hybrid {

/// $HYBRID_DATA, below which data sets and published weights are looked for; nothing if it is not set or
/// empty.
std::optional<std::filesystem::path> data_folder();

/// The first that `is_there` of `places` and then `name` below the data folder.
/// @throws DataError for `name` with `message`, in which "{}" stands for the places that were looked at
std::filesystem::path find_in_data(const std::string& name, std::vector<std::filesystem::path> places,
                                   bool (*is_there)(const std::filesystem::path&), std::string_view message);

/// "results", where runs go and are looked for.
std::filesystem::path results_folder();

/// "results/cache": lists of image folders, answers of fixed networks. Can be removed at any time.
std::filesystem::path cache_folder();

}  // namespace hybrid
