// Table 7: the router's cost on the device. The paper measured a board; here the router's computation and
// memory are modelled from its layers.

#include "arch/count.h"
#include "cost/system_cost.h"
#include "reproduce/numbers.h"
#include "reproduce/tables.h"
#include "routing/router_net.h"

namespace hybrid::reproduce {

ReproducedTable table7(const TableSources& sources) {
  const paper::PrintedTable& printed = sources.paper.table("table7");
  ReproducedTable table = table_of(printed);
  const arch::ArchCount base = count(arch::arch_of(card_named(sources, "MCUNet A")));
  const routing::RouterNet net = routing::make_router({}, routing::FeatureLayout{}, SeedTree(1));
  const double unfolded = static_cast<double>(routing::macs(net)),
               folded = static_cast<double>(routing::macs(fold(net)));
  const cost::DeviceConfig& device = sources.parts.parts.device;
  const double base_ms = cost::computation_ms(static_cast<double>(base.macs), device);
  const double power_mw = device.active_power_mw.value;
  ReproducedPart part{.title = "the overhead: what the router adds to MCUNet's model A, modelled",
                      .command = "hybrid reproduce table7"};
  const auto overhead = [&](const char* row, const char* column, double without, double with,
                            const char* note) {
    const double ours = 100 * (with / without - 1);
    const double paper =
        100 * (printed.at("Hybrid-MCUNet", column).value / printed.at("MCUNet", column).value - 1);
    paper::PrintedNumber number{.value = paper,
                                .tolerance = 0.5,
                                .text = fmt::format("{:.2f}", paper),
                                .unit = "%",
                                .place = printed.place + ", second row over the first"};
    part.numbers.push_back(other_data(row, column, "% more", {.value = ours, .ci = {}}, number, note));
  };
  for (const auto& [row, router] : {std::pair{"router as printed, 101 features", unfolded},
                                    std::pair{"router folded to 11 features", folded}}) {
    const double with_ms = base_ms + cost::computation_ms(router, device);
    overhead(row, "Latency", base_ms, with_ms,
             "MACs alone, at the base's speed; sorting, exponentials and features come on top");
    overhead(row, "Energy", cost::energy_mj(power_mw, base_ms), cost::energy_mj(power_mw, with_ms),
             "power times latency");
  }
  // While the router runs, the base's activations are free: the router needs only its own largest pair of
  // layers.
  part.numbers.push_back(
      {.row = "router as printed, 101 features",
       .column = "SRAM",
       .unit = "bytes",
       .ours = 101 + 256,
       .standing = Standing::ours_only,
       .note = "its largest pair of layers in int8; it runs after the base, whose 92 kB are then free: no "
               "more SRAM at the peak. The printed 1,328 bytes more are the runtime's bookkeeping for the "
               "added layers"});
  part.numbers.push_back({.row = "router as printed, 101 features",
                          .column = "Flash",
                          .unit = "bytes",
                          .ours = static_cast<double>(parameter_count(net)),
                          .standing = Standing::ours_only,
                          .note = "weights and biases at a byte each"});
  part.numbers.push_back({.row = "router folded to 11 features",
                          .column = "Flash",
                          .unit = "bytes",
                          .ours = static_cast<double>(parameter_count(fold(net))),
                          .standing = Standing::ours_only});
  table.parts.push_back(std::move(part));
  table.parts.push_back(missing_part(printed, "the printed measurement itself",
                                     "hybrid cost --ledger --profile paper-table7-measured",
                                     "needs an STM32F746 with TensorFlow Lite for Microcontrollers"));
  table.verdict = fmt::format(
      "The router's {:.0f} MACs are {:.2f} % of the base's, {:.2f} % folded; {:.1f} % more latency were "
      "measured, so most of that is not the network's arithmetic.",
      unfolded, 100 * unfolded / static_cast<double>(base.macs),
      100 * folded / static_cast<double>(base.macs),
      100 * (printed.at("Hybrid-MCUNet", "Latency").value / printed.at("MCUNet", "Latency").value - 1));
  return table;
}

}  // namespace hybrid::reproduce
