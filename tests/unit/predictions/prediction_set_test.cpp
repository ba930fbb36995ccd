#include "predictions/prediction_set.h"

#include <sys/stat.h>

#include <cmath>
#include <fstream>
#include <numeric>
#include <thread>

#include "core/files.h"
#include "test_files.h"

using namespace hybrid;
using namespace hybrid::predictions;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
using test::data_error;

namespace {

/// Three rows, answers only.
PredictionSet answers() {
  PredictionSet set;
  set.source = "mine";
  set.labels = {0, 1, 2};
  set.predicted = {0, 2, 2};
  return set;
}

template <class Change>
std::string error_after(Change change) {
  auto set = answers();
  change(set);
  return data_error([&] { check_prediction_set(set); });
}

}  // namespace

TEST_CASE("a set says which answers are right", "[predictions]") {
  REQUIRE(correct(answers()) == std::vector<double>{1, 0, 1});
}

TEST_CASE("a good set passes its check", "[predictions]") {
  auto set = answers();
  set.confidence = {0, 0.5, 1};
  set.ids = {"", "a", "b"};
  set.payload_bytes = {0, 0, 0};
  set.latency_ms = {1, 2, 3};
  set.weight = {0, 0, 1};
  REQUIRE_NOTHROW(check_prediction_set(set));
}

TEST_CASE("values out of range are refused by row", "[predictions]") {
  using Set = PredictionSet;
  REQUIRE_THAT(error_after([](Set& s) { s = {}; }), EndsWith("holds no examples"));
  REQUIRE_THAT(error_after([](Set& s) { s.labels[1] = -1; }),
               EndsWith("mine: label -1 (row 1), expected 0 or more; labels count from 0"));
  REQUIRE_THAT(error_after([](Set& s) { s.classes = 2; }),
               EndsWith("mine: 2 classes, labels go up to 2 (row 2)"));
  REQUIRE_THAT(error_after([](Set& s) {
                 s.labels = {1, 1203, 2}, s.classes = 1000;
               }),
               EndsWith("1000 classes, labels go up to 1203 (row 1); labels count from 0"));
  REQUIRE_THAT(error_after([](Set& s) { s.predicted[2] = -2; }),
               EndsWith("predicted is -2 (row 2), expected a class, counted from 0"));
  REQUIRE_THAT(
      error_after([](Set& s) {
        s.confidence = {0, 93, 1};
      }),
      EndsWith("confidence is 93 (row 1), expected 0 to 1; if these are per cent, divide all of them by "
               "100"));
  REQUIRE_THAT(error_after([](Set& s) { s.confidence = {0, -1, 1}; }), Contains("confidence is -1 (row 1)"));
  REQUIRE_THAT(error_after([](Set& s) {
                 s.payload_bytes = {0, 1, -1};
               }),
               EndsWith("payload_bytes is -1 (row 2), expected a number of 0 or more"));
  REQUIRE_THAT(error_after([](Set& s) {
                 s.latency_ms = {NAN, 1, 1};
               }),
               Contains("latency_ms is nan (row 0)"));
  REQUIRE_THAT(error_after([](Set& s) { s.weight = {1, INFINITY, 1}; }), Contains("weight is inf (row 1)"));
  REQUIRE_THAT(error_after([](Set& s) { s.weight = {0, 0, 0}; }), EndsWith("every weight is 0"));
  REQUIRE_THAT(error_after([](Set& s) {
                 s.ids = {"a", "b", "a"};
               }),
               EndsWith("mine: id 'a' is used twice (rows 0 and 2)"));
  REQUIRE_THAT(error_after([](Set& s) {
                 s.ids = {"a", "\xff", "b"};
               }),
               EndsWith("the id of row 1 is not UTF-8 text"));
}

TEST_CASE("columns of different length are our fault", "[predictions]") {
  auto set = answers();
  set.predicted.pop_back();
  REQUIRE_THROWS_AS(check_prediction_set(set), InternalError);
  set = answers();
  set.weight = {1};
  REQUIRE_THROWS_AS(check_prediction_set(set), InternalError);
  set = answers();
  set.ids = {"a"};
  REQUIRE_THROWS_AS(check_prediction_set(set), InternalError);
}

TEST_CASE("selecting all rows changes nothing, selecting some takes all their columns", "[predictions]") {
  const auto set = read_prediction_set(test::kFixtures / "set");
  std::vector<std::size_t> all(set.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  REQUIRE(select(set, all) == set);

  const std::vector<std::size_t> rows = {5, 1};
  const auto some = select(set, rows);
  REQUIRE(some.size() == 2);
  REQUIRE(some.classes == 12);
  REQUIRE(some.meta == set.meta);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::size_t row = rows[i];
    REQUIRE(some.labels[i] == set.labels[row]);
    REQUIRE(some.predicted[i] == set.predicted[row]);
    REQUIRE(some.entropy[i] == set.entropy[row]);
    REQUIRE(some.confidence[i] == set.confidence[row]);
    REQUIRE(some.ids[i] == set.ids[row]);
    REQUIRE(some.payload_bytes[i] == set.payload_bytes[row]);
    REQUIRE(some.latency_ms[i] == set.latency_ms[row]);
    REQUIRE(some.weight[i] == set.weight[row]);
    for (std::size_t k = 0; k < 10; ++k) REQUIRE(some.top[i * 10 + k] == set.top[row * 10 + k]);
    for (std::size_t k = 0; k < 2; ++k) REQUIRE(some.features[i * 2 + k] == set.features[row * 2 + k]);
  }
  REQUIRE(select(answers(), std::vector<std::size_t>{}).size() == 0);
  REQUIRE_THROWS_AS(select(answers(), std::vector<std::size_t>{3}), InternalError);
}

