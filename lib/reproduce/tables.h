#pragma once
// The tables and figures of the paper, each with one function in a file of its name. To add one: its printed
// numbers in results/paper/, its function, its row in tables.cpp.

#include <string>
#include <vector>

#include "arch/device_fit.h"
#include "arch/model_card.h"
#include "cost/system_profile.h"
#include "paper/printed.h"
#include "reproduce/reproduced.h"
#include "reproduce/runs.h"

namespace hybrid::reproduce {

/// The data used by all tables.
struct TableSources {
  const paper::Paper& paper;
  Runs& runs;
  std::vector<arch::ModelCard> cards;  ///< of configs/models
  cost::SystemProfile table3;          ///< configs/systems/paper-table3.yaml
  cost::SystemProfile parts;           ///< configs/systems/stm32f746-nbiot.yaml
  arch::DeviceMemory device;           ///< configs/devices/stm32f746.yaml
};

struct TableRow {
  std::string name;
  ReproducedTable (*make)(const TableSources& sources);
};

/// Returns all tables and figures, in the paper's order.
const std::vector<TableRow>& paper_tables();

ReproducedTable table1(const TableSources& sources);
ReproducedTable table2(const TableSources& sources);
ReproducedTable table3(const TableSources& sources);
ReproducedTable figure2(const TableSources& sources);
ReproducedTable figure3(const TableSources& sources);
ReproducedTable payload(const TableSources& sources);
ReproducedTable split_computation(const TableSources& sources);
ReproducedTable table4(const TableSources& sources);
ReproducedTable table5(const TableSources& sources);
ReproducedTable table6(const TableSources& sources);
ReproducedTable table7(const TableSources& sources);
ReproducedTable table8(const TableSources& sources);
ReproducedTable table9(const TableSources& sources);
ReproducedTable table10(const TableSources& sources);
ReproducedTable figure4(const TableSources& sources);
ReproducedTable router_validation(const TableSources& sources);
ReproducedTable ablations(const TableSources& sources);
ReproducedTable router_features(const TableSources& sources);

/// Returns a table with the printed table's name, title and unit, without numbers. The printed table must
/// exist.
ReproducedTable table_of(const paper::PrintedTable& printed);

/// Returns all numbers of a table that cannot be reproduced here; the note states what is required.
ReproducedPart missing_part(const paper::PrintedTable& printed, std::string title, std::string command,
                            const std::string& note);
/// Returns such a part for tables that require ImageNet and the paper's networks.
ReproducedPart missing_imagenet(const paper::PrintedTable& printed);

/// Returns the card of that name.
/// @throws InternalError if there is none
const arch::ModelCard& card_named(const TableSources& sources, std::string_view name);

inline constexpr const char* kNeedsCifar =
    "needs CIFAR-100 and published weights below $HYBRID_DATA: configs/README.md says what and where from";

/// Requirements of the paper's own experiment.
inline constexpr const char* kNeedsImageNet =
    "needs ImageNet's validation images and the paper's networks: configs/mcu_imagenet.yaml says what to "
    "put where, then `hybrid train --config configs/mcu_imagenet.yaml`";

}  // namespace hybrid::reproduce
