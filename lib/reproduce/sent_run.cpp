#include "reproduce/sent_run.h"

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "core/text.h"
#include "stats/intervals.h"

namespace hybrid::reproduce {

namespace {

/// Returns both parts' payload sizes, for figures that involve no tuning.
std::vector<double> all_bytes(const eval::RoutingProblem& problem) {
  std::vector<double> bytes = problem.tune_inputs.payload_bytes;
  bytes.insert(bytes.end(), problem.test_inputs.payload_bytes.begin(),
               problem.test_inputs.payload_bytes.end());
  return bytes;
}

/// Describes the features with the lowest sending time, compared with the images and with sending nothing.
std::string quickest_features(const std::vector<SentRun>& runs, const cost::DeviceConfig& device) {
  const auto time = [](const SentRun& run) { return run.cost.total(cost::Resource::latency)->per_offload; };
  const auto words = [&](const SentRun& run) {
    return fmt::format("{} {:.0f} ms at {:.1f} %", run.row, time(run), cloud_accuracy(run).value);
  };
  const SentRun* quickest = nullptr;
  std::vector<std::string> images;
  for (const SentRun& run : runs)
    if (!run.sends_features())
      images.push_back(words(run));
    else if (quickest == nullptr || time(run) < time(*quickest))
      quickest = &run;
  const cost::Workload& parts = quickest->stored.workload;
  return fmt::format(
      "The quickest of the features, all if sent: {}. Images: {}. The whole network on the device, which "
      "sends nothing: {:.0f} ms.",
      words(*quickest), join(images, "; "),
      cost::computation_ms(parts.head_macs + parts.cloud_macs.value_or(0), device));
}

constexpr const char* kHead =
    "Head: the cloud network's layers up to the named one, run by the device for every image that is sent "
    "and priced by its MACs; computed here in floats and quantised to int8 at the link.";

}  // namespace

Measured cloud_accuracy(const SentRun& run) {
  const eval::RoutingProblem& problem = run.stored.problem;
  double right = 0;
  std::size_t n = 0;
  for (const routing::Outcomes* part : {&problem.variants.front().tune, &problem.variants.front().test}) {
    for (const double value : part->cloud_value) right += value;
    n += part->size();
  }
  const stats::Interval interval = stats::wilson(right, static_cast<double>(n));
  return {.value = 100 * right / static_cast<double>(n),
          .ci = stats::Interval{100 * interval.low, 100 * interval.high}};
}

std::optional<SentRun> find_sent_run(const TableSources& sources, const std::string& name, const char* row) {
  const Run* run = sources.runs.find(name);
  if (run == nullptr) return std::nullopt;
  SentRun sent{.row = row, .stored = runs::read_routing_problem(run->folder), .bytes = {}, .cost = {}};
  std::vector<double> bytes = all_bytes(sent.stored.problem);
  if (bytes.empty())
    throw DataError(run->place, "does not say how many bytes each input took (payload_bytes); make it again");
  sent.bytes = cost::summary_of(std::move(bytes));
  cost::Workload workload = sent.stored.workload;
  workload.payload_bytes = sent.bytes.mean;
  sent.cost = cost::price(sources.parts, workload);
  return sent;
}

ReproducedPart what_sending_takes(std::string title, const std::vector<SentRun>& runs,
                                  const cost::DeviceConfig& device) {
  ReproducedPart part{.title = std::move(title), .command = kPayloadCommand};
  part.column_unit = "";
  const bool features = std::ranges::any_of(runs, &SentRun::sends_features);
  for (const SentRun& run : runs) {
    const auto add = [&](const char* column, const char* unit, double value) {
      part.numbers.push_back(other_data(run.row, column, unit, {.value = value, .ci = {}}));
    };
    add("mean", "bytes", run.bytes.mean);
    add("95th percentile", "bytes", run.bytes.p95);
    if (features) add("head", "ms", run.cost.per_offload(cost::Resource::latency, "head"));
    add("encoding", "ms", run.cost.per_offload(cost::Resource::latency, "encoder"));
    add("upload", "ms", run.cost.per_offload(cost::Resource::latency, "transmission"));
    add("all if sent", "ms", run.cost.total(cost::Resource::latency)->per_offload);
    add("energy if sent", "mJ", run.cost.total(cost::Resource::energy)->per_offload);
    part.numbers.push_back(other_data(run.row, "cloud", "%", cloud_accuracy(run)));
  }
  if (features) part.notes = {quickest_features(runs, device), kHead};
  return part;
}

}  // namespace hybrid::reproduce
