#include "predictions/prediction_arrays.h"

#include <cmath>

#include "arrays.h"
#include "core/files.h"
#include "predictions/npz.h"
#include "test_files.h"

using namespace hybrid;
using namespace hybrid::predictions;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
using test::AnswersOnly;
using test::Arrays;
using test::data_error;

namespace {

using Labels = std::vector<std::int32_t>;
using Doubles = std::vector<double>;

/// Three rows without outputs.
class ThreeRows : public Arrays {
 public:
  ThreeRows() { remove("logits").add<std::int32_t>("labels", {0, 1, 2}); }
};

void require_as_numpy_expects(const PredictionSet& set) {
  const NpzFile expected(test::kFixtures / "set_expected.npz");
  REQUIRE(set.size() == 7);
  REQUIRE(set.classes == 12);
  REQUIRE(set.top_k == 10);
  REQUIRE(set.predicted == expected.read<std::int32_t>("predicted"));
  REQUIRE(set.predicted[2] == 3);  // the tie
  const auto top = expected.read<double>("top");
  REQUIRE(set.top.size() == top.size());
  for (std::size_t i = 0; i < top.size(); ++i) REQUIRE(set.top[i] == Approx(top[i]).epsilon(1e-12));
  const auto entropy = expected.read<double>("entropy");
  for (std::size_t i = 0; i < 7; ++i) {
    REQUIRE(set.entropy[i] == Approx(entropy[i]).epsilon(1e-12));
    REQUIRE(set.confidence[i] == set.top[i * 10]);
  }
  REQUIRE(set.ids.front() == "img-0");
  REQUIRE(set.feature_dim == 2);
  REQUIRE(set.features.size() == 14);
  REQUIRE(set.payload_bytes == Doubles{0, 100, 200, 300, 400, 500, 600});
  REQUIRE(set.latency_ms.back() == 2);
  REQUIRE(set.weight == Doubles(7, 1.0));
  REQUIRE(set.meta == nlohmann::json{{"model", "tiny"}, {"macs", 1.5e6}, {"class_names", {"Zürich", "b"}}});
  REQUIRE(set.warnings.empty());
}

}  // namespace

TEST_CASE("the same set is read from an npz, a deflated npz and a folder", "[predictions]") {
  for (const std::string name : {"set.npz", "set_deflated.npz", "set"}) {
    CAPTURE(name);
    const auto set = read_prediction_set(test::kFixtures / name);
    REQUIRE(set.source == (test::kFixtures / name).string());
    require_as_numpy_expects(set);
  }
}

TEST_CASE("half precision probabilities are taken as they are", "[predictions]") {
  const auto set = read_prediction_set(test::kFixtures / "probabilities_half.npz");
  const NpzFile raw(test::kFixtures / "probabilities_half.npz");
  const auto p = raw.read<double>("probabilities");
  for (std::size_t i = 0; i < set.size(); ++i)
    REQUIRE(set.confidence[i] ==
            *std::max_element(p.begin() + std::ptrdiff_t(i) * 12, p.begin() + std::ptrdiff_t(i + 1) * 12));
}

TEST_CASE("quantised logits are scaled back", "[predictions]") {
  const auto set = read_prediction_set(test::kFixtures / "quantized.npz");
  const NpzFile raw(test::kFixtures / "quantized.npz");
  Doubles logits = raw.read<double>("logits");
  for (double& z : logits) z = (z + 20) * 0.125;
  for (std::size_t i = 0; i < set.size(); ++i) {
    const auto summary = summarize_logits(std::span(logits).subspan(i * 12, 12));
    REQUIRE(set.predicted[i] == summary.predicted);
    REQUIRE(set.entropy[i] == summary.entropy);
  }

  Arrays bytes;
  bytes.add<std::uint8_t>("logits", {1, 2, 3, 6, 5, 4}, {2, 3}).scalar("scale", 1).scalar("zero_point", 128);
  REQUIRE(bytes.read().entropy[0] == Approx(Arrays().read().entropy[0]));
  bytes.remove("zero_point");
  REQUIRE(bytes.read().entropy[0] == Approx(Arrays().read().entropy[0]));
}

