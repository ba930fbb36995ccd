// Table 3 revisited: the paper sends raw 96 x 96 pixels, 2 s by NB-IoT. The same board and radio where the device encodes
// what it sends, with accuracies measured on what arrives.

#include <algorithm>

#include "cost/payload.h"
#include "eval/intervals.h"
#include "eval/payload_choice.h"
#include "report/outcomes_file.h"
#include "reproduce/numbers.h"
#include "reproduce/tables.h"

namespace hybrid {

namespace {

struct Sent {
  const char* run;  ///< part of the runs' names
  const char* row;
};
constexpr std::array kSent{Sent{"raw", "raw"},          Sent{"png", "PNG"},
                           Sent{"jpeg90", "JPEG Q 90"}, Sent{"jpeg75", "JPEG Q 75"},
                           Sent{"jpeg50", "JPEG Q 50"}, Sent{"jpeg30", "JPEG Q 30"}};
constexpr std::array kSides{"96", "128", "160", "176"};
/// Mean latencies per input from little more than the base's own to what sending all raw pixels takes, ms.
constexpr std::array kBudgets{225.0, 250.0, 275.0, 300.0, 350.0, 400.0, 450.0};
constexpr const char* kCommand = "scripts/reproduce payload";

double sent_ms(const SystemCost& cost, std::string_view item) {
  double sum = 0;
  for (const auto& line : cost.items)
    if (line.resource == Resource::latency && line.name == item) sum += line.if_sent;
  return sum;
}

/// Both parts' payloads, for figures that nothing was tuned for.
std::vector<double> all_bytes(const RoutingProblem& problem) {
  std::vector<double> bytes = problem.tune_inputs.payload_bytes;
  bytes.insert(bytes.end(), problem.test_inputs.payload_bytes.begin(),
               problem.test_inputs.payload_bytes.end());
  return bytes;
}

/// The cloud's accuracy on both parts, in per cent, with Wilson's interval.
Measured cloud_accuracy(const RoutingProblem& problem) {
  double right = 0;
  std::size_t n = 0;
  for (const Outcomes* part : {&problem.variants.front().tune, &problem.variants.front().test}) {
    for (const double value : part->cloud_value) right += value;
    n += part->size();
  }
  const Interval interval = wilson(right, static_cast<double>(n));
  return {.value = 100 * right / static_cast<double>(n),
          .ci = Interval{100 * interval.low, 100 * interval.high}};
}

/// Bytes, upload time, encoding time and accuracy of the 200 images, a part each, over the side that is sent.
std::vector<ReproducedPart> on_imagenet_sample(const TableSources& sources) {
  const std::string where = "on 200 ImageNet images, MCUNet-320kB at 176 pixels in the cloud: ";
  std::vector<ReproducedPart> parts;
  for (const char* what : {"mean bytes", "bytes, 95th percentile", "upload in ms, mean",
                           "encoding on the device in ms", "accuracy of what is sent"})
    parts.push_back({.title = where + what, .command = kCommand});
  for (const Sent& sent : kSent)
    for (const char* side : kSides) {
      const Run* run = sources.runs.find(fmt::format("payload-imagenet-{}-{}", side, sent.run));
      if (run == nullptr) continue;
      const StoredProblem stored = read_routing_problem(run->folder);
      const BytesSummary bytes = summary_of(all_bytes(stored.problem));
      Workload workload = stored.workload;
      workload.payload_bytes = bytes.mean;
      const SystemCost cost = price(sources.parts, workload);
      const auto add = [&](std::size_t part, const char* unit, double value) {
        parts[part].numbers.push_back(other_data(sent.row, side, unit, {.value = value, .ci = {}}));
      };
      add(0, "bytes", bytes.mean);
      add(1, "bytes", bytes.p95);
      add(2, "ms", sent_ms(cost, "transmission"));
      add(3, "ms", sent_ms(cost, "encoder"));
      parts[4].numbers.push_back(other_data(sent.row, side, "%", cloud_accuracy(stored.problem)));
    }
  if (parts.front().numbers.empty())
    parts.front().notes.emplace_back(
        "needs the ImageNet sample and MCUNet-320kB's weights below $HYBRID_DATA: configs/README.md says "
        "where "
        "from");
  parts.back().notes.emplace_back(
      "Over the side of what is sent, in pixels; the network sees it enlarged to 176. With 200 images an "
      "interval is 14 "
      "points wide; all numbers are of the same images, so their differences are surer than that.");
  return parts;
}

struct Candidate {
  const char* row;
  StoredProblem stored;
  MethodCosts costs;

