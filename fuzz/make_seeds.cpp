// Writes inputs for the fuzzer to begin with: make_seeds FOLDER makes FOLDER/npy/*, FOLDER/idx/*, ... They
// come from the project's own writers, from its configs and results, and from the builders of files that the
// tests use.

#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

#include "archives/tar_writer.h"
#include "core/files.h"
#include "image_index/index_cache.h"
#include "images/encode_image.h"
#include "input.h"
#include "predictions/npz.h"
#include "predictions/prediction_set.h"
#include "reproduce/provenance.h"
#include "reproduce/table_json.h"
#include "routing/auto_router_file.h"
#include "runs/outcomes_file.h"
#include "runs/split_file.h"
#include "support/finished_run.h"
#include "support/tar_files.h"
#include "support/tiny_problem.h"
#include "support/tiny_table.h"
#include "tiny_network.h"
#include "unit/runs/split_summary.h"
#include "unit/weights/file_builders.h"
#include "weights/dialects.h"
#include "weights/safetensors.h"

namespace fs = std::filesystem;
using namespace hybrid;
using fuzz::folder;

namespace {

const fs::path kSource = HYBRID_SOURCE;

/// Writes and copies seeds of one reader after the other.
class Seeds {
 public:
  explicit Seeds(fs::path folder) : folder_(std::move(folder)) {}

  void text(const std::string& reader, const std::string& name, std::string_view content) const {
    write_file_atomically(folder_ / reader / name, content);
  }
  /// The files of a folder of the project with this ending, up to the size that the fuzzer works with.
  void copies(const std::string& reader, const fs::path& from, const std::string& ending) const {
    for (const auto& entry : fs::directory_iterator(kSource / from))
      if (entry.path().extension() == ending && entry.file_size() < 16384)
        text(reader, entry.path().filename().string(), read_file(entry.path()));
  }

