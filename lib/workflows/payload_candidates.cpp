#include "workflows/payload_candidates.h"

#include <algorithm>
#include <filesystem>

#include "core/error.h"
#include "core/json_number.h"
#include "core/text.h"
#include "cost/pareto_front.h"
#include "eval/workload.h"

namespace hybrid::workflows {

namespace {

TimeAndEnergy per_offload(const cost::SystemCost& cost, std::string_view item) {
  return {.ms = cost.per_offload(cost::Resource::latency, item),
          .mj = cost.per_offload(cost::Resource::energy, item)};
}

std::string name_of(const predictions::PredictionSet& cloud) {
  const auto payload = eval::payload_of(cloud);
  if (!payload) return std::filesystem::path(cloud.source).stem().string();
  int side = 0;
  try {
    side = whole_number<int>(cloud.meta, "payload_side", 0);
  } catch (const nlohmann::json::exception& error) {
    throw DataError(cloud.source,
                    fmt::format("meta.payload_side is not a size in pixels ({})", error.what()));
  }
  return side > 0 ? fmt::format("{} {} px", to_string(*payload), side) : to_string(*payload);
}

PayloadCandidate candidate_of(const ProblemSource& source, const std::string& method,
                              const cost::SystemProfile& profile, Logger& log) {
  const PredictionFiles& files = source.files;
  const std::vector<std::string> methods{method.empty() ? "auto" : method};
  const LoadedPairs pairs = load_pairs(source, methods, log);
  warn_of_outputs(pairs, log);
  if (!pairs.test.base.payload_bytes.empty())
    throw DataError(files.base,
                    "has payload_bytes of its own, which would stand for every payload: leave them out");
  PayloadCandidate candidate{
      .name = name_of(pairs.test.cloud), .loaded = problem_of(source, pairs, methods, log), .costs = {}};
  LoadedProblem& loaded = candidate.loaded;
  const auto payload = eval::payload_of(pairs.test.cloud);
  if (payload && payload->format == cost::PayloadFormat::features && loaded.workload.head_macs == 0)
    throw DataError(files.cloud,
                    "meta.payload is of features, so meta.encoded_values and meta.device_macs must say "
                    "what the device does for them");
  loaded.profile = profile;
  if (!loaded.workload.payload_bytes && !loaded.workload.input_bytes)
    throw DataError(
        files.cloud,
        "says nothing of what was sent: neither `payload_bytes` nor the base's `meta.input_bytes`");
  candidate.bytes = pairs.test.cloud.payload_bytes.empty()
                        ? cost::BytesSummary{*loaded.workload.input_bytes, *loaded.workload.input_bytes}
                        : cost::summary_of(pairs.test.cloud.payload_bytes);
  candidate.costs = eval::costs_of(loaded.problem, candidate.method(), profile, loaded.workload);
  const cost::SystemCost& cost = candidate.costs.mean;
  for (const auto resource : {cost::Resource::latency, cost::Resource::energy})
    if (!cost.total(resource))
      throw InvalidArgument(fmt::format("payloads cannot be priced: {}", cost.why_unknown(resource)));
  candidate.head = per_offload(cost, "head");
  candidate.encoding = per_offload(cost, "encoder");
  for (const auto* item : {"transmission", "messages", "duty cycle"}) {
    const TimeAndEnergy part = per_offload(cost, item);
    candidate.upload.ms += part.ms;
    candidate.upload.mj += part.mj;
  }
  candidate.latency = *cost.total(cost::Resource::latency);
  candidate.energy = *cost.total(cost::Resource::energy);
  const eval::BaseVariant& variant = loaded.problem.variant_of(candidate.method());
  candidate.tuned_cloud = routing::shares(variant.tune).cloud_accuracy;
  candidate.cloud = routing::shares(variant.test).cloud_accuracy;
  return candidate;
}

}  // namespace

std::vector<PayloadCandidate> load_payloads(const ProblemSource& source,
                                            const std::vector<std::string>& clouds, const std::string& method,
                                            const cost::SystemProfile& profile, Logger& log) {
  if (profile.kind != cost::ProfileKind::parts)
    throw InvalidArgument(fmt::format(
        "profile {} gives one lump for sending, whatever is sent; use a profile of kind parts, such as "
        "stm32f746-nbiot",
        profile.name));
  std::vector<PayloadCandidate> candidates;
  ProblemSource one = source;
  for (const auto& set : clouds) {
    one.files.cloud = set;
    candidates.push_back(candidate_of(one, method, profile, log));
    const auto twin = std::ranges::find(candidates, candidates.back().name, &PayloadCandidate::name);
    if (twin != candidates.end() - 1)
      throw DataError(set, fmt::format("is of {}, as another set of the cloud model is", twin->name));
  }
  std::ranges::stable_sort(candidates, {}, [](const PayloadCandidate& c) { return c.bytes.mean; });
  return candidates;
}

std::vector<std::size_t> front_of(std::span<const PayloadCandidate> candidates) {
  std::vector<cost::CostAndValue> choices;
  for (const auto& candidate : candidates)
    choices.push_back({candidate.latency.per_offload, candidate.tuned_cloud});
  return cost::pareto_front(choices);
}

eval::PayloadChoice choose_payload(const eval::Requirements& requirements,
                                   std::span<const PayloadCandidate> candidates,
                                   const eval::PointOptions& options) {
  std::vector<eval::PayloadProblem> payloads;
  for (const auto& candidate : candidates)
    payloads.push_back({candidate.loaded.problem, candidate.method(), candidate.costs});
  return eval::choose_payload(requirements, payloads, options);
}

}  // namespace hybrid::workflows
