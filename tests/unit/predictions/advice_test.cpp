// Every advice of an error message is followed: the arrays that it makes are read.

#include <algorithm>
#include <cmath>

#include "arrays.h"

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

}  // namespace

TEST_CASE("one-hot labels are told argmax, columns and rows of labels ravel", "[predictions]") {
  REQUIRE_THAT(Arrays().add<float>("labels", {0, 0, 1, 1, 0, 0}, {2, 3}).error(),
               EndsWith("labels.npy: has shape [2, 3], expected one dimension; of one-hot rows save "
                        "array.argmax(axis=1)"));
  REQUIRE(Arrays().add<std::int64_t>("labels", {2, 0}).read().labels == Labels{2, 0});
  REQUIRE_THAT(AnswersOnly().add<float>("predicted", {0, 0, 1, 1, 0, 0}, {2, 3}).error(),
               EndsWith("of one-hot rows save array.argmax(axis=1)"));
  for (const auto& shape : std::vector<std::vector<std::size_t>>{{2, 1}, {1, 2}, {2, 1, 1}})
    REQUIRE_THAT(Arrays().add<std::int32_t>("labels", {2, 0}, shape).error(), EndsWith("save array.ravel()"));
  REQUIRE_THAT(
      Arrays().add<double>("weight", {1, 2, 3, 4}, {2, 2}).error(),
      EndsWith("weight.npy: has shape [2, 2], expected one dimension; give one value for each example"));
  REQUIRE_THAT(Arrays().add<std::int32_t>("labels", {2, 0, 2, 0, 2, 0, 2, 0}, {2, 2, 2}).error(),
               EndsWith("expected one dimension; give one value for each example"));
}

TEST_CASE("labels that are names are told how to number them, numbers as text astype", "[predictions]") {
  const std::vector<std::string> names{"dog", "cat"}, digits{"2", "0"};
  for (const std::string array : {"labels", "predicted"}) {
    AnswersOnly arrays;
    REQUIRE_THAT(
        arrays.add(npy_text(array, names)).error(),
        EndsWith(array + ".npy: holds str, expected integers; 'dog' (row 0) is a name: save "
                         "np.array([names.index(x) for x in array.astype(str)]) with one list `names` "
                         "for both models, in the order of their outputs"));
    REQUIRE(arrays.add<std::int64_t>(array, {1, 0}).read().size() == 2);
    REQUIRE_THAT(arrays.add(npy_text(array, digits)).error(),
                 EndsWith(array + ".npy: holds str, expected integers; save array.astype(np.int64)"));
    REQUIRE(arrays.add<std::int64_t>(array, {2, 0}).read().size() == 2);
  }
  REQUIRE_THAT(Arrays().add<float>("labels", {2, 0.5F}).error(),
               EndsWith("labels.npy: holds float32, expected integers; 0.5 (row 1) is no class"));
  REQUIRE_THAT(Arrays().add<float>("labels", {2, NAN}).error(), EndsWith("nan (row 1) is no class"));
  REQUIRE_THAT(Arrays().add<float>("labels", {2, 0}).error(),
               EndsWith("labels.npy: holds float32, expected integers; save array.astype(np.int64)"));
  REQUIRE_THAT(Arrays().add<float>("ids", {1, 2}).error(), EndsWith("save array.astype(str)"));
  const std::vector<std::string> ids{"1.0", "2.0"};
  REQUIRE(Arrays().add(npy_text("ids", ids)).read().ids == ids);
}

TEST_CASE("outputs of another shape are told how to save them", "[predictions]") {
  const auto error = [](const std::string& name, const std::vector<float>& values,
                        const std::vector<std::size_t>& shape) {
    return Arrays().remove("logits").add("labels", Labels{1, 0}).add(name, values, shape).error();
  };
  REQUIRE_THAT(error("logits", {1, 2, 3, 4, 5, 6}, {3, 2}),
               EndsWith("has shape [3, 2], expected [2, columns] for 2 labels; save array.T"));
  REQUIRE_THAT(error("logits", {1, 2, 3, 4, 5, 6}, {2, 3, 1, 1}), EndsWith("save array.reshape(2, -1)"));
  REQUIRE_THAT(error("logits", {1, 2, 3, 4, 5, 6}, {1, 2, 3}), EndsWith("save array.reshape(2, -1)"));
  REQUIRE_THAT(error("logits", std::vector<float>(12), {2, 3, 2}), EndsWith("for 2 labels"));
  // One number for each example.
  REQUIRE_THAT(error("logits", {1, -2}, {2}),
               EndsWith("for two classes save np.stack([0 * array, array], axis=1)"));
  REQUIRE_THAT(error("probabilities", {0.75F, 0.25F}, {2}),
               EndsWith("for two classes save np.stack([1 - array, array], axis=1)"));
  REQUIRE_THAT(error("logits", {1, -2}, {2, 1}),
               EndsWith("give both columns, 0 and z: np.concatenate([0 * z, z], axis=1)"));
  REQUIRE_THAT(error("probabilities", {0.75F, 0.25F}, {2, 1}),
               EndsWith("give both columns, 1 - p and p: np.concatenate([1 - p, p], axis=1)"));
  const auto read = [](const std::string& name, const std::vector<float>& values) {
    return Arrays().remove("logits").add("labels", Labels{1, 0}).add(name, values, {2, 2}).read();
  };
  REQUIRE(read("probabilities", {0.25F, 0.75F, 0.75F, 0.25F}).predicted == Labels{1, 0});
  REQUIRE(read("logits", {0, 1, 0, -2}).predicted == Labels{1, 0});
  REQUIRE(read("logits", {0, 1, 0, -2}).confidence[1] == Approx(1 / (1 + std::exp(-2.0))));
  REQUIRE_THAT(Arrays().add<float>("features", {1, 2}).error(), EndsWith("save array.reshape(-1, 1)"));
  REQUIRE(Arrays().add<float>("features", {1, 2}, {2, 1}).read().feature_dim == 1);
}

