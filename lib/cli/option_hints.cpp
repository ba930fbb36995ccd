#include "cli/option_hints.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "core/text.h"
#include "core/words.h"

namespace hybrid::cli {

namespace {

/// Names that other programs give an option.
struct OtherNames {
  std::string_view option;
  std::string_view names;  ///< separated by blanks
  std::string_view note = {};
};

// Of several options with a name, a command has the first that it has.
constexpr std::array<OtherNames, 47> kOtherNames{{
    {"sent", "send offload offloaded offload-rate send-rate share-sent"},
    {"coverage", "sent send offload offloaded offload-rate send-rate share-sent",
     "the share that is kept: 1 minus the share that is sent"},
    {"coverage", "keep kept cov coverages share"},
    {"latency", "time delay max-latency latency-budget budget slo"},
    {"energy", "power joules max-energy energy-budget"},
    {"macs", "flops ops max-macs macs-budget"},
    {"accuracy", "acc min-accuracy target-accuracy"},
    {"threshold", "thresh tau cutoff"},
    {"deadline", "timeout slo time-limit"},
    {"recalibrate", "recalibration adapt"},
    {"price", "lambda"},
    {"base", "edge small student local mobile light base-model"},
    {"cloud", "server remote global large teacher big heavy cloud-model"},
    {"base", "predictions preds inputs input logits files", "and --cloud"},
    {"out",
     "output outputs output-dir outdir out-dir output-folder output-file dest save save-dir result-dir"},
    {"config", "cfg conf config-file yaml experiment"},
    {"set",
     "override overrides opt opts param epochs epoch lr learning-rate batch batch-size momentum "
     "weight-decay optimizer augment data dataset root base cloud model",
     "with a key of the config: --set training.epochs=5"},
    {"threads", "workers num-workers jobs num-threads n-threads cpus cores"},
    {"compute", "device gpu cuda backend"},
    {"batch", "batch-size bs"},
    {"data", "dataset data-set datasets"},
    {"root", "data-dir data-root data-path datadir dataset-dir folder path dir imagenet"},
    {"resolution", "size image-size img-size imgsz input-size res"},
    {"resize", "interpolation filter interp"},
    {"crop", "crop-pct center-crop crop-ratio"},
    {"mean", "means mu"},
    {"std", "stddev stdev sd sigma deviation"},
    {"weights", "checkpoint ckpt pretrained state-dict pth"},
    {"model", "arch architecture network net backbone base"},
    {"limit", "samples num-samples max-samples max-images subset n"},
    {"int8", "quant quantize quantise quantized quantised ptq"},
    {"calibrate", "calibration calib calib-size"},
    {"split", "part subset"},
    {"device", "board mcu hardware"},
    {"profile", "system hardware device device-profile cost-profile costs board mcu radio platform"},
    {"methods", "router routers score scores strategy policy measure measures"},
    {"method", "router routers score scores strategy policy measure measures"},
    {"utility", "metric objective reward"},
    {"repeats", "runs trials n-repeats repetitions seeds"},
    {"seed", "random-seed random-state rng seeds"},
    {"bootstrap", "resamples n-boot n-bootstrap"},
    {"tune-fraction",
     "tune-size val-fraction val-split val-size test-size train-size tuning-fraction fraction"},
    {"cross-fit", "cv crossfit cross-validation folds kfold"},
    {"run", "runs run-dir results result folder experiment"},
    {"force", "overwrite yes clobber"},
    {"json", "format as-json output-format"},
    {"dry-run", "check test plan"},
}};

/// A command's own options; of several commands with an option, the first here is named.
struct CommandOptions {
  std::string_view command;
  std::string_view options;  ///< separated by blanks
};

constexpr std::array<CommandOptions, 21> kCommands{{
    {"evaluate",
     "base cloud tune-base tune-cloud tune-fraction tune-limit cross-fit seed utility repeats methods "
     "coverage bootstrap recalibrate profile full-curve full json out force confidence battery rate sleep "
     "scores tune-scores latex pictures"},
    {"tune", "run latency energy macs accuracy sent life threshold price value value-of deadline method"},
    {"compare", "matrix against"},
    {"verify", "no-inputs"},
    {"profile new",
     "latency-per-input latency-per-send energy-per-input energy-per-send macs-per-second active-power "
     "bits-per-second spreading-factor transmit-power message-bytes message-latency message-energy "
     "duty-cycle bytes cloud-latency sleep-power source from name description ask"},
    {"predict",
     "model weights data root split limit resolution resize crop mean std int8 calibrate batch payload "
     "payload-size class-order on-bad-image compute threads no-sandbox precision"},
    {"train", "config set seeds dry-run"},
    {"cost", "ledger payloads base-macs cloud-macs router-macs input-bytes"},
    {"bound", "base-accuracy cloud-accuracy"},
    {"export-router", "prefix threshold"},
    {"audit", "slices claim"},
    {"simulate", "family tune-n n classes"},
    {"partition", "models features device"},
    {"train-exits", "after epochs"},
    {"model show", "layers splits"},
    {"model export", "names"},
    {"data fetch", "to mirror"},
    {"data verify", "all"},
    {"reproduce", "runs"},
    {"report", "html index tables"},
    {"check-table", "strict"},
}};

bool has(const CLI::App& app, std::string_view option) {
  return app.get_option_no_throw("--" + std::string(option)) != nullptr;
}

bool lists(std::string_view names, std::string_view name) {
  const auto all = split(names, ' ');
  return std::ranges::find(all, name) != all.end();
}

}  // namespace

std::string option_hint(const CLI::App& app, std::string_view name) {
  std::string plain = lower_case(name);
  std::ranges::replace(plain, '_', '-');
  const auto meant = [](std::string_view option) { return fmt::format("; did you mean '--{}'?", option); };
  if (plain != name && has(app, plain)) return meant(plain);
  for (const auto& [option, names, note] : kOtherNames)
    if (lists(names, plain) && has(app, option))
      return note.empty() ? meant(option) : fmt::format("; did you mean '--{}', {}?", option, note);
  std::vector<std::string> known;
  for (const auto* option : app.get_options())
    for (const auto& known_name : option->get_lnames()) known.push_back(known_name);
  const auto nearest = closest(plain, known);
  if (nearest && edit_distance(plain, *nearest) == 1 && plain.size() > 3) return meant(*nearest);
  for (const auto& [command, options] : kCommands)
    if (lists(options, plain)) return fmt::format("; it is an option of `hybrid {}`", command);
  return nearest ? meant(*nearest) : "";
}

}  // namespace hybrid::cli