TEST_CASE("quantised logits without a usable scale are refused", "[predictions]") {
  Arrays arrays;
  arrays.add<std::uint8_t>("logits", {1, 2, 3, 6, 5, 4}, {2, 3});
  REQUIRE_THAT(
      arrays.error(),
      EndsWith("logits.npy: holds uint8 without 'scale'; add the scalars scale and zero_point of the "
               "model's output tensor"));
  REQUIRE_THAT(arrays.scalar("scale", 0).error(), EndsWith("scale is 0, expected more than 0"));
  REQUIRE_THAT(arrays.scalar("scale", NAN).error(), EndsWith("scale.npy: is nan, expected a finite number"));
  REQUIRE_THAT(arrays.scalar("scale", 1).scalar("zero_point", INFINITY).error(),
               Contains("zero_point.npy: is inf"));
  REQUIRE_THAT(arrays.add<double>("scale", {1, 2}).error(),
               EndsWith("scale.npy: is float64 [2], expected one number"));
  REQUIRE_THAT(
      arrays.add<std::int32_t>("logits", {1, 2, 3, 6, 5, 4}, {2, 3}).error(),
      Contains("holds int32, expected float16, float32, float64, or int8, uint8 or int16 with 'scale'"));
}

TEST_CASE("what is not needed is ignored with a warning", "[predictions]") {
  Arrays arrays;
  arrays.add<float>("probabilities", {1, 0, 0, 0, 1, 0}, {2, 3})
      .add<std::int32_t>("predicted", {0, 0})
      .add<float>("confidence", {0, 0})
      .scalar("scale", 2)
      .add<float>("label", {0, 0})
      .add<float>("xyzzy", {0});
  const auto set = arrays.read();
  REQUIRE(set.predicted == Labels{2, 0});
  REQUIRE(set.warnings == std::vector<std::string>{"scale is ignored: logits are float32",
                                                   "probabilities are ignored: logits are there",
                                                   "predicted are ignored: logits are there",
                                                   "confidence are ignored: logits are there",
                                                   "unknown array 'label' is ignored; did you mean 'labels'?",
                                                   "unknown array 'xyzzy' is ignored"});
  arrays.remove("logits").remove("scale");
  REQUIRE(arrays.read().warnings.front() == "predicted are ignored: probabilities are there");
}

TEST_CASE("answers without outputs are enough", "[predictions]") {
  AnswersOnly arrays;
  const auto set = arrays.read();
  REQUIRE(set.classes == 0);
  REQUIRE_FALSE(set.has_outputs());
  REQUIRE(set.predicted == Labels{2, 1});
  REQUIRE(set.entropy.empty());
  REQUIRE(set.confidence.empty());
  REQUIRE(arrays.add<float>("confidence", {0.5F, 1}).read().confidence == Doubles{0.5, 1});
}

TEST_CASE("a set without labels or without answers is refused", "[predictions]") {
  REQUIRE_THAT(Arrays().remove("labels").error(), EndsWith("has no array 'labels'; found: logits"));
  REQUIRE_THAT(Arrays().remove("labels").add<float>("label", {0, 0}).error(),
               Contains("did you mean 'label'?"));
  REQUIRE_THAT(Arrays().remove("logits").error(),
               EndsWith("has no outputs, expected 'logits', 'probabilities' or 'predicted'; found: labels"));
  REQUIRE_THAT(Arrays().remove("logits").remove("labels").error(),
               EndsWith("has no array 'labels'; found: none"));
  REQUIRE_THAT(Arrays().add<std::int32_t>("labels", {}).error(), EndsWith("holds no examples"));
}

TEST_CASE("arrays of the wrong shape, length or type are refused by name", "[predictions]") {
  REQUIRE_THAT(Arrays().add<std::int32_t>("labels", {2, 0}, {2, 1}).error(),
               EndsWith("labels.npy: has shape [2, 1], expected one dimension; save array.ravel()"));
  REQUIRE_THAT(Arrays().add<float>("labels", {2, 0}).error(),
               EndsWith("labels.npy: holds float32, expected integers; save array.astype(np.int64)"));
  REQUIRE_THAT(Arrays().add<std::int64_t>("labels", {2, std::int64_t{1} << 31}).error(),
               Contains("labels.npy: holds 2147483648, which does not fit"));
  REQUIRE_THAT(Arrays().add<float>("logits", {1, 2, 3, 4, 5, 6}, {3, 2}).error(),
               EndsWith("logits.npy: has shape [3, 2], expected [2, columns] for 2 labels; save array.T"));
  REQUIRE_THAT(Arrays().add<float>("logits", {1, 2}).error(),
               Contains("has shape [2], expected [2, columns]"));
  REQUIRE_THAT(Arrays().add<float>("logits", {1, 2}, {2, 1}).error(),
               Contains("logits of 1 class, expected 2 to 1000000; for two classes give both columns"));
  REQUIRE_THAT(Arrays().add<float>("logits", {}, {2, 0}).error(), Contains("logits of 0 classes"));
  REQUIRE_THAT(AnswersOnly().add<std::int32_t>("predicted", {1}).error(),
               EndsWith("predicted.npy: has 1 rows, labels have 2"));
  for (const std::string name : {"payload_bytes", "latency_ms", "weight"})
    REQUIRE_THAT(Arrays().add<float>(name, {1, 2, 3}).error(),
                 EndsWith(name + ".npy: has 3 rows, labels have 2"));
  REQUIRE_THAT(Arrays().add<float>("features", {1, 2}).error(), Contains("features.npy: has shape [2]"));
  REQUIRE_THAT(Arrays().add<std::int32_t>("ids", {1, 2, 3}).error(),
               EndsWith("ids.npy: has 3 rows, labels have 2"));
  REQUIRE_THAT(Arrays().add<float>("ids", {1, 2}).error(), Contains("ids.npy: holds float32"));
}

