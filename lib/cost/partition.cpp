#include "cost/partition.h"

#include "core/error.h"
#include "cost/pareto_front.h"
#include "cost/system_cost.h"

namespace hybrid::cost {

namespace {

/// Returns the front of the partitions that fit, as indices into `partitions`.
std::vector<std::size_t> front_over(const std::vector<Partition>& partitions, double Partition::*cost) {
  std::vector<std::size_t> fitting;
  std::vector<CostAndValue> choices;
  for (std::size_t i = 0; i < partitions.size(); ++i) {
    if (!partitions[i].fits) continue;
    fitting.push_back(i);
    choices.push_back({partitions[i].*cost, partitions[i].top1_percent});
  }
  std::vector<std::size_t> front = pareto_front(choices);
  for (std::size_t& place : front) place = fitting[place];
  return front;
}

}  // namespace

void require_parts(const SystemProfile& profile) {
  if (profile.kind != ProfileKind::parts)
    throw InvalidArgument(fmt::format(
        "profile {} gives one lump per inference, which does not say what a layer or a byte takes; give "
        "one of kind parts, such as stm32f746-nbiot",
        profile.name));
  const SystemCost cost = price(profile, {.base_macs = 0, .payload_bytes = 0});
  if (!cost.total(Resource::energy))
    throw InvalidArgument(fmt::format("energies are compared, too, but {} ({})",
                                      cost.why_unknown(Resource::energy), profile.name));
}

std::vector<Partition> partitions(const arch::ModelCard& card, const SystemProfile& profile,
                                  const std::optional<arch::DeviceMemory>& memory,
                                  arch::FeatureFormat format) {
  HYBRID_CHECK(profile.kind == ProfileKind::parts, "profile {} is of lumps", profile.name);
  HYBRID_CHECK(card.top1_percent, "card {} has no accuracy", card.name);
  const arch::ArchSpec spec = arch::arch_of(card);
  const arch::ArchCount counted = count(spec);
  std::vector<Partition> cuts;
  for (const arch::SplitPoint& point : arch::split_points(spec)) {
    Partition cut{.model = card.name, .point = point, .top1_percent = *card.top1_percent};
    cut.sends = point.layers < spec.layers.size();
    if (cut.sends) cut.sent_bytes = static_cast<double>(arch::sent_bytes(point, format));
    const SystemCost cost = price(
        profile, {.base_macs = static_cast<double>(point.macs_before), .payload_bytes = cut.sent_bytes});
    // Coverage 1 keeps every input, coverage 0 sends every input.
    const double coverage = cut.sends ? 0 : 1;
    cut.latency_ms = cost.total(Resource::latency)->at(coverage);
    cut.energy_mj = cost.total(Resource::energy)->at(coverage);
    if (memory && point.layers > 0) cut.fits = arch::fit(arch::device_part(counted, point), *memory).fits();
    cuts.push_back(std::move(cut));
  }
  return cuts;
}

std::vector<std::size_t> latency_front(const std::vector<Partition>& partitions) {
  return front_over(partitions, &Partition::latency_ms);
}

std::vector<std::size_t> energy_front(const std::vector<Partition>& partitions) {
  return front_over(partitions, &Partition::energy_mj);
}

}  // namespace hybrid::cost
