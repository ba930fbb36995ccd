#pragma once
// Where the commands that take a network get it from: the catalog or a description in a file; and where its
// cards and the devices are.

#include <optional>
#include <string>
#include <vector>

#include "arch/device_fit.h"
#include "arch/model_card.h"

namespace hybrid::cli {

/// The network of that name in the catalog, or described in that file (zoo JSON, net.config); `side` and
/// `classes` replace what it was published for.
/// @throws UsageError naming the nearest and all names, DataError for a faulty file.
arch::ArchSpec find_model(const std::string& name_or_file, std::optional<int> side,
                          std::optional<int> classes);

/// All published cards; none where there is no configs/models.
std::vector<arch::ModelCard> find_cards();

/// The device of that name in configs/devices, or in that file.
/// @throws UsageError naming the known devices, ConfigError for a faulty file.
arch::DeviceMemory find_device(const std::string& name_or_file);

}  // namespace hybrid::cli