TEST_CASE("outputs that are not finite or no probabilities are refused by row", "[predictions]") {
  const float nan = NAN, inf = INFINITY;
  REQUIRE_THAT(Arrays().add<float>("logits", {1, 2, 3, 6, nan, 4}, {2, 3}).error(),
               EndsWith("logits: row 1, column 1 is nan, expected a finite number or -inf"));
  REQUIRE_THAT(Arrays().add<float>("logits", {1, 2, 3, 6, 5, inf}, {2, 3}).error(),
               Contains("logits: row 1, column 2 is inf") && EndsWith("compute and save float32"));
  REQUIRE_THAT(Arrays().add<float>("logits", {1, 2, 3, -inf, -inf, -inf}, {2, 3}).error(),
               EndsWith("logits: row 1 is -inf in every column, expected a finite number in one of them"));
  const auto probabilities = [](const std::vector<float>& p) {
    return Arrays().remove("logits").add("probabilities", p, {2, 3}).error();
  };
  REQUIRE_THAT(probabilities({1, 0, 0, nan, 0, 0}), Contains("row 1, column 0 is nan"));
  REQUIRE_THAT(probabilities({1, 0, 0, -inf, 0, 0}),
               Contains("row 1, column 0 is -inf") && Contains("logits"));
  Arrays close;
  close.remove("logits").add<float>("probabilities", {0.9995F, 0, 0, 0.5F, 0.25F, 0.2505F}, {2, 3});
  REQUIRE(close.read().confidence[0] == static_cast<double>(0.9995F));
  REQUIRE(close.read().warnings.empty());
}

TEST_CASE("8-bit probabilities are read like the floats that they stand for", "[predictions]") {
  // TFLite's softmax of 8 bits; row 0 sums to 257/256, row 1 to 255/256, row 2 to 1.
  const std::vector<int> steps{256 - 2, 2, 1, 0, 254, 1, 128, 64, 64};
  std::vector<float> dequantised;
  std::vector<std::int8_t> int8;
  std::vector<std::uint8_t> uint8;
  std::vector<std::int16_t> int16;
  for (const int step : steps) {
    dequantised.push_back(static_cast<float>(step) / 256);
    int8.push_back(static_cast<std::int8_t>(step - 128));
    uint8.push_back(static_cast<std::uint8_t>(step));
    int16.push_back(static_cast<std::int16_t>(step * 128));
  }
  const std::string name = "probabilities";
  PredictionSet expected = ThreeRows().add(name, dequantised, {3, 3}).read({.keep_logits = true});
  REQUIRE(expected.top == Doubles{254.0 / 257, 2.0 / 257, 1.0 / 257, 254.0 / 256, 1.0 / 256,
                                  std::nextafter(1.0 / 256, 0), 0.5, 0.25, 0.25});
  REQUIRE(expected.runner_up == Labels{1, 2, 1});
  REQUIRE(expected.warnings ==
          std::vector<std::string>{"2 of 3 rows of probabilities were normalised; the sum of row 1 differs "
                                   "most from 1, with 0.996094"});
  const auto same = [&](PredictionSet set) {
    set.source = expected.source;
    return set == expected;
  };
  REQUIRE(same(ThreeRows()
                   .integers(name, DType::int8, int8, {3, 3})
                   .scalar("scale", 1 / 256.0)
                   .scalar("zero_point", -128)
                   .read({.keep_logits = true})));
  REQUIRE(same(ThreeRows()
                   .integers(name, DType::uint8, uint8, {3, 3})
                   .scalar("scale", 1 / 256.0)
                   .scalar("zero_point", 0)
                   .read({.keep_logits = true})));
  REQUIRE(same(ThreeRows()
                   .integers(name, DType::int16, int16, {3, 3})
                   .scalar("scale", 1 / 32768.0)
                   .scalar("zero_point", 0)
                   .read({.keep_logits = true})));
}