TEST_CASE("a meta with NaN is told to leave the key out, other faults json.dumps of a dict",
          "[predictions]") {
  REQUIRE_THAT(
      Arrays().meta("{\"name\": \"a\", \"macs\": NaN}").error(),
      EndsWith("meta holds NaN (byte 22), which JSON does not have; give a number, or leave that key "
               "out"));
  REQUIRE_THAT(Arrays().meta("{\"macs\": Infinity}").error(), Contains("meta holds Infinity (byte 9)"));
  REQUIRE_THAT(Arrays().meta("{\"macs\": -Infinity}").error(), Contains("meta holds Infinity (byte 10)"));
  REQUIRE_THAT(Arrays().meta("{\"macs\": [1, NaN]}").error(), Contains("meta holds NaN"));
  REQUIRE(Arrays().meta("{\"name\": \"a\"}").read().meta.size() == 1);
  REQUIRE(Arrays().meta("{\"name\": \"NaN\"}").read().meta.size() == 1);
  REQUIRE_THAT(Arrays().meta("{'name': 'a'}").error(), EndsWith("save json.dumps(meta)"));  // str(meta)
  REQUIRE_THAT(Arrays().meta("\"{}\"").error(),                                             // dumped twice
               EndsWith("meta is a JSON string, expected an object; save json.dumps(meta) of a dict, once"));
}

TEST_CASE("integers without a scale are told float32 where they need none", "[predictions]") {
  const std::vector<std::int64_t> counts{3, 1, 0, 2, 1, 1};
  Arrays arrays;
  REQUIRE_THAT(arrays.add("logits", counts, {2, 3}).error(), EndsWith("; save array.astype(np.float32)"));
  REQUIRE(arrays.add<float>("logits", {3, 1, 0, 2, 1, 1}, {2, 3}).read().predicted == Labels{0, 0});
  arrays.remove("logits").add("probabilities", counts, {2, 3});
  REQUIRE_THAT(arrays.error(), EndsWith("; of counts save array / array.sum(axis=1, keepdims=True)"));
  REQUIRE(arrays.add<double>("probabilities", {0.75, 0.25, 0, 0.5, 0.25, 0.25}, {2, 3}).read().confidence ==
          Doubles{0.75, 0.5});
  arrays.add("probabilities", counts, {2, 3}).scalar("scale", 0.25).scalar("zero_point", 0);
  REQUIRE_THAT(arrays.error(), EndsWith("; save (array - zero_point) * scale"));
}

TEST_CASE("objects and unknown types are told a type for each use", "[predictions]") {
  const std::string advice =
      "save class numbers as array.astype(np.int64), other numbers as array.astype(np.float64), text as "
      "array.astype(str)";
  for (const auto* dtype : {"|O", "<f16", "<c8"}) {
    const test::TemporaryFolder folder;
    folder.file("labels.npy", test::npy_file(fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': "
                                                         "(2,)}}",
                                                         dtype),
                                             std::string(32, '\0')));
    REQUIRE_THAT(data_error([&] { read_prediction_set(folder.path()); }), Contains(advice));
  }
  // Followed with labels, then with text that has numbers of another notation.
  REQUIRE(Arrays().add<std::int64_t>("labels", {2, 0}).read().labels == Labels{2, 0});
  const std::vector<std::string> decimals{"2.0", "0"};
  REQUIRE_THAT(Arrays().add(npy_text("labels", decimals)).error(),
               EndsWith("holds str, expected integers; save array.astype(np.float64).astype(np.int64)"));
  const std::vector<std::string> digits{"\xd9\xa2", "0"};
  REQUIRE_THAT(Arrays().add(npy_text("labels", digits)).error(),
               EndsWith("(row 0); numbers are written in the digits 0 to 9: 2"));
}
