// hybrid model import|export: conversion of weights from and to other libraries; every tensor must be
// matched.

#include "cli/model_weights.h"

#include <filesystem>
#include <memory>
#include <optional>

#include "cli/config_flags.h"
#include "cli/find_model.h"
#include "cli/output.h"
#include "core/error.h"
#include "core/text.h"
#include "weights/match.h"
#include "weights/safetensors.h"

namespace hybrid::cli {

namespace fs = std::filesystem;

namespace {

struct WeightsOptions {
  std::string file, model, out;
  int classes = 0;             ///< 0: what the model was published for
  std::string names = "ours";  ///< export only
  bool force = false;
};

void describe(config::Fields& f, WeightsOptions& o) {
  f.field("classes", o.classes, {.doc = "number of classes", .min = 1, .max = kMostClasses});
}

void add_common(CLI::App& app, WeightsOptions& options) {
  app.add_option("file", options.file, "weights: safetensors, or a state dict of torch.save (.pth, .pt)");
  app.add_option(
      "--model", options.model,
      "their network: a name of `hybrid model list`, or its description: MCUNet .json, Once-for-All net.config");
  add_config_flags(
      app, options,
      {{.key = "classes", .names = "--classes", .default_words = "what the model was published for"}});
  app.add_option("--out", options.out, "the safetensors file to write");
  app.add_flag("--force", options.force, "replace that file if it exists");
}

void check(const WeightsOptions& options) {
  if (options.file.empty()) throw UsageError("give a weights file");
  if (options.model.empty()) throw UsageError("give --model; `hybrid model list` has all names");
  if (options.out.empty()) throw UsageError("give --out, the safetensors file to write");
  if (fs::exists(options.out) && !options.force)
    throw DataError(options.out, "is there already; give --force to replace it, or another --out");
}

weights::Dialect chosen_dialect(const WeightsOptions& options) {
  const std::vector<std::string> known = weights::dialect_names();
  const auto dialect = weights::find_dialect(options.names);
  if (!dialect)
    throw UsageError(fmt::format("--names is '{}', must be one of {}{}", options.names, join(known),
                                 did_you_mean(options.names, known)));
  return *dialect;
}

void convert(const WeightsOptions& options, weights::Dialect dialect, Logger& log) {
  const auto classes = options.classes > 0 ? std::optional(options.classes) : std::nullopt;
  const arch::ArchSpec spec = find_model(options.model, std::nullopt, classes);
  const weights::TensorMap ours = weights::read_weights_for(spec, options.file);
  for (const std::string& note : ours.notes) log.info("{}: {}", options.file, note);
  const weights::TensorMap renamed = weights::rename_weights(ours, spec, dialect, options.file);
  weights::write_safetensors(options.out, renamed);
  std::int64_t bytes = 0;
  for (const weights::NamedTensor& tensor : renamed.tensors)
    bytes += static_cast<std::int64_t>(tensor.bytes.size());
  print("{}: {} tensors of {}, {} classes, {} bytes, names as in {}\n", options.out, renamed.tensors.size(),
        spec.name, spec.classes, with_thousands(bytes),
        dialect == weights::Dialect::ours ? "this program" : name_of(dialect));
}

}  // namespace

void add_model_import(CLI::App& model, Action& chosen) {
  auto options = std::make_shared<WeightsOptions>();
  CLI::App* app = model.add_subcommand(
      "import", "weights of MCUNet, Once-for-All, timm or torchvision, renamed for this program");
  add_common(*app, *options);
  app->parse_complete_callback([&chosen, options] {
    chosen = [options](Logger& log) {
      check(*options);
      convert(*options, weights::Dialect::ours, log);
    };
  });
}

void add_model_export(CLI::App& model, Action& chosen) {
  auto options = std::make_shared<WeightsOptions>();
  CLI::App* app = model.add_subcommand("export", "weights renamed for another library");
  add_common(*app, *options);
  app->add_option("--names", options->names,
                  "library whose names the tensors get: " + join(weights::dialect_names()))
      ->capture_default_str();
  app->parse_complete_callback([&chosen, options] {
    chosen = [options](Logger& log) {
      check(*options);
      convert(*options, chosen_dialect(*options), log);
    };
  });
}

}  // namespace hybrid::cli
