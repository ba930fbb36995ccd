// Table 3 with other payloads: the paper sends raw 96 x 96 pixels, 2 s over NB-IoT. On the same board and
// radio the device encodes the payload, or sends features of the cloud network's first layers; accuracies are
// measured on the received data.

#include <algorithm>
#include <span>

#include "core/text.h"
#include "cost/payload.h"
#include "eval/payload_choice.h"
#include "reproduce/numbers.h"
#include "reproduce/sent_run.h"
#include "reproduce/tables.h"
#include "runs/outcomes_file.h"
#include "stats/intervals.h"

namespace hybrid::reproduce {

namespace {

struct Sent {
  const char* run;  ///< part of the runs' names
  const char* row;
};
constexpr std::array kSent{Sent{"raw", "raw"},          Sent{"png", "PNG"},
                           Sent{"jpeg90", "JPEG Q 90"}, Sent{"jpeg75", "JPEG Q 75"},
                           Sent{"jpeg50", "JPEG Q 50"}, Sent{"jpeg30", "JPEG Q 30"}};
constexpr std::array kSides{"96", "128", "160", "176", "208", "236"};
/// Features of MCUNet-320kB on ImageNet and on CIFAR-100, and the images compared with them.
constexpr std::array kImagenetLayers{Sent{"176-raw", "raw"},
                                     Sent{"176-png", "PNG"},
                                     Sent{"236-jpeg90", "JPEG Q 90, 236 pixels"},
                                     Sent{"176-jpeg95", "JPEG Q 95"},
                                     Sent{"176-jpeg90", "JPEG Q 90"},
                                     Sent{"176-jpeg75", "JPEG Q 75"},
                                     Sent{"176-features2", "features after layer 2"},
                                     Sent{"176-features6", "features after layer 6"},
                                     Sent{"176-features9", "features after layer 9"},
                                     Sent{"176-features15", "features after layer 15"},
                                     Sent{"176-features17", "features after layer 17"}};
constexpr std::array kCifarLayers{Sent{"320kb-png", "PNG"}, Sent{"320kb-jpeg90", "JPEG Q 90"},
                                  Sent{"320kb-features9", "features after layer 9"},
                                  Sent{"320kb-features17", "features after layer 17"}};
/// Mean latencies per input, in ms, from slightly more than the base's own to that of sending all raw pixels.
constexpr std::array kBudgets{225.0, 250.0, 275.0, 300.0, 350.0, 400.0, 450.0};
std::vector<SentRun> find_runs(const TableSources& sources, const std::string& prefix,
                               std::span<const Sent> all) {
  std::vector<SentRun> found;
  for (const Sent& sent : all)
    if (auto run = find_sent_run(sources, prefix + sent.run, sent.row)) found.push_back(std::move(*run));
  return found;
}

/// The runs on the user's own ImageNet if there are any, else those on the sample.
struct ImagenetRuns {
  std::string prefix, images;
};
ImagenetRuns imagenet_runs(const Runs& runs) {
  if (const std::string own = "payload-imagenet-val-"; runs.has(own + "96-raw"))
    return {own, "validation images of ImageNet"};
  return {"payload-imagenet-", "ImageNet images"};
}

/// Returns bytes, times, energy and accuracy, one part each, by the side of the sent image; then features.
std::vector<ReproducedPart> on_imagenet(const TableSources& sources) {
  const auto [prefix, images] = imagenet_runs(sources.runs);
  std::vector<ReproducedPart> parts;
  for (const char* what :
       {"mean bytes", "bytes, 95th percentile", "upload in ms, mean", "encoding on the device in ms",
        "energy of encoding and upload in mJ", "accuracy of what is sent"})
    parts.push_back({.title = what, .command = kPayloadCommand});
  std::size_t n = 0;
  for (const Sent& sent : kSent)
    for (const char* side : kSides) {
      const auto run = find_sent_run(sources, fmt::format("{}{}-{}", prefix, side, sent.run), sent.row);
      if (!run) continue;
      n = run->images();
      const auto add = [&](std::size_t part, const char* unit, double value) {
        parts[part].numbers.push_back(other_data(sent.row, side, unit, {.value = value, .ci = {}}));
      };
      add(0, "bytes", run->bytes.mean);
      add(1, "bytes", run->bytes.p95);
      add(2, "ms", run->cost.per_offload(cost::Resource::latency, "transmission"));
      add(3, "ms", run->cost.per_offload(cost::Resource::latency, "encoder"));
      add(4, "mJ", run->cost.total(cost::Resource::energy)->per_offload);
      parts[5].numbers.push_back(other_data(sent.row, side, "%", cloud_accuracy(*run)));
    }
  if (n == 0) {
    parts.resize(1);
    parts.front().title = "on ImageNet";
    parts.front().notes.emplace_back(
        "needs MCUNet-320kB's weights and ImageNet's validation images or the sample below $HYBRID_DATA: "
        "configs/README.md says where from");
    return parts;
  }
  const std::string where = fmt::format("on {} {}, MCUNet-320kB at 176 pixels in the cloud: ",
                                        with_thousands(static_cast<std::int64_t>(n)), images);
  for (auto& part : parts) part.title = where + part.title;
  parts.back().notes.emplace_back(
      "Over the side of what is sent, in pixels; the network sees it resized to its 176, so that more help "
      "only against what JPEG loses.");
  parts.back().notes.emplace_back(
      "Sent is the middle 7/8 of an image, resized; 236 pixels are cut out of an image of 256.");
  if (prefix == "payload-imagenet-")
    parts.back().notes.emplace_back(
        "The sample, since $HYBRID_DATA has no imagenet/test. An interval is 14 points wide; all numbers "
        "are of the same images, so their differences are surer than that.");
  const auto layers = find_runs(sources, prefix, kImagenetLayers);
  if (std::ranges::none_of(layers, &SentRun::sends_features)) return parts;
  parts.push_back(what_sending_takes(
      where + "features of its first layers beside images, of 176 pixels where nothing else is said", layers,
      sources.parts.parts.device));
  return parts;
}

struct Candidate {
  const char* row;
  runs::StoredProblem stored;
  eval::MethodCosts costs;

