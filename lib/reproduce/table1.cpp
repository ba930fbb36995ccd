// Table 1: the device and the two models. Our counts are compared with the printed sizes.

#include "arch/count.h"
#include "cost/system_cost.h"
#include "reproduce/numbers.h"
#include "reproduce/tables.h"

namespace hybrid::reproduce {

ReproducedTable table1(const TableSources& sources) {
  const paper::PrintedTable& printed = sources.paper.table("table1");
  ReproducedTable table = table_of(printed);
  ReproducedPart part{.title = "counted from our descriptions of MCUNet's model A and MASS-600",
                      .command = "hybrid reproduce table1"};
  const arch::ArchCount base = count(arch::arch_of(card_named(sources, "MCUNet A")));
  const arch::ArchCount cloud = count(arch::arch_of(card_named(sources, "MASS-600")));
  const auto at = [&](const char* row, const char* column) -> const paper::PrintedNumber& {
    return printed.at(row, column);
  };
  part.numbers = {
      same_experiment("Memory", "MCU", at("Memory", "MCU"),
                      static_cast<double>(sources.device.sram_bytes) / 1024,
                      "configs/devices/stm32f746.yaml"),
      same_experiment("Storage", "MCU", at("Storage", "MCU"),
                      static_cast<double>(sources.device.flash_bytes) / 1024 / 1024,
                      "configs/devices/stm32f746.yaml"),
      needs_data("Accuracy", "MCU", at("Accuracy", "MCU"), kNeedsImageNet),
      needs_data("Accuracy", "GPU", at("Accuracy", "GPU"), kNeedsImageNet),
      same_experiment(
          "Size", "MCU", at("Size", "MCU"), static_cast<double>(base.weight_bytes_int8) / 1e6,
          "weights in int8 and biases in 32 bits; the printed size is the 0.6 M parameters at a byte each"),
      same_experiment(
          "Size", "GPU", at("Size", "GPU"), static_cast<double>(cloud.parameters) / 1e6,
          "the printed 9.1 MB are its 9.1 M parameters at one byte each; in fp32 they take four times that"),
      same_experiment("Latency", "MCU", at("Latency", "MCU"),
                      cost::computation_ms(static_cast<double>(base.macs), sources.parts.parts.device),
                      "modelled: MACs over the speed of configs/systems/stm32f746-nbiot.yaml, which is "
                      "fitted to this network's 197 ms"),
      needs_data("Latency", "GPU", at("Latency", "GPU"), "needs a V100"),
  };
  table.parts.push_back(std::move(part));
  const StandingCounts counts = counts_of(table);
  table.verdict =
      fmt::format("{} of the {} figures that can be checked are as printed; {} need ImageNet or a V100.",
                  counts.within, counts.within + counts.outside, counts.needs_data);
  return table;
}

}  // namespace hybrid::reproduce
