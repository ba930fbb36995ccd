#include "cli/payload_candidates.h"

#include <algorithm>
#include <numeric>

#include "core/error.h"
#include "core/text.h"
#include "cost/pareto_front.h"

namespace hybrid::cli {

namespace fs = std::filesystem;

namespace {

void check(const ProblemOptions& data, const std::vector<std::string>& clouds) {
  if (!data.run.empty() || data.base.empty() || clouds.empty() || clouds.front().empty())
    throw UsageError(
        "payloads are compared on prediction sets: give --base, and with --cloud a list with a set for "
        "each payload (raw.npz,jpeg75.npz)");
  if (data.cross_fit || !data.tune_base.empty() || !data.tune_cloud.empty())
    throw UsageError(
        "a payload is chosen on the tuning part of one split: leave out --cross-fit, --tune-base and "
        "--tune-cloud");
}

TimeAndEnergy sum_of(const cost::SystemCost& cost, std::string_view item) {
  TimeAndEnergy sum;
  for (const auto& line : cost.items) {
    if (line.name != item) continue;
    if (line.resource == cost::Resource::latency) sum.ms += line.per_offload;
    if (line.resource == cost::Resource::energy) sum.mj += line.per_offload;
  }
  return sum;
}

std::string name_of(const predictions::PredictionSet& cloud) {
  const auto payload = eval::payload_of(cloud);
  if (!payload) return fs::path(cloud.source).stem().string();
  const auto side = cloud.meta.value("payload_side", 0);
  return side > 0 ? fmt::format("{} {} px", to_string(*payload), side) : to_string(*payload);
}

PayloadCandidate candidate_of(const ProblemOptions& data, const std::string& method,
                              const cost::SystemProfile& profile, Logger& log) {
  const std::vector<std::string> methods{method.empty() ? "auto" : method};
  const workflows::ProblemSource source = source_of(data, log);
  const workflows::LoadedPairs pairs = workflows::load_pairs(source, methods, log);
  if (!pairs.test.base.payload_bytes.empty())
    throw DataError(data.base,
                    "has payload_bytes of its own, which would stand for every payload: leave them out");
  PayloadCandidate candidate{.name = name_of(pairs.test.cloud),
                             .loaded = workflows::problem_of(source, pairs, methods, log),
                             .costs = {}};
  workflows::LoadedProblem& loaded = candidate.loaded;
  const auto payload = eval::payload_of(pairs.test.cloud);
  if (payload && payload->format == cost::PayloadFormat::features && loaded.workload.head_macs == 0)
    throw DataError(data.cloud,
                    "meta.payload is of features, so meta.encoded_values and meta.device_macs must say "
                    "what the device does for them");
  loaded.profile = profile;
  if (!loaded.workload.payload_bytes && !loaded.workload.input_bytes)
    throw DataError(
        data.cloud,
        "says nothing of what was sent: neither `payload_bytes` nor the base's `meta.input_bytes`");
  candidate.bytes = pairs.test.cloud.payload_bytes.empty()
                        ? cost::BytesSummary{*loaded.workload.input_bytes, *loaded.workload.input_bytes}
                        : cost::summary_of(pairs.test.cloud.payload_bytes);
  candidate.costs = eval::costs_of(loaded.problem, candidate.method(), profile, loaded.workload);
  const cost::SystemCost& cost = candidate.costs.mean;
  if (!cost.total(cost::Resource::latency))
    throw UsageError(fmt::format("payloads cannot be priced: {}", join(cost.unknown, "; ")));
  candidate.head = sum_of(cost, "head");
  candidate.encoding = sum_of(cost, "encoder");
  candidate.upload = sum_of(cost, "transmission");
  candidate.latency = *cost.total(cost::Resource::latency);
  candidate.energy = *cost.total(cost::Resource::energy);
  const eval::BaseVariant& variant = loaded.problem.variant_of(candidate.method());
  candidate.tuned_cloud = routing::shares(variant.tune).cloud_accuracy;
  candidate.cloud = routing::shares(variant.test).cloud_accuracy;
  return candidate;
}

}  // namespace

std::vector<PayloadCandidate> load_payloads(const ProblemOptions& data,
                                            const std::vector<std::string>& clouds, const std::string& method,
                                            Logger& log) {
  check(data, clouds);
  if (clouds.size() < 2)
    throw UsageError(fmt::format("--cloud names one set, {}; give one for each payload (raw.npz,jpeg75.npz)",
                                 clouds.front()));
  require_distinct("--cloud", clouds);
  const cost::SystemProfile profile = find_profile(data.profile.empty() ? "stm32f746-nbiot" : data.profile);
  if (profile.kind != cost::ProfileKind::parts)
    throw UsageError(fmt::format(
        "profile {} gives one lump for sending, whatever is sent; use a profile of kind parts, such as "
        "stm32f746-nbiot",
        profile.name));
  std::vector<PayloadCandidate> candidates;
  for (const auto& set : clouds) {
    ProblemOptions one = data;
    one.cloud = set;
    candidates.push_back(candidate_of(one, method, profile, log));
    const auto twin = std::ranges::find(candidates, candidates.back().name, &PayloadCandidate::name);
    if (twin != candidates.end() - 1)
      throw DataError(set, fmt::format("is of {}, as another set of --cloud is", twin->name));
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

}  // namespace hybrid::cli