  const eval::Method& method() const { return eval::default_method(stored.problem); }
};

std::vector<Candidate> on_cifar100(const TableSources& sources) {
  std::vector<Candidate> candidates;
  for (const Sent& sent : kSent)
    if (const Run* run = sources.runs.find(fmt::format("payload-cifar100-{}", sent.run))) {
      candidates.push_back({sent.row, runs::read_routing_problem(run->folder), {}});
      Candidate& last = candidates.back();
      last.costs = eval::costs_of(last.stored.problem, last.method(), sources.parts, last.stored.workload);
    }
  return candidates;
}

Measured accuracy_of(const eval::OperatingPoint& point) {
  return {.value = 100 * point.accuracy,
          .ci = stats::Interval{100 * point.accuracy_ci.low, 100 * point.accuracy_ci.high}};
}

/// Returns the accuracy within budgets, for each payload and for the one chosen on the tuning part at each
/// budget.
ReproducedPart within_budgets(const std::vector<Candidate>& candidates, report::Figure& picture) {
  ReproducedPart part{.title = "on CIFAR-100: the hybrid's accuracy over mean latency in ms",
                      .command = kPayloadCommand};
  report::Series chosen{.label = "payload chosen on the tuning part"};
  std::vector<ReproducedNumber> chosen_numbers;
  std::vector<report::Series> lines;
  std::vector<eval::PayloadProblem> payloads;
  for (const Candidate& candidate : candidates) {
    lines.push_back({.label = candidate.row});
    payloads.push_back({candidate.stored.problem, candidate.method(), candidate.costs});
  }
  for (const double budget : kBudgets) {
    const std::string column = fmt::format("{:.0f}", budget);
    const eval::PayloadChoice choice =
        eval::choose_payload({.budgets = {{cost::Resource::latency, budget}}}, payloads);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      const eval::TunedPoint* tuned = choice.point(i);
      if (tuned == nullptr) continue;
      const Measured accuracy = accuracy_of(tuned->point);
      part.numbers.push_back(other_data(candidates[i].row, column, "%", accuracy));
      add_point(lines[i], budget, accuracy);
    }
    if (!choice.best) continue;
    const Measured accuracy = accuracy_of(choice.point(*choice.best)->point);
    chosen_numbers.push_back(
        other_data(chosen.label, column, "%", accuracy, {}, candidates[*choice.best].row));
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
                        .title =
                            "Table 3 revisited: raw pixels, PNG, JPEG and features on the paper's board "
                            "and radio",
                        .column_unit = "pixels",
                        .parts = on_imagenet(sources),
                        .figure = {},
                        .verdict = {}};
  const auto candidates = on_cifar100(sources);
  if (candidates.empty()) {
    table.parts.push_back(
        {.title = "on CIFAR-100", .command = kPayloadCommand, .numbers = {}, .notes = {kNeedsCifar}});
    return table;
  }
  report::Figure picture{.title = "CIFAR-100 on an STM32F746 with NB-IoT, MCUNet-5FPS on the device",
                         .x_label = "budget for the mean latency, ms",
                         .y_label = "accuracy, %"};
  table.parts.push_back(
      what_sending_takes("on CIFAR-100, 32 x 32 pixels: what sending takes, and the cloud's accuracy on it",
                         find_runs(sources, "payload-cifar100-", kSent), sources.parts.parts.device));
  table.parts.back().notes.emplace_back(
      "JPEG files begin with about 620 bytes of tables, which are the same for every image of one quality; "
      "here they are sent each time.");
  const auto layers = find_runs(sources, "payload-cifar100-", kCifarLayers);
  if (!layers.empty()) {
    table.parts.push_back(
        what_sending_takes("on CIFAR-100, MCUNet-320kB in the cloud: images and features of its first layers",
                           layers, sources.parts.parts.device));
    table.parts.back().notes.emplace_back(
        "The network enlarges the 32 x 32 pixels to 176 before its first layer.");
  }
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

}  // namespace hybrid::reproduce
