#include "config/experiment.h"

#include <cstdlib>
#include <filesystem>

#include "change_everything.h"
#include "config/writer.h"
#include "marked_yaml.h"

using namespace hybrid;
using namespace hybrid::config;
using namespace hybrid::test;

namespace {

constexpr const char* kSmallest = "name: small\nbase: {network: a}\ncloud: {network: b}\n";

std::string with(const std::string& lines) {
  return kSmallest + lines;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t from = 0; from < text.size(); from = text.find('\n', from) + 1)
    lines.push_back(text.substr(from, text.find('\n', from) - from));
  return lines;
}

const std::string kNetworkDoc =
    "name of the architecture (`hybrid model list`), or torchscript for the network in `weights`, a program, which runs "
    "in a sandbox";

/// The diagnostics of the smallest config with those changes.
std::string refusal(const std::vector<std::string>& sets) {
  try {
    (void)load_text<ExperimentConfig>(kSmallest, kFile, sets);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a network used as it is cannot be the base, be trained, or be without its file", "[config]") {
  REQUIRE_THAT(refusal({"cloud.network=torchscript"}),
               Catch::Contains("weights must name the TorchScript file"));
  REQUIRE(refusal({"cloud.network=torchscript", "cloud.weights=c.ts.pt"}).empty());
  REQUIRE_THAT(refusal({"base.network=torchscript", "base.weights=c.ts.pt"}),
               Catch::Contains("name an architecture of the catalog"));
  REQUIRE_THAT(
      refusal({"cloud.network=torchscript", "cloud.weights=c.ts.pt", "training.update=router+base+cloud"}),
      Catch::Contains("which cannot be trained: choose router+base or router"));
}

TEST_CASE("rules between published weights, oracle labels, distillation and integers", "[config]") {
  REQUIRE_THAT(refusal({"base.weights=w.pth", "training.oracle_labels=cross_fit"}),
               Catch::Contains("choose train, train_views or held_out"));
  REQUIRE_THAT(refusal({"training.distillation.weight=0.5", "training.update=router+base+cloud"}),
               Catch::Contains("router+base alone"));
  REQUIRE_THAT(refusal({"training.distillation.weight=0.5", "training.update=router"}),
               Catch::Contains("router+base alone"));
  REQUIRE_THAT(refusal({"training.oracle_labels=train_views", "training.base.augment=none"}),
               Catch::Contains("the same as train"));
  REQUIRE_THAT(refusal({"cloud.int8_calibration=5"}), Catch::Contains("only the base runs on the device"));
  REQUIRE(refusal({"base.int8_calibration=5", "training.distillation.weight=0.5"}).empty());
}

TEST_CASE("weights are looked for as written, beside the config and below $HYBRID_DATA", "[config]") {
  const auto folder = std::filesystem::temp_directory_path() / "hybrid-find-weights-test";
  write_file_atomically(folder / "w.pth", "x");
  REQUIRE(find_weights((folder / "w.pth").string(), "/nowhere") == folder / "w.pth");
  REQUIRE(find_weights("w.pth", folder) == folder / "w.pth");
  REQUIRE_THROWS_WITH(find_weights("x.pth", folder),
                      Catch::Contains("looked for") && Catch::Contains("x.pth"));
  ::setenv("HYBRID_DATA", folder.c_str(), 1);
  REQUIRE(find_weights("w.pth", "/nowhere") == folder / "w.pth");
  ::unsetenv("HYBRID_DATA");
  std::filesystem::remove_all(folder);
}

TEST_CASE("a name and two networks are enough", "[config]") {
  ExperimentConfig expected;
  expected.name = "small";
  expected.base.network = "a";
  expected.cloud.network = "b";
  REQUIRE(load_text<ExperimentConfig>(kSmallest, kFile).value == expected);
  require_findings<ExperimentConfig>("^^^", {"base.network is missing, must be given: " + kNetworkDoc,
                                             "cloud.network is missing, must be given: " + kNetworkDoc,
                                             "name is missing, must be given: name of the run's folder"});
}

TEST_CASE("hybrid training starts from the paper's optimiser settings", "[config]") {
  const ExperimentConfig c;
  const SgdConfig paper{.learning_rate = 1e-4, .momentum = 0.9, .weight_decay = 1e-5, .batch = 256};
  REQUIRE(c.training.base == paper);
  REQUIRE(c.training.cloud == paper);
  REQUIRE(c.router.learning_rate == 1e-2);
  REQUIRE(c.router.weight_decay == 1e-5);
  REQUIRE(c.router.batch == 256);
  REQUIRE(c.router.hidden == std::vector{256, 64});
}

TEST_CASE("a run's name is good for a folder", "[config]") {
  for (const std::string name : {"Small", "-a", ".a", "_a", "a b", "a/b", "\xc3\xa9"})
    require_findings<ExperimentConfig>(
        "name: ^" + name + "\nbase: {network: a}\ncloud: {network: b}\n",
        {"name is " + name +
         ", must be lower-case letters, digits, '.', '_' and '-', with a letter or digit first"});
  REQUIRE(findings_in<ExperimentConfig>("name: 0a.b_c-d\nbase: {network: a}\ncloud: {network: b}\n").empty());
}

TEST_CASE("held-out labels need images held out", "[config]") {
  const std::string message =
      "training.oracle_labels is held_out, but data.oracle_fraction is 0: hold images out, or choose "
      "cross_fit or train";
  require_findings<ExperimentConfig>(with("data: {oracle_fraction: ^0}\n"), {message});
  REQUIRE(
      findings_in<ExperimentConfig>(with("data: {oracle_fraction: 0}\ntraining: {oracle_labels: train}\n"))
          .empty());
  REQUIRE(
      findings_in<ExperimentConfig>(with("data: {oracle_fraction: 0}\ntraining: {update: none}\n")).empty());
}

TEST_CASE("the rules of a section hold within the experiment", "[config]") {
  require_findings<ExperimentConfig>(
      with("data:\n  oracle_fraction: ^0.5\n  tune_fraction: 0.4\n"),
      {"oracle_fraction and tune_fraction add up to 0.9, must be < 0.9: the networks are trained on the "
       "rest"});
}

TEST_CASE("a loss weight can only be changed where it weighs what is trained", "[config]") {
  require_findings<ExperimentConfig>(with("training: {update: router, base_emphasis: ^0}\n"),
                                     {"base_emphasis is set, but update is router, which trains no base by "
                                      "W_b: choose router+base or router+base+cloud"});
  require_findings<ExperimentConfig>(with("training: {cloud_emphasis: ^0}\n"),
                                     {"cloud_emphasis is set, but update is router+base, which trains no "
                                      "cloud by W_g: choose router+base+cloud"});
  REQUIRE(refusal({"training.base_emphasis=0", "training.update=router+base"}).empty());
  REQUIRE(refusal({"training.cloud_emphasis=3", "training.update=router+base+cloud"}).empty());
  REQUIRE(refusal({"training.base_emphasis=1", "training.update=none"}).empty());
}

TEST_CASE("pairs can only be chosen for a router that sees pairs", "[config]") {
  require_findings<ExperimentConfig>(
      with("router: {features: top10, pairs: ^product}\n"),
      {"pairs is product, but features is top10, which has no pairs: choose entropy+pairs"});
  REQUIRE(refusal({"router.features=entropy+pairs+class", "router.pairs=product"}).empty());
}

TEST_CASE("bounds of every section are kept", "[config]") {
  const std::vector<std::pair<std::string, std::string>> bad = {
      {"seed=-1", "seed is -1, must be >= 0"},
      {"threads=-1", "threads is -1, must be in [0, 1024]"},
      {"base.pretrain.epochs=0", "base.pretrain.epochs is 0, must be >= 1"},
      {"base.pretrain.label_smoothing=1", "base.pretrain.label_smoothing is 1, must be in [0, 1)"},
      {"cloud.pretrain.learning_rate=0", "cloud.pretrain.learning_rate is 0, must be > 0"},
      {"cloud.pretrain.momentum=1", "cloud.pretrain.momentum is 1, must be in [0, 1)"},
      {"training.base.batch=0", "training.base.batch is 0, must be >= 1"},
      {"training.base.weight_decay=-1", "training.base.weight_decay is -1, must be >= 0"},
      {"training.cloud.warmup_fraction=0.6", "training.cloud.warmup_fraction is 0.6, must be in [0, 0.5]"},
      {"training.base_emphasis=-1", "training.base_emphasis is -1, must be >= 0"},
      {"training.cloud_emphasis=-1", "training.cloud_emphasis is -1, must be >= 0"},
      {"training.epochs=0", "training.epochs is 0, must be >= 1"},
      {"router.hidden=[0]", "router.hidden[0] is 0, must be >= 1"},
      {"router.penalty_weight=-1", "router.penalty_weight is -1, must be >= 0"},
      {"evaluation.coverages=[1.1]", "evaluation.coverages[0] is 1.1, must be in [0, 1]"},
      {"evaluation.coverages=[1,1]",
       "evaluation.coverages[1] is 1, must be different from the entries before it"},
      {"evaluation.latency_ms=[0]", "evaluation.latency_ms[0] is 0, must be > 0"},
      {"evaluation.bootstrap=99", "evaluation.bootstrap is 99, must be >= 100"},
      {"systems=[nowhere.yaml]",
       "systems[0] is nowhere.yaml, must be an existing file (looked for configs/nowhere.yaml) or a name of "
       "configs/systems: esp32s3-wifi, jetson-tx2-wifi, nrf52840-ble, paper-table3, paper-table7-measured, "
       "paper-text, rp2040-lorawan-sf7, stm32f746-nbiot, stm32f746-nbiot-measured, stm32h743-ltem"},
  };
  for (const auto& [set, message] : bad) require_set_finding<ExperimentConfig>(kSmallest, set, message);
}

TEST_CASE("the words of every closed list are those of the manual", "[config]") {
  const std::vector<std::string> good = {"compute=auto",
                                         "compute=cpu",
                                         "compute=cuda",
                                         "data.dataset=synthetic",
                                         "base.precision=bf16",
                                         "base.pretrain.augment=flip_shift",
                                         "router.features=entropy",
                                         "router.features=top10",
                                         "router.features=entropy+pairs+class",
                                         "router.pairs=product",
                                         "router.penalty=paper",
                                         "router.target_coverage=oracle",
                                         "training.update=none",
                                         "training.update=router",
                                         "training.update=router+base",
                                         "training.update=router+base+cloud",
                                         "training.oracle_labels=cross_fit"};
  for (const auto& set : good) {
    const std::vector<std::string> sets = {set};
    const std::string yaml = to_yaml(load_text<ExperimentConfig>(kSmallest, kFile, sets).value);
    const auto key = set.substr(set.rfind('.') + 1);
    REQUIRE_THAT(yaml,
                 Catch::Contains(key.substr(0, key.find('=')) + ": " + key.substr(key.find('=') + 1) + "\n"));
  }
}

TEST_CASE("every option of an experiment survives writing and reading", "[config]") {
  const auto folder = std::filesystem::temp_directory_path() / "hybrid-experiment-test";
  write_file_atomically(folder / "profile.yaml", "x\n");
  auto config = changed<ExperimentConfig>("profile.yaml");

  const auto before = lines_of(to_yaml(ExperimentConfig{}));
  const auto after = lines_of(to_yaml(config));
  REQUIRE(before.size() == after.size());
  for (std::size_t i = 0; i < before.size(); ++i)
    if (!before[i].ends_with(':')) REQUIRE(before[i] != after[i]);

  // These contradict what else was changed, or are words of a few.
  config.evaluation.pictures = {"png", "pdf"};
  config.data.class_order = ClassOrder::text;
  config.data.image_size = 0;
  config.cloud.int8_calibration = 0;
  config.training.distillation.weight = 0;
  for (SgdConfig* sgd : {&config.base.pretrain.sgd, &config.cloud.pretrain.sgd, &config.training.base,
                         &config.training.cloud}) {
    sgd->augment = Augment::random_resized_crop;
    sgd->crop_area = {0.25, 1.0 / 3};
  }
  write_file_atomically(folder / "config.yaml", to_yaml(config));
  REQUIRE(load_experiment(folder / "config.yaml").value == config);
  std::filesystem::remove_all(folder);
}

TEST_CASE("the error block names place, finding and next step, and counts", "[config]") {
  const std::string text =
      "name: mcu\n"               // 1
      "\n"                        // 2
      "seed: 1\n"                 // 3
      "base:\n"                   // 4
      "  network: a\n"            // 5
      "cloud:\n"                  // 6
      "  network: b\n"            // 7
      "\n\n\n\n\n"                // 8 to 12
      "router:\n"                 // 13
      "  hiden: [256, 64]\n"      // 14
      "\n\n\n\n\n\n"              // 15 to 20
      "  learning_rate: -0.01\n"  // 21
      "\n\n\n\n\n\n\n\n"          // 22 to 29
      "seed: 2\n";                // 30
  REQUIRE_THROWS_WITH(load_text<ExperimentConfig>(text, "configs/mcu.yaml"),
                      "configs/mcu.yaml:14:3: error: unknown key 'hiden' in router; did you mean 'hidden'?\n"
                      "configs/mcu.yaml:21:18: error: router.learning_rate is -0.01, must be > 0\n"
                      "configs/mcu.yaml:30:1: error: duplicate key 'seed' (first on line 3)\n"
                      "3 errors in configs/mcu.yaml; nothing was run");
}
