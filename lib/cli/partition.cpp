// hybrid partition: networks with published accuracies, split anywhere between device and cloud; all inputs
// take the same path (cost/partition.h).

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/arguments.h"
#include "cli/find_model.h"
#include "cli/output.h"
#include "cli/setups.h"
#include "config/config_files.h"
#include "core/csv.h"
#include "core/error.h"
#include "core/files.h"
#include "core/json_text.h"
#include "core/paths.h"
#include "core/text.h"
#include "report/plain_text.h"
#include "report/text_table.h"
#include "workflows/partition_fronts.h"

namespace hybrid::cli {

namespace {

struct PartitionOptions {
  std::vector<std::string> profiles{"stm32f746-nbiot"}, models;
  std::string features = "int8", device, out;
  bool all = false, json = false;
};

using Row = workflows::PlacedPartition;

/// All partitions on one system, or only those on a front, in order of latency.
struct SystemRows {
  std::string profile;
  std::string device;  ///< device whose memory is considered; empty for none
  std::vector<Row> rows;
};

/// Returns the device in the profile's name: stm32f746 for "stm32f746-nbiot".
std::optional<arch::DeviceMemory> device_of(const cost::SystemProfile& profile) {
  const std::string name = file_name_of(profile.name);  // a name, never a path
  for (const auto& folder : config::config_folders("devices"))
    for (std::size_t end = name.rfind('-'); end != std::string::npos && end > 0;
         end = name.rfind('-', end - 1)) {
      const auto file = folder / (name.substr(0, end) + ".yaml");
      if (std::filesystem::is_regular_file(file)) return find_device(file.string());
    }
  return std::nullopt;
}

std::optional<arch::DeviceMemory> memory_for(const cost::SystemProfile& profile, const std::string& device,
                                             Logger& log) {
  if (device == "none") return std::nullopt;
  if (!device.empty()) return find_device(device);
  const auto memory = device_of(profile);
  if (!memory)
    log.warn(
        "no device of configs/devices is the first part of the profile's name {}: whether a part fits is "
        "not checked; give --device",
        profile.name);
  return memory;
}

/// Returns the cards with an accuracy named by these words, by their own name or their network's; all if
/// there are no words.
std::vector<arch::ModelCard> chosen_cards(const std::vector<std::string>& words) {
  std::vector<arch::ModelCard> cards = find_cards();
  std::erase_if(cards, [](const arch::ModelCard& card) { return !card.top1_percent; });
  if (cards.empty())
    throw UsageError(
        "no card with an accuracy in configs/models, here or beside the program; start in the source folder");
  std::vector<std::string> known;
  for (const arch::ModelCard& card : cards) known.insert(known.end(), {card.name, card.network});
  for (const std::string& word : words)
    if (std::ranges::find(known, word) == known.end())
      throw UsageError(fmt::format("no published accuracy for model '{}'{} (there are {})", word,
                                   did_you_mean(word, known), join(known)));
  if (!words.empty())
    std::erase_if(cards, [&](const arch::ModelCard& card) {
      return std::ranges::find(words, card.name) == words.end() &&
             std::ranges::find(words, card.network) == words.end();
    });
  return cards;
}

std::string front_of(const Row& row) {
  return row.on_latency_front && row.on_energy_front ? "both"
         : row.on_latency_front                      ? "latency"
         : row.on_energy_front                       ? "energy"
                                                     : "-";
}

std::string where(const cost::Partition& cut) {
  if (!cut.sends) return cut.point.after + " (no cloud)";
  return cut.point.layers == 0 ? "input (cloud only)" : cut.point.after;
}

std::string table_of(const SystemRows& system) {
  report::TextTable table{
      .header = {"model", "split after", "M MACs", "sent, B", "ms", "mJ", "top-1, %", "fits", "front"}};
  for (const Row& row : system.rows) {
    const cost::Partition& cut = row.partition;
    table.rows.push_back(
        {cut.model, where(cut), fmt::format("{:.2f}", static_cast<double>(cut.point.macs_before) / 1e6),
         with_thousands(static_cast<std::int64_t>(cut.sent_bytes)), fmt::format("{:.1f}", cut.latency_ms),
         fmt::format("{:.2f}", cut.energy_mj), fmt::format("{:.1f}", cut.top1_percent),
         system.device.empty() ? "?"
         : cut.fits            ? "yes"
                               : "no",
         front_of(row)});
  }
  return to_text(table);
}

std::string csv_of(const std::vector<SystemRows>& systems) {
  CsvWriter csv;
  csv.row("profile", "device", "model", "split_after", "layers_on_device", "device_macs", "sent_bytes",
          "latency_ms", "energy_mj", "top1_percent", "fits", "latency_front", "energy_front");
  for (const SystemRows& system : systems)
    for (const Row& row : system.rows) {
      const cost::Partition& cut = row.partition;
      csv.row(system.profile, system.device, cut.model, cut.point.after, cut.point.layers,
              cut.point.macs_before, cut.sent_bytes, cut.latency_ms, cut.energy_mj, cut.top1_percent,
              cut.fits, row.on_latency_front, row.on_energy_front);
    }
  return csv.text();
}

nlohmann::ordered_json json_of(const std::vector<SystemRows>& systems, arch::FeatureFormat format) {
  nlohmann::ordered_json json{{"schema_version", 1}, {"features", name_of(format)}};
  json["systems"] = nlohmann::ordered_json::array();
  for (const SystemRows& system : systems) {
    auto rows = nlohmann::ordered_json::array();
    for (const Row& row : system.rows) {
      const cost::Partition& cut = row.partition;
      rows.push_back({{"model", cut.model},
                      {"split_after", cut.point.after},
                      {"layers_on_device", cut.point.layers},
                      {"sends", cut.sends},
                      {"device_macs", cut.point.macs_before},
                      {"sent_bytes", cut.sent_bytes},
                      {"latency_ms", cut.latency_ms},
                      {"energy_mj", cut.energy_mj},
                      {"top1_percent", cut.top1_percent},
                      {"fits", cut.fits},
                      {"latency_front", row.on_latency_front},
                      {"energy_front", row.on_energy_front}});
    }
    json["systems"].push_back(
        {{"profile", system.profile}, {"device", system.device}, {"partitions", std::move(rows)}});
  }
  return json;
}

void run_partition(const PartitionOptions& options, Logger& log) {
  const arch::FeatureFormat format = arch::feature_format(options.features);
  require_distinct("--profile", options.profiles);
  require_distinct("--models", options.models);
  const std::vector<arch::ModelCard> cards = chosen_cards(options.models);
  std::vector<SystemRows> systems;
  for (const std::string& name : options.profiles) {
    const cost::SystemProfile profile = find_profile(name, log);
    cost::require_parts(profile);
    const auto memory = memory_for(profile, options.device, log);
    systems.push_back({.profile = profile.name,
                       .device = memory ? memory->name : "",
                       .rows = workflows::partition_fronts(
                           cards, profile, memory, format,
                           options.all ? workflows::Partitions::all : workflows::Partitions::on_a_front)});
  }
  if (!options.out.empty()) write_file_atomically(options.out, csv_of(systems));
  if (options.json) {
    print_text(json_text(json_of(systems, format)));
  } else {
    for (const SystemRows& system : systems)
      print("{}\n\n{}\n",
            report::wrapped(fmt::format(
                "{} of {} networks, {} features, on {}{}:", options.all ? "All partitions" : "Pareto fronts",
                cards.size(), name_of(format), system.profile,
                system.device.empty() ? "" : " with the memory of " + system.device)),
            table_of(system));
    print_text(
        report::wrapped(
            "M MACs: on the device. top-1: as published, on ImageNet; it holds for the card's resolution, "
            "which is that of the image sent, and if int8 features cost none. A layer takes its MACs "
            "over the device's speed; the cloud's time is the profile's.") +
        "\n");
  }
  if (!options.out.empty()) log.info("\nfile: {}", options.out);
}

}  // namespace

Action setup_partition(CLI::App& app) {
  auto options = std::make_shared<PartitionOptions>();
  app.add_option("--profile", options->profiles,
                 "cost profiles of kind parts: names of configs/systems or files (default: stm32f746-nbiot)")
      ->delimiter(',');
  app.add_option("--models", options->models,
                 "files of configs/models, or their networks (default: all with an accuracy)")
      ->delimiter(',');
  app.add_option("--features", options->features,
                 "how features are sent: int8 or fp32; an image is always 8-bit")
      ->capture_default_str();
  app.add_option(
      "--device", options->device,
      "whose memory the int8 part must fit: a name of configs/devices, a file, or none (default: the "
      "device that the profile is named after)");
  app.add_flag("--all", options->all, "every partition, not only those on a Pareto front");
  app.add_flag("--json", options->json, "print JSON instead of tables");
  app.add_option("--out", options->out, "also write the partitions to this CSV file");
  app.footer(
      "NAS + partition: the network and its split point if every input is processed alike. A Pareto front "
      "holds the\npartitions that no other fitting partition beats in both accuracy and latency (or energy).\n"
      "Examples:\n"
      "  hybrid partition\n"
      "  hybrid partition --profile stm32f746-nbiot,jetson-tx2-wifi --out partitions.csv\n"
      "  hybrid partition --models MBV3-215,mass-600 --features fp32 --all");
  return [options](Logger& log) { run_partition(*options, log); };
}

}  // namespace hybrid::cli