TEST_CASE("a set that is written is read back", "[predictions]") {
  const test::TemporaryFolder folder;
  const std::vector<std::int32_t> labels = {1, 0};
  const std::vector<float> logits = {0, 1, 2, 3, 2, 1};
  const std::vector<std::string> ids = {"x", "ÿ"};
  write_prediction_set(folder / "a.npz", labels, logits, ids, {{"model", "m"}});
  const auto set = read_prediction_set(folder / "a.npz");
  REQUIRE(set.labels == labels);
  REQUIRE(set.predicted == std::vector<std::int32_t>{2, 0});
  REQUIRE(set.classes == 3);
  REQUIRE(set.ids == ids);
  REQUIRE(set.meta == nlohmann::json{{"model", "m"}});
  REQUIRE(set.entropy[0] == Approx(set.entropy[1]));
  REQUIRE(set.warnings.empty());
  REQUIRE(set.features.empty());

  const std::vector<float> features = {1, 2, 3, 4};
  write_prediction_set(folder / "f.npz", labels, logits, {}, nlohmann::json::object(), features);
  const auto with_features = read_prediction_set(folder / "f.npz");
  REQUIRE((with_features.features == features && with_features.feature_dim == 2));

  write_prediction_set(folder / "b.npz", labels, logits);
  REQUIRE(read_prediction_set(folder / "b.npz").ids.empty());
  REQUIRE_THROWS_AS(write_prediction_set(folder / "c.npz", labels, std::span(logits).first(5)),
                    InternalError);
  REQUIRE_THROWS_AS(write_prediction_set(folder / "c.npz", labels, logits, std::span(ids).first(1)),
                    InternalError);
  REQUIRE_THROWS_AS(write_prediction_set(folder / "c.npz", labels, logits, {}, nlohmann::json::object(),
                                         std::span(features).first(3)),
                    InternalError);
}

TEST_CASE("what the file is, is told by its content", "[predictions]") {
  const test::TemporaryFolder folder;
  REQUIRE(read_prediction_set(folder.file("set.npz", "label,predicted\n1,1\n")).size() == 1);
  REQUIRE(read_prediction_set(folder.file("set.csv", read_file(test::kFixtures / "set.npz"))).size() == 7);
}

namespace {

/// A named pipe, written to by a thread in small pieces.
class Pipe {
 public:
  Pipe(std::filesystem::path path, const std::string& content) : path_(std::move(path)) {
    REQUIRE(::mkfifo(path_.c_str(), 0600) == 0);
    writer_ = std::thread([this, content] {
      std::ofstream out(path_, std::ios::binary);
      for (std::size_t at = 0; at < content.size() && out; at += 100)
        out << content.substr(at, 100) << std::flush;
    });
  }
  ~Pipe() { writer_.join(); }

 private:
  std::filesystem::path path_;
  std::thread writer_;
};

}  // namespace

TEST_CASE("a CSV is read through a pipe, whole; other files are refused", "[predictions]") {
  const test::TemporaryFolder folder;
  std::string csv = "label,predicted\n";
  for (int i = 0; i < 5000; ++i) csv += std::to_string(i % 10) + "," + std::to_string(i % 7) + "\n";
  {
    const Pipe pipe(folder / "csv", csv);
    const PredictionSet set = read_prediction_set(folder / "csv");
    REQUIRE(set.size() == 5000);
    REQUIRE(set.labels[4999] == 9);
  }
  for (const std::string fixture : {"set.npz", "arrays/matrix.npy"}) {
    std::filesystem::remove(folder / "pipe");
    const Pipe pipe(folder / "pipe", read_file(test::kFixtures / fixture).substr(0, 100));
    REQUIRE_THAT(data_error([&] { read_prediction_set(folder / "pipe"); }),
                 EndsWith("pipe: is a pipe, through which only CSV is read; save it as a file"));
  }
  folder.file("set/labels.npy", read_file(test::kFixtures / "set/labels.npy"));
  REQUIRE(::mkfifo((folder / "set/logits.npy").c_str(), 0600) == 0);
  REQUIRE_THAT(data_error([&] { read_prediction_set(folder / "set"); }),
               EndsWith("logits.npy: is a pipe or a device, expected a file; save it as one"));
}

TEST_CASE("files that are no prediction set are refused", "[predictions]") {
  const test::TemporaryFolder folder;
  const auto error = [](const std::filesystem::path& path) {
    return data_error([&] { read_prediction_set(path); });
  };
  REQUIRE_THAT(error(folder / "none"), Contains("none: does not exist"));
  REQUIRE_THAT(error(folder.file("empty.csv", "")), Contains("empty.csv: is empty"));
  REQUIRE_THAT(error(folder.file("blank.csv", "\n\n")), EndsWith("blank.csv: is empty"));
  REQUIRE_THAT(
      error(folder.file("x.h5", std::string("\x89HDF\r\n\x1a\n", 8))),
      EndsWith("x.h5: is not a prediction set, expected a folder of .npy files, an .npz (np.savez) or CSV"));
  REQUIRE_THAT(error(test::kFixtures / "arrays/matrix.npy"),
               Contains("is a single array, expected a folder") &&
                   EndsWith("give the folder, with labels.npy and logits.npy or probabilities.npy in it"));
  REQUIRE_THAT(error(test::kFixtures / "arrays"), Contains("has no array 'labels'"));
}
