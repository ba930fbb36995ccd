#include "nets/predict.h"

#include <catch2/catch.hpp>
#include <limits>
#include <numeric>

#include "arch/catalog.h"
#include "core/error.h"
#include "datasets/synthetic.h"
#include "images/memory_source.h"
#include "predictions/npz.h"
#include "predictions/prediction_set.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"

using namespace hybrid;
using namespace hybrid::nets;
using Catch::Contains;
using test::error_message;

namespace {

constexpr std::size_t kImages = 103;

/// Made images, a network of random weights, and the set it writes.
struct Setting {
  images::ImageDataset dataset = datasets::make_synthetic(kImages, SeedTree(1)).dataset;
  std::unique_ptr<images::ImageSource> images = source_of(dataset, "test");
  InferenceModel model = inference_model(
      build_network(*arch::find_arch("separable-tiny", {1, 12, 12}, dataset.classes), SeedTree(1)));
  transforms::Preprocessing preprocessing{.normalization = {{0.5F}, {0.25F}}};
  test::TemporaryFolder folder;
  Logger log{Verbosity::quiet};

  PredictionTotals predict(std::size_t batch, const std::string& name = "set.npz") {
    predictions::PredictionWriter writer(folder / name, images->size(), model.classes, output_kind(model));
    const auto totals = nets::predict(model, *images, preprocessing, batch, writer, log);
    writer.finish({{"model", "m"}});
    return totals;
  }
};

}  // namespace

TEST_CASE("a model that gives probabilities itself has them written as such", "[nets]") {
  Setting s;
  const PredictionTotals plain = s.predict(10, "logits.npz");
  s.model.gives_probabilities = true;
  REQUIRE(s.predict(10).correct == plain.correct);
  const predictions::NpzFile file(s.folder / "set.npz");
  REQUIRE_FALSE(file.has("logits"));
  const auto classes = static_cast<std::size_t>(s.model.classes);
  const auto probabilities = file.read<float>("probabilities");
  REQUIRE(probabilities.size() == kImages * classes);
  for (std::size_t i = 0; i < kImages; ++i)
    REQUIRE(std::accumulate(probabilities.begin() + static_cast<std::ptrdiff_t>(i * classes),
                            probabilities.begin() + static_cast<std::ptrdiff_t>((i + 1) * classes),
                            0.0) == Approx(1).margin(1e-6));
  const predictions::PredictionSet logits = predictions::read_prediction_set(s.folder / "logits.npz"),
                                   set = predictions::read_prediction_set(s.folder / "set.npz");
  REQUIRE(set.predicted == logits.predicted);
  for (std::size_t i = 0; i < kImages; ++i)
    REQUIRE(set.confidence[i] == Approx(logits.confidence[i]).margin(1e-6));
  REQUIRE(set.log_sum_exp.empty());  // the energy is not defined
}

TEST_CASE("every image's label, id and logits are in the set, in order", "[nets]") {
  Setting s;
  const PredictionTotals totals = s.predict(10);
  const predictions::NpzFile file(s.folder / "set.npz");
  const auto logits = file.read<float>("logits");
  const auto classes = static_cast<std::size_t>(s.model.classes);
  REQUIRE(logits.size() == kImages * classes);
  for (const std::size_t i : {0UL, 9UL, 10UL, 102UL}) {
    auto image = torch::empty({1, 1, 12, 12});
    transforms::preprocess_image(s.images->image(i), s.preprocessing, {image.data_ptr<float>(), 144});
    const auto expected = s.model.forward(image);
    for (std::size_t k = 0; k < classes; ++k)
      REQUIRE(logits[i * classes + k] ==
              Approx(expected[0][static_cast<std::int64_t>(k)].item<double>()).margin(1e-5));
  }
  const predictions::PredictionSet set = predictions::read_prediction_set(s.folder / "set.npz");
  REQUIRE(set.labels == s.dataset.labels);
  REQUIRE(set.ids[102] == s.images->id(102));
  REQUIRE(set.meta == nlohmann::json{{"model", "m"}});
  double right = 0;
  for (const auto one : predictions::correct(set)) right += one;
  REQUIRE(static_cast<double>(totals.correct) == right);
  REQUIRE(totals.images == kImages);
}

TEST_CASE("the size of the batch changes nothing but rounding", "[nets]") {
  Setting s;
  REQUIRE(s.predict(1, "one.npz").correct == s.predict(1000, "all.npz").correct);
  const auto one = predictions::NpzFile(s.folder / "one.npz").read<float>("logits");
  const auto all = predictions::NpzFile(s.folder / "all.npz").read<float>("logits");
  for (std::size_t i = 0; i < one.size(); ++i) REQUIRE(one[i] == Approx(all[i]).margin(1e-5));
}

TEST_CASE("images are resized to what the model takes", "[nets]") {
  Setting s;
  s.model = inference_model(
      build_network(*arch::find_arch("separable-tiny", {1, 20, 20}, s.dataset.classes), SeedTree(1)));
  REQUIRE_THAT(error_message<DataError>([&] { s.predict(10); }),
               Contains("is 1x12x12") && Contains("takes 1x20x20"));
  REQUIRE(std::filesystem::is_empty(s.folder.path()));
  s.preprocessing.input.size = 20;
  REQUIRE(s.predict(10).images == kImages);
}

TEST_CASE("a model of another number of classes than the data's is refused with both", "[nets]") {
  Setting s;
  s.model = inference_model(build_network(*arch::find_arch("separable-tiny", {1, 12, 12}, 77), SeedTree(1)));
  REQUIRE_THAT(error_message<DataError>([&] { s.predict(10); }),
               Contains("77 classes, the data have " + std::to_string(s.dataset.classes)));
}

TEST_CASE("logits that are no numbers are refused with the image, and no set appears", "[nets]") {
  Setting s;
  s.model.forward = [&s, calls = 0](const torch::Tensor& images) mutable {
    auto logits = torch::zeros({images.size(0), s.model.classes});
    if (++calls == 3) logits[2][0] = std::numeric_limits<float>::quiet_NaN();
    return logits;
  };
  REQUIRE_THAT(error_message<DataError>([&] { s.predict(10); }), Contains(s.images->id(22)));
  REQUIRE(std::filesystem::is_empty(s.folder.path()));
}

TEST_CASE("a model that breaks its promise is a fault of ours", "[nets]") {
  Setting s;
  s.model.forward = [](const torch::Tensor& images) { return torch::zeros({images.size(0), 3}); };
  REQUIRE_THROWS_AS(s.predict(10), InternalError);
}