 private:
  fs::path folder_;
};

/// As files_in() takes it apart.
std::string joined(const std::vector<std::pair<std::string, std::string>>& files) {
  std::string text;
  for (const auto& [name, content] : files)
    text += "--- " + name + "\n" + content + (content.ends_with('\n') ? "" : "\n");
  return text;
}

void add_text_files(const Seeds& seeds) {
  for (const auto& entry : fs::directory_iterator(kSource / "fuzz/seeds")) {
    const fs::path below = entry.path().lexically_relative(kSource);
    for (const auto& input : fs::directory_iterator(entry))
      seeds.text(entry.path().filename().string(), input.path().filename().string(), read_file(input));
  }
  seeds.copies("config", "configs", ".yaml");
  for (const char* folder : {"configs/systems", "configs/devices", "configs/models"})
    seeds.copies("profile", folder, ".yaml");
  seeds.copies("printed", "results/paper", ".yaml");
  seeds.copies("prediction_csv", "tests/contract/input", ".csv");
}

void add_arrays(const Seeds& seeds) {
  const fs::path fixtures = "tests/unit/predictions/fixtures";
  seeds.copies("npy", fixtures / "arrays", ".npy");
  seeds.copies("prediction_npz", fixtures, ".npz");
  const std::vector<float> logits{1, 2, 3, -1, 0.5F, 1e30F};
  predictions::write_prediction_set(folder() / "set.npz", std::vector<std::int32_t>{0, 2}, logits,
                                    std::vector<std::string>{"a", "\u00e4"}, {{"macs", 1e6}});
  seeds.text("prediction_npz", "written.npz", read_file(folder() / "set.npz"));
}

void add_weights_files(const Seeds& seeds) {
  const std::string floats = test::bytes_of_floats({1, 2, 3, 4, 5, 6}),
                    counter = test::bytes_of(std::int64_t{3});
  weights::TensorMap map;
  map.tensors.push_back(weights::make_tensor("first.weight", {2, 3}, {1, 2, 3, 4, 5, 6}));
  map.tensors.push_back({"first.steps", weights::TensorType::i64, {}, std::vector<std::byte>(8)});
  map.tensors.push_back({"half", weights::TensorType::f16, {2, 1}, std::vector<std::byte>(4)});
  seeds.text("safetensors", "three", weights::format_safetensors(map));

  weights::TensorMap network;
  const auto names = weights::tensor_names(weights::Dialect::ours, fuzz::tiny_network());
  for (const auto& name : *names) {
    const auto values = weights::claimed_bytes(weights::TensorType::f32, name.our_shape) / 4;
    network.tensors.push_back(
        name.is_counter ? map.tensors[1]
                        : weights::make_tensor("", name.our_shape,
                                               std::vector<float>(static_cast<std::size_t>(values), 0.5F)));
    network.tensors.back().name = name.ours;
  }
  seeds.text("safetensors", "network", weights::format_safetensors(network));

  test::TensorPickle whole, column{.offset = 1, .shape = {2}, .strides = {3}},
      second{.key = "1", .elements = 1};
  second.shape = second.strides = {};
  second.storage = "LongStorage";
  const std::string flat = test::dict({{"a.weight", whole.str()}, {"a.bias", column.str()}});
  const std::string nested =
      test::dict({{"epoch", test::integer(3)},
                  {"args", test::object("argparse", "Namespace", test::dict({}))},
                  {"state_dict", test::dict({{"module.w", whole.str()}, {"n", second.str()}})}});
  seeds.text("torch_zip", "flat", test::torch_zip(flat, {floats}));
  seeds.text("torch_zip", "nested", test::torch_zip(nested, {floats, counter}));
  seeds.text("torch_legacy", "flat", test::legacy_torch_file(flat, {floats}));
  seeds.text("pickle", "flat", test::pickled(flat) + floats);
  seeds.text("pickle", "nested", test::pickled(nested) + floats);
}

void add_images(const Seeds& seeds) {
  images::Image image{.channels = 3, .height = 9, .width = 16, .pixels = {}};
  for (int i = 0; i < 3 * 9 * 16; ++i) image.pixels.push_back(static_cast<std::uint8_t>(i * 7));
  const std::string png = images::encode_image(image, {.format = cost::PayloadFormat::png}),
                    jpeg = images::encode_image(image, {.format = cost::PayloadFormat::jpeg, .quality = 75});
  const std::string ppm = "P6 2 2 255\n" + std::string(12, 'x');
  seeds.text("image", "png", png);
  seeds.text("image", "jpeg", jpeg);
  seeds.text("image", "ppm", ppm);

  seeds.text("image_tar", "folders.tar",
             test::tar_of({{"train/", ""}, {"train/n1/a.ppm", ppm}, {"train/n2/b.jpg", jpeg}}));
  seeds.text(
      "image_tar", "inner.tar",
      test::tar_of({{"n1.tar", test::tar_of({{"a.ppm", ppm}})}, {"n2.tar", test::tar_of({{"b.png", png}})}}));
  seeds.text("image_tar", "long.tar",
             test::gnu_entry("n1/" + std::string(120, 'y') + ".ppm", ppm) +
                 test::pax_entry("n2/\u00e4.ppm", ppm) + test::kTarEnd);
  seeds.text("shard", "cls.tar",
             test::tar_of({{"0.ppm", ppm}, {"0.cls", "1"}, {"1.jpg", jpeg}, {"1.cls", "0\n"}}));
  seeds.text("shard", "json.tar",
             test::tar_of({{"a/0.png", png}, {"a/0.json", R"({"label": 2, "x": [1]})"}}));
  archives::TarWriter writer(folder() / "written.tar");
  writer.add("a.ppm", ppm);
  writer.add("b/c.txt", "text");
  writer.finish();
  seeds.text("archive", "written.tar", read_file(folder() / "written.tar"));
  seeds.text("archive", "hostile.tar", test::tar_of({{"../up", "x"}, {"/absolute", "y"}, {"a", "z"}}));
  seeds.text("archive", "good.zip", test::zip_file({{"a/b", "text"}, {"c", ""}}));
  seeds.text("archive", "hostile.zip", test::zip_file({{"a/b", "text"}, {"../up", "x"}}));

  image_index::ImageIndex index{.folder = "/data", .class_names = {"a", "b"}, .archives = {"x.tar"}};
  index.add("a/1.jpg", 1, {.offset = 512, .size = 70, .archive = 0});
  index.add("b/2.jpg", 0, {.offset = 2048, .size = 7, .archive = 0});
  index.warnings = {"class 0 has no image"};
  const std::string bytes = image_index::to_bytes(index);
  seeds.text("index_cache", "two", bytes.substr(bytes.find('\n') + 1 + 64));
}

void add_data_sets(const Seeds& seeds) {
  using namespace std::string_literals;
  seeds.text("idx", "labels", "\0\0\x08\x01\0\0\0\x04"s + "\1\2\3\0"s);
  seeds.text("idx", "images", "\0\0\x08\x03\0\0\0\x01\0\0\0\x02\0\0\0\x03"s + "abcdef");
  const std::string records = "\3"s + std::string(3072, 'x') + "\7"s + std::string(3072, 'y');
  seeds.text("cifar", "records", records);
  const std::string names = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n", at = "cifar-10-batches-bin/";
  seeds.text("cifar", "archive.tar",
             test::tar_of({{at + "test_batch.bin", records}, {at + "batches.meta.txt", names}}));
}

void add_runs_and_results(const Seeds& seeds) {
  const fs::path run = folder() / "run";
  runs::write_routing_problem(run, test::tiny_problem(), {.base_macs = 1e6, .input_bytes = 784});
  const routing::LogisticRouter head{{{0.5}, {2}}, {1, {0.25}, {{0, 1, -1}}}};
  const std::string automatic =
      routing::to_json({.weight = 0.5, .confidence = {0.1, 2, 1}, .heads = {head, head, 1}});
  const std::string metrics =
      R"({"methods": {"max_prob": {"points": [{"target_coverage": 0.8, "accuracy": 0.9,)"
      R"( "latency_ms": 12.5, "energy_mj": null}]}}})";
  const std::string split = runs::to_json(test::split_summary()),
                    methods = read_file(run / runs::kMethodsFile);
  const std::string row = "max_prob,0.8,0.79,0.9,0.88,0.92,0.9,0.95,12.5,3,1e6,0.7\n";
  seeds.text("run", "all",
             joined({{runs::kMethodsFile, methods},
                     {"curves.csv", test::kCurvesHeader + row},
                     {runs::kAutoFile, automatic}}));
  seeds.text("run", "split",
             joined({{runs::kMethodsFile, methods},
                     {"curves.csv", test::kCurvesHeader + row},
                     {"metrics.json", metrics},
                     {runs::kSplitFile, split}}));
  seeds.text("outcomes", "test", read_file(run / runs::kTestOutcomes));

  test::write_finished_run(folder() / "a-seed2", {{"curves.csv", test::kCurvesHeader}});
  const std::string manifest = read_file(folder() / "a-seed2/manifest.json");
  seeds.text("manifest", "written", manifest);
  seeds.text("packed_runs", "one",
             test::zip_file({{"a/manifest.json", manifest}, {"a/curves.csv", test::kCurvesHeader}}));

  reproduce::ReproducedTable figure = test::tiny_table();
  figure.name = "figure2";
  figure.figure = test::tiny_figure();
  seeds.text("results", "table",
             joined({{"tables/a.json", reproduce::table_json(test::tiny_table())},
                     {"tables/b.json", reproduce::table_json(figure)},
                     {"figures/figure2.svg", "<?xml?><svg width=\"8\"><g id=\"canvas\"/></svg>"}}));
  reproduce::write_provenance({{.name = "pair",
                                .path = "results/runs/pair",
                                .command = "hybrid evaluate",
                                .commit = "684f5ab",
                                .version = "0.1.0",
                                .hash = "01",
                                .started = "2026-11-24T10:00:00Z",
                                .machine = "CPU",
                                .seconds = 61}},
                              folder() / "provenance.json");
  seeds.text(
      "results", "claims",
      joined(
          {{"tables/a.json", reproduce::table_json(figure)},
           {"paper-check.json",
            R"({"claims": [{"place": "A.2", "claim": "a < b", "arithmetic": "1 < 2", "verdict": "holds", "remark": ""}]})"},
           {"provenance.json", read_file(folder() / "provenance.json")}}));
}

}  // namespace

int main(int count, char** arguments) try {
  if (count != 2) {
    std::fputs("usage: make_seeds FOLDER\n", stderr);
    return 2;
  }
  const Seeds seeds(arguments[1]);
  add_text_files(seeds);
  add_arrays(seeds);
  add_weights_files(seeds);
  add_images(seeds);
  add_data_sets(seeds);
  add_runs_and_results(seeds);
  return 0;
} catch (const std::exception& fault) {
  std::fprintf(stderr, "make_seeds: error: %s\n", fault.what());
  return 1;
}
