#include "training/fixed_network.h"

#include "nets/infer.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "datasets/synthetic.h"
#include "predictions/prediction_set.h"
#include "support/dataset_source.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>

using namespace hybrid;
using namespace hybrid::training;

namespace {

/// A network that counts the images it is asked about, and answers with the means of ten pixel groups.
struct Counting {
  images::ImageDataset images = datasets::make_synthetic(250, SeedTree(3)).dataset;
  test::DatasetSource source{images};
  std::vector<std::size_t> rows = std::vector<std::size_t>(images.size());
  std::int64_t asked = 0;
  FixedNetwork network;

  explicit Counting(const std::filesystem::path& cache) {
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    network.model = {.name = "counting", .input = {1, 12, 12}, .classes = 10};
    network.model.forward = [this](const torch::Tensor& x) {
      asked += x.size(0);
      return x.flatten(1).slice(1, 0, 140).reshape({x.size(0), 10, 14}).mean(2);
    };
    network.input = transforms::preprocessing_of({}, source, rows);
    network.sha256 = "abc";
    network.cache = cache;
  }

  std::filesystem::path answers(const transforms::SeededAugmentation& augmentation = {}) {
    Logger log(Verbosity::quiet);
    return cached_logits(network, source, "train", rows, augmentation, log);
  }
};

const transforms::SeededAugmentation kMirrored{{.kind = config::Augment::flip}, SeedTree(1)};

}  // namespace

TEST_CASE("a fixed network is asked once about the same images", "[training]") {
  const test::TemporaryFolder folder;
  Counting counting(folder.path());
  const auto first = counting.answers();
  REQUIRE(counting.asked == 250);
  REQUIRE(counting.answers() == first);
  REQUIRE(counting.asked == 250);

  const predictions::PredictionSet set = predictions::read_prediction_set(first);
  REQUIRE(set.labels == counting.images.labels);
  REQUIRE(set.ids.front() == "train/0");
  Logger log(Verbosity::quiet);
  const auto logits =
      nets::infer_all(counting.network.model, {counting.network.input}, counting.source, counting.rows, log);
  REQUIRE(logits.size() == 2500);
  for (std::size_t i = 0; i < set.size(); ++i) {
    const auto row = logits.begin() + static_cast<std::ptrdiff_t>(10 * i);
    REQUIRE(set.predicted[i] == std::max_element(row, row + 10) - row);
  }
}

TEST_CASE("whatever decides the answers of a fixed network gives them another file", "[training]") {
  const test::TemporaryFolder folder;
  Counting counting(folder.path());
  std::set<std::filesystem::path> files{counting.answers()};
  const auto is_new = [&] { return files.insert(counting.answers()).second; };

  REQUIRE(files.insert(counting.answers(kMirrored)).second);
  REQUIRE(files.insert(counting.answers({{.kind = config::Augment::flip}, SeedTree(2)})).second);
  REQUIRE(files.insert(counting.answers({{.kind = config::Augment::flip_shift}, SeedTree(1)})).second);
  REQUIRE(files.insert(counting.answers({{.kind = config::Augment::flip_shift, .shift = 3}, SeedTree(1)}))
              .second);
  counting.network.sha256 = "abd";
  REQUIRE(is_new());
  counting.network.input.normalization.mean[0] += 0.1F;
  REQUIRE(is_new());
  counting.network.input.normalization.stddev[0] += 0.1F;
  REQUIRE(is_new());
  counting.network.input.input.crop = 0.5;
  REQUIRE(is_new());
  counting.network.input.input.resize = config::Resize::opencv_bilinear;
  REQUIRE(is_new());
  counting.network.model.precision = config::Precision::bf16;
  REQUIRE(is_new());
  counting.network.model.adapted = " log";
  REQUIRE(is_new());
  counting.rows.pop_back();
  REQUIRE(is_new());
  counting.images.labels[0] = (counting.images.labels[0] + 1) % 10;
  REQUIRE(is_new());
  REQUIRE_FALSE(is_new());
}

TEST_CASE("views that are not augmented do not depend on their seed", "[training]") {
  const test::TemporaryFolder folder;
  Counting counting(folder.path());
  REQUIRE(counting.answers({{}, SeedTree(1)}) == counting.answers({{}, SeedTree(2)}));
}
