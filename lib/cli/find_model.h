#pragma once
// Sources of networks, cards and devices for the commands: the catalog, a description in a file,
// configs/models and configs/devices.

#include <optional>
#include <string>
#include <vector>

#include "arch/device_fit.h"
#include "arch/model_card.h"

namespace hybrid::cli {

/// The limit of --classes; within it no count of a network overflows.
constexpr int kMostClasses = 1'000'000;

/// Returns the network of that name in the catalog, or described in that file (zoo JSON, net.config).
/// @param side,classes replace the published values
/// @throws UsageError naming the closest name and all names
/// @throws DataError for an invalid file
arch::ArchSpec find_model(const std::string& name_or_file, std::optional<int> side,
                          std::optional<int> classes);

/// Returns all published cards; empty if there is no configs/models.
std::vector<arch::ModelCard> find_cards();

/// Returns the device of that name in configs/devices, or in that file.
/// @throws UsageError naming the known devices
/// @throws ConfigError for an invalid file
arch::DeviceMemory find_device(const std::string& name_or_file);

}  // namespace hybrid::cli