TEST_CASE("8-bit probabilities need scale and zero point", "[predictions]") {
  Arrays arrays;
  arrays.remove("logits").add<std::uint8_t>("probabilities", {255, 1, 128, 128}, {2, 2});
  arrays.add<std::int32_t>("labels", {1, 0});
  REQUIRE_THAT(
      arrays.error(),
      EndsWith("probabilities.npy: holds uint8 without 'scale'; add the scalars scale and zero_point of "
               "the model's output tensor (TFLite's softmax: 1/256, and -128 for int8 or 0 for uint8)"));
  REQUIRE_THAT(arrays.scalar("scale", 1 / 256.0).error(), Contains("holds uint8 without 'zero_point'"));
  REQUIRE(arrays.scalar("zero_point", 0).read().confidence == Doubles{255.0 / 256, 0.5});
}

TEST_CASE("logits of -inf are probabilities of 0", "[predictions]") {
  const float inf = INFINITY;
  const PredictionSet set =
      Arrays().add<float>("logits", {-inf, 2, 3, 6, -inf, -inf}, {2, 3}).read({.keep_logits = true});
  REQUIRE(set.predicted == Labels{2, 0});
  REQUIRE(set.runner_up == Labels{1, 1});
  REQUIRE(set.top[0] == Approx(1 / (1 + std::exp(-1.0))));
  REQUIRE(set.top[2] == 0);
  REQUIRE(std::vector(set.top.begin() + 3, set.top.end()) == Doubles{1, 0, 0});
  REQUIRE(set.entropy[0] == Approx(summarize_logits(Doubles{2, 3}).entropy));
  REQUIRE(set.entropy[1] == 0);
  REQUIRE(set.log_sum_exp[1] == 6);
  REQUIRE(set.logits[0][0] == -inf);
  REQUIRE(set.warnings.empty());
}

TEST_CASE("probabilities under the name of logits are told", "[predictions]") {
  const auto warnings = [](const std::vector<float>& rows) {
    return Arrays().add("logits", rows, {2, 3}).read().warnings;
  };
  REQUIRE(warnings({0.5F, 0.25F, 0.25F, 0, 1, 0}).size() == 1);
  REQUIRE_THAT(warnings({0.5F, 0.25F, 0.25F, 0, 1, 0}).front(),
               Contains("logits look like probabilities") &&
                   EndsWith("save them as 'probabilities' (in a CSV: columns p0, p1, ...)"));
  // One row that cannot be is enough; which row it is does not matter.
  REQUIRE(warnings({0.5F, 0.25F, 0.25F, 0, 1, 0.25F}).empty());
  REQUIRE(warnings({0.5F, 0.75F, -0.25F, 0, 1, 0}).empty());
  REQUIRE(warnings({2, -0.5F, -0.5F, 0, 1, 0}).empty());
  // An int8 softmax, as TensorFlow Lite writes it: scale 1/256, zero point -128. The advice works.
  Arrays quantised;
  const std::vector<std::int8_t> steps{0, -64, -64, 127, -128, -128};
  quantised.integers("logits", DType::int8, steps, {2, 3})
      .scalar("scale", 1 / 256.0)
      .scalar("zero_point", -128);
  REQUIRE(quantised.read().warnings.size() == 1);
  quantised.remove("logits").integers("probabilities", DType::int8, steps, {2, 3});
  REQUIRE(quantised.read().confidence == Doubles{0.5, 255.0 / 256});
}

TEST_CASE("probabilities in half precision stay as they are if they sum to 1 within one per cent",
          "[predictions]") {
  // 0x3c00 is 1, 0x1c00 is 2^-8, 0x2000 is 2^-7 (sums 1.0039 and 1.0078), 0x2400 is 2^-6 (1.0156).
  const auto half = [](std::vector<std::uint16_t> bits) {
    return Arrays()
        .remove("logits")
        .add<std::int32_t>("labels", {1, 0})
        .add(NpyArray{"probabilities", {DType::float16, 2, {2, 2}}, std::as_bytes(std::span(bits)), nullptr})
        .read();
  };
  REQUIRE(half({0x3c00, 0x1c00, 0x3c00, 0x2000}).confidence == Doubles{1, 1});
  REQUIRE(half({0x3c00, 0x1c00, 0x3c00, 0x2000}).warnings.empty());
  REQUIRE(half({0x3c00, 0, 0x3c00, 0x2400}).confidence == Doubles{1, 1 / 1.015625});
}