  const Method& method() const { return default_method(stored.problem); }
};

std::vector<Candidate> on_cifar100(const TableSources& sources) {
  std::vector<Candidate> candidates;
  for (const Sent& sent : kSent)
    if (const Run* run = sources.runs.find(fmt::format("payload-cifar100-{}", sent.run))) {
      candidates.push_back({sent.row, read_routing_problem(run->folder), {}});
      Candidate& last = candidates.back();
      last.costs = costs_of(last.stored.problem, last.method(), sources.parts, last.stored.workload);
    }
  return candidates;
}

Measured accuracy_of(const OperatingPoint& point) {
  return {.value = 100 * point.accuracy,
          .ci = Interval{100 * point.accuracy_ci.low, 100 * point.accuracy_ci.high}};
}

ReproducedPart what_sending_takes(const std::vector<Candidate>& candidates) {
  ReproducedPart part{
      .title = "on CIFAR-100, 32 x 32 pixels: what sending takes, and the cloud's accuracy on it",
      .command = kCommand};
  for (const auto& [row, stored, costs] : candidates) {
    const RoutingProblem& problem = stored.problem;
    const auto add = [&, name = row](const char* column, const char* unit, double value) {
      part.numbers.push_back(other_data(name, column, unit, {.value = value, .ci = {}}));
    };
    const BytesSummary bytes = summary_of(all_bytes(problem));
    add("mean", "bytes", bytes.mean);
    add("95th percentile", "bytes", bytes.p95);
    add("encoding", "ms", sent_ms(costs.mean, "encoder"));
    add("upload", "ms", sent_ms(costs.mean, "transmission"));
    add("energy if sent", "mJ", costs.mean.total(Resource::energy)->if_sent);
    part.numbers.push_back(other_data(row, "cloud", "%", cloud_accuracy(problem)));
  }
  return part;
}

/// Accuracy within budgets, for each payload and for the one that the tuning part chooses at each budget.
ReproducedPart within_budgets(const std::vector<Candidate>& candidates, Figure& picture) {
  ReproducedPart part{.title = "on CIFAR-100: the hybrid's accuracy over mean latency in ms",
                      .command = kCommand};
  Series chosen{.label = "payload chosen on the tuning part"};
  std::vector<ReproducedNumber> chosen_numbers;
  std::vector<Series> lines;
  for (const Candidate& candidate : candidates) lines.push_back({.label = candidate.row});
  for (const double budget : kBudgets) {
    const std::string column = fmt::format("{:.0f}", budget);
    std::vector<std::optional<PayloadPoint>> points;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      const Candidate& c = candidates[i];
      points.push_back(payload_point(c.stored.problem, c.method(), c.costs, {{Resource::latency, budget}}));
      if (!points[i]) continue;
      const Measured accuracy = accuracy_of(points[i]->point);
      part.numbers.push_back(other_data(c.row, column, "%", accuracy));
      add_point(lines[i], budget, accuracy);
    }
    const auto best = best_payload(points);
    if (!best) continue;
    const Measured accuracy = accuracy_of(points[*best]->point);
    chosen_numbers.push_back(other_data(chosen.label, column, "%", accuracy, {}, candidates[*best].row));
    add_point(chosen, budget, accuracy);
  }
  std::ranges::move(chosen_numbers, std::back_inserter(part.numbers));
  std::ranges::move(lines, std::back_inserter(picture.series));
  picture.series.push_back(std::move(chosen));
  return part;
}

}  // namespace

ReproducedTable payload(const TableSources& sources) {
  ReproducedTable table{.name = "payload",
                        .title = "Table 3 revisited: raw pixels, PNG and JPEG on the paper's board and radio",
                        .column_unit = "pixels",
                        .parts = on_imagenet_sample(sources),
                        .figure = {},
                        .verdict = {}};
  const auto candidates = on_cifar100(sources);
  if (candidates.empty()) {
    table.parts.push_back(
        {.title = "on CIFAR-100", .command = kCommand, .numbers = {}, .notes = {kNeedsCifar}});
    return table;
  }
  Figure picture{.title = "CIFAR-100 on an STM32F746 with NB-IoT, MCUNet-5FPS on the device",
                 .x_label = "budget for the mean latency, ms",
                 .y_label = "accuracy, %"};
  table.parts.push_back(what_sending_takes(candidates));
  table.parts.back().column_unit = "";
  table.parts.back().notes.emplace_back(
      "JPEG files begin with about 620 bytes of tables, which are the same for every image of one quality; "
      "here they are sent each time.");
  table.parts.push_back(within_budgets(candidates, picture));
  table.parts.back().column_unit = "ms";
  table.parts.back().notes.emplace_back(
      "5,000 images tune thresholds and choose among payloads, all accuracies are of the other 5,000; "
      "intervals 95 %. The encoder's time is an assumption of the profile.");
  table.figure = std::move(picture);
  const auto chosen = std::ranges::find(table.parts.back().numbers, "payload chosen on the tuning part",
                                        &ReproducedNumber::row);
  const auto end = table.parts.back().numbers.end();
  const auto raw = std::ranges::find_if(table.parts.back().numbers, [&](const ReproducedNumber& number) {
    return chosen != end && number.row == "raw" && number.column == chosen->column;
  });
  if (raw != end)
    table.verdict = fmt::format(
        "On CIFAR-100 within {} ms the payload that the tuning part chooses ({}) reaches {:.1f} %, raw "
        "pixels {:.1f} %.",
        chosen->column, chosen->note, *chosen->ours, *raw->ours);
  return table;
}

}  // namespace hybrid
