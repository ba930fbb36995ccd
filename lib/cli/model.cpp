// hybrid model list|show|fit: the size of a network compared with published numbers, and whether it fits a
// device. The import and export of weights are in model_weights.cpp.

#include <memory>

#include "arch/catalog.h"
#include "cli/config_flags.h"
#include "cli/find_model.h"
#include "cli/model_show.h"
#include "cli/model_weights.h"
#include "cli/output.h"
#include "cli/setups.h"
#include "core/error.h"
#include "core/text.h"
#include "report/text_table.h"

namespace hybrid::cli {
namespace {

/// A network as named by the user.
struct ModelChoice {
  std::string model;
  int resolution = 0, classes = 0;  ///< 0: what it was published for
};

/// The bounds keep every count from overflowing.
void describe(config::Fields& f, ModelChoice& c) {
  f.field("resolution", c.resolution, {.doc = "side of the images", .unit = "pixels", .min = 1, .max = 4096});
  f.field("classes", c.classes, {.doc = "number of classes", .min = 1, .max = kMostClasses});
}

void add_model_choice(CLI::App& app, ModelChoice& choice) {
  app.add_option("model", choice.model,
                 "a name of `hybrid model list`, or its description: MCUNet .json, Once-for-All net.config");
  add_config_flags(
      app, choice,
      {{.key = "resolution", .names = "--resolution", .default_words = "what it was published for"},
       {.key = "classes", .names = "--classes", .default_words = "what it was published for"}});
}

arch::ArchSpec chosen_model(const ModelChoice& choice) {
  if (choice.model.empty()) throw UsageError("give a model; `hybrid model list` has all names");
  const auto if_given = [](int number) { return number > 0 ? std::optional(number) : std::nullopt; };
  return find_model(choice.model, if_given(choice.resolution), if_given(choice.classes));
}

std::string millions(std::int64_t number) {
  return fmt::format("{:.2f}", static_cast<double>(number) / 1e6);
}

std::string kilobytes(std::int64_t bytes) {
  return fmt::format("{:.1f}", static_cast<double>(bytes) / 1024);
}

/// Returns the accuracy on the last card that has one: a zoo's own follows the paper's.
std::string top1_text(const arch::ArchSpec& spec, const std::vector<arch::ModelCard>& cards) {
  std::string text = "-";
  for (const arch::ModelCard& card : cards_about(spec, cards))
    if (card.top1_percent) text = fmt::format("{:.1f}", *card.top1_percent);
  return text;
}

void list_models() {
  const std::vector<arch::ModelCard> cards = find_cards();
  report::TextTable table{.header = {"model", "input", "MACs, M", "parameters, M", "SRAM int8, kB",
                                     "flash int8, kB", "top-1, %"}};
  for (const std::string& name : arch::arch_names()) {
    const arch::ArchSpec spec = *arch::find_arch(name);
    const arch::ArchCount counted = count(spec);
    table.rows.push_back({name, to_string(spec.input), millions(counted.macs), millions(counted.parameters),
                          kilobytes(counted.sram_bytes_int8), kilobytes(counted.weight_bytes_int8),
                          top1_text(spec, cards)});
  }
  print(
      "{}\n"
      "SRAM: activations, depthwise convolutions in place; flash: weights. kB of 1024 bytes. top-1: as "
      "published, on ImageNet.\n",
      to_text(table));
}

std::vector<std::string> memory_row(const std::string& name, const arch::MemoryUse& use) {
  return {name, kilobytes(use.network), kilobytes(use.engine), kilobytes(use.available),
          kilobytes(use.left())};
}

/// Returns what exceeds the memory, where and by how much.
std::string overflow_text(const arch::DeviceFit& fit) {
  std::vector<std::string> parts;
  if (const arch::MemoryUse& sram = fit.sram; sram.left() < 0)
    parts.push_back(
        fmt::format("layer {} needs {} bytes of SRAM for activations, {} more than the engine leaves",
                    sram.layer, with_thousands(sram.network), with_thousands(-sram.left())));
  if (const arch::MemoryUse& flash = fit.flash; flash.left() < 0)
    parts.push_back(fmt::format("the weights pass the end of the flash in layer {}, by {} bytes in all",
                                flash.layer, with_thousands(-flash.left())));
  return join(parts, "; ");
}

void run_fit(const ModelChoice& choice, const std::string& device_name) {
  if (device_name.empty())
    throw UsageError("fit needs --device (stm32f746, or a file like configs/devices/*.yaml)");
  const arch::ArchSpec spec = chosen_model(choice);
  const arch::DeviceMemory device = find_device(device_name);
  const arch::DeviceFit room = arch::fit(count(spec), device);
  report::TextTable table{.header = {"kB", "network", "engine", "device", "left"}};
  table.rows.push_back(memory_row("SRAM", room.sram));
  table.rows.push_back(memory_row("flash", room.flash));
  print("{}, {} in, {} classes, int8 on {}\n{}", spec.name, to_string(spec.input), spec.classes, device.name,
        to_text(table));
  if (!room.fits())
    throw Infeasible(fmt::format("{} does not fit on {}: {}", spec.name, device.name, overflow_text(room)));
  print("fits; layer {} needs the most SRAM, layer {} has the most weights\n", room.sram.layer,
        room.flash.layer);
}

void add_list(CLI::App& model, Action& chosen) {
  CLI::App* app =
      model.add_subcommand("list", "all networks of the catalog: MACs, parameters, memory, accuracy");
  app->parse_complete_callback([&chosen] { chosen = [](Logger&) { list_models(); }; });
}

void add_show(CLI::App& model, Action& chosen) {
  struct Options {
    ModelChoice choice;
    ModelDetails details;
    bool json = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App* app =
      model.add_subcommand("show", "one network: MACs, parameters and memory, beside the published figures");
  add_model_choice(*app, options->choice);
  app->add_flag("--layers", options->details.layers, "also the same for every layer");
  app->add_flag("--splits", options->details.splits,
                "also every layer after which it can be split between device and cloud");
  app->add_flag("--json", options->json, "print JSON, with layers and split points");
  app->parse_complete_callback([&chosen, options] {
    chosen = [options](Logger&) {
      const arch::ArchSpec spec = chosen_model(options->choice);
      print("{}", options->json ? model_json(spec, find_cards())
                                : model_text(spec, find_cards(), options->details));
    };
  });
}

void add_fit(CLI::App& model, Action& chosen) {
  struct Options {
    ModelChoice choice;
    std::string device;
  };
  auto options = std::make_shared<Options>();
  CLI::App* app =
      model.add_subcommand("fit", "whether the int8 network fits on a device; exit code 5 if not");
  add_model_choice(*app, options->choice);
  app->add_option("--device", options->device, "a name of configs/devices or a file");
  app->parse_complete_callback(
      [&chosen, options] { chosen = [options](Logger&) { run_fit(options->choice, options->device); }; });
}

}  // namespace

Action setup_model(CLI::App& app) {
  app.require_subcommand(0, 1);
  app.footer(
      "Examples:\n"
      "  hybrid model list\n"
      "  hybrid model show mcunet-5fps --layers\n"
      "  hybrid model fit mcunet-320kb --device stm32f746\n"
      "  hybrid model import mcunet-320kb.pth --model mcunet-320kb --out mcunet-320kb.safetensors\n"
      "  hybrid model export mcunet-320kb.safetensors --model mcunet-320kb --names timm --out t.safetensors");
  auto chosen = std::make_shared<Action>();
  add_list(app, *chosen);
  add_show(app, *chosen);
  add_fit(app, *chosen);
  add_model_import(app, *chosen);
  add_model_export(app, *chosen);
  return [chosen](Logger& log) {
    if (!*chosen) throw UsageError("give list, show, fit, import or export");
    (*chosen)(log);
  };
}

}  // namespace hybrid::cli