TEST_CASE("features must be finite", "[predictions]") {
  REQUIRE(Arrays().add<double>("features", {1, 2, 3, 4}, {2, 2}).read().features ==
          std::vector<float>{1, 2, 3, 4});
  REQUIRE_THAT(Arrays().add<double>("features", {1, 2, 3, 1e300}, {2, 2}).error(),
               EndsWith("features.npy: row 1, column 1 is inf, expected a finite number"));
}

TEST_CASE("ids may be text or whole numbers", "[predictions]") {
  REQUIRE(Arrays().add<std::int64_t>("ids", {-1, 12345678901}).read().ids ==
          std::vector<std::string>{"-1", "12345678901"});
  const std::vector<std::string> names = {"é", "b"};
  REQUIRE(Arrays().add(npy_text("ids", names)).read().ids == names);
}

TEST_CASE("meta must be one JSON object", "[predictions]") {
  REQUIRE(Arrays().read().meta == nlohmann::json::object());
  REQUIRE(Arrays().meta("{\"macs\": 5}").read().meta.at("macs") == 5);
  REQUIRE_THAT(Arrays().meta("{\"macs\": 5").error(),
               Contains("meta is not JSON (") && Contains("line 1, column 11"));
  REQUIRE_THAT(Arrays().meta("[1]").error(),
               EndsWith("meta is a JSON array, expected an object; save json.dumps(meta) of a dict, once"));
  REQUIRE_THAT(Arrays().meta("").error(), Contains("meta is not JSON"));

  const std::vector<std::string> one = {"{\"a\": \"é\"}"}, two = {"{}", "{}"};
  REQUIRE(Arrays().add(npy_text("meta", one)).read().meta.at("a") == "é");
  REQUIRE(Arrays().add(npy_scalar_text("meta", one[0])).read().meta.at("a") == "é");
  REQUIRE_THAT(Arrays().add(npy_text("meta", two)).error(),
               EndsWith("meta.npy: is str [2], expected one JSON text; save json.dumps(meta) of one dict"));
  REQUIRE_THAT(Arrays().add<double>("meta", {1}).error(), Contains("meta.npy: is float64 [1]"));
}

TEST_CASE("classes, amounts and numbers of examples beyond the limits are refused", "[predictions]") {
  REQUIRE_THAT(
      AnswersOnly().add<std::int32_t>("predicted", {2, 2147483647}).error(),
      Contains("predicted is 2147483647 (row 1), expected a class below 1,000,000 (docs/limits.md)"));
  for (const char* name : {"latency_ms", "payload_bytes", "weight"}) {
    REQUIRE_THAT(Arrays().add<double>(name, {1, 1e308}).error(),
                 EndsWith(std::string(name) + " is 1e+308 (row 1), expected at most 1e+15 "
                                              "(docs/limits.md)"));
    REQUIRE_NOTHROW(Arrays().add<double>(name, {1, 1e15}).read());
  }
  REQUIRE_THAT(AnswersOnly().add<double>("confidence", {1, 1e308}).error(),
               Contains("confidence is 1e+308 (row 1)"));
}

TEST_CASE("sparse files that announce more than the limits are refused before they are read",
          "[predictions]") {
  const test::TemporaryFolder folder;
  const auto announce = [&](const std::string& name, const NpyHeader& header) {
    const std::string text = format_npy_header(header);
    std::filesystem::resize_file(folder.file(name + ".npy", text), text.size() + header.data_bytes());
  };
  const auto error = [&] { return data_error([&] { (void)read_prediction_set(folder.path()); }); };
  announce("predicted", {DType::int8, 1, {20'000'001}});
  announce("labels", {DType::int8, 1, {20'000'001}});
  REQUIRE_THAT(error(), EndsWith("labels.npy: holds more than 20,000,000 examples, the most that are read "
                                 "(docs/limits.md); split it"));
  announce("labels", {DType::int8, 1, {2}});
  announce("predicted", {DType::int8, 1, {2}});
  announce("features", {DType::int8, 1, {2, (std::size_t{1} << 27) + 1}});
  REQUIRE_THAT(error(),
               Contains("features.npy: is int8 [2, 134217729], at most 268,435,456 numbers are read"));
  announce("logits", {DType::float32, 4, {2, 1'000'001}});
  REQUIRE_THAT(error(), Contains("logits of 1000001 classes, expected 2 to 1000000"));
}

TEST_CASE("meta that nests without end is refused by name", "[predictions]") {
  for (const int depth : {65, 100'000}) {
    const auto brackets = static_cast<std::size_t>(depth);
    REQUIRE_THAT(
        Arrays().meta("{\"macs\":" + std::string(brackets, '[') + std::string(brackets, ']') + "}").error(),
        Contains("meta: nests JSON lists and objects deeper than 64"));
  }
}
