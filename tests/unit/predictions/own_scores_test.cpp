// Own routing scores: in prediction sets, and in files of their own.

#include "predictions/own_scores.h"

#include <cmath>
#include <limits>

#include "arrays.h"
#include "predictions/score_file.h"

using namespace hybrid;
using namespace hybrid::predictions;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;
using test::data_error;

namespace {

using Values = std::vector<double>;

PredictionSet read_csv(std::string_view content) {
  const test::TemporaryFolder folder;
  return read_prediction_set(folder.file("x.csv", content));
}

/// A file of scores in a folder that lives as long.
struct Mine {
  test::TemporaryFolder folder;
  std::filesystem::path csv(std::string_view content) const { return folder.file("mine.csv", content); }
  std::filesystem::path npz(const std::vector<NpyArray>& arrays) const {
    write_npz(folder / "mine.npz", arrays);
    return folder / "mine.npz";
  }
};

PredictionSet two_rows() {
  PredictionSet set = test::Arrays().read();
  set.source = "base.npz";
  return set;
}

}  // namespace

TEST_CASE("arrays of scores are methods of their own", "[predictions][own_scores]") {
  REQUIRE(own_method("scores") == "own");
  REQUIRE(own_method("score") == "own");
  REQUIRE(own_method("score_difficulty") == "own_difficulty");
  REQUIRE_FALSE(own_method("scored").has_value());
  REQUIRE_FALSE(own_method("labels").has_value());
  REQUIRE(array_of_own("own") == "scores");
  REQUIRE(array_of_own("own_difficulty") == "score_difficulty");
  REQUIRE(
      (is_own_score("own") && is_own_score("own_x") && !is_own_score("owner") && !is_own_score("entropy")));
}

TEST_CASE("a prediction set has its scores, whatever their type", "[predictions][own_scores]") {
  const PredictionSet set = test::Arrays()
                                .add<double>("scores", {0.5, -1e300})
                                .add<float>("score_b", {1, 2})
                                .add<std::int32_t>("score_a", {7, 8})
                                .read();
  REQUIRE(set.scores == std::vector<OwnScore>{{"own", {0.5, -1e300}}, {"own_a", {7, 8}}, {"own_b", {1, 2}}});
  REQUIRE(set.warnings.empty());
  const std::vector<std::size_t> second{1};
  REQUIRE(select(set, second).scores ==
          std::vector<OwnScore>{{"own", {-1e300}}, {"own_a", {8}}, {"own_b", {2}}});
}

TEST_CASE("the last columns of a CSV are its scores", "[predictions][own_scores]") {
  for (const std::string_view outputs : {"p0,p1", "z0,z1", "predicted,confidence"}) {
    const auto set = read_csv(fmt::format("label,{},score_b,score\n0,1,0,3,-4\n1,0,1,5,6e0\n", outputs));
    REQUIRE(set.scores == std::vector<OwnScore>{{"own", {-4, 6}}, {"own_b", {3, 5}}});
  }
  REQUIRE_THAT(
      data_error([] { read_csv("label,score,predicted\n0,1,0\n"); }),
      EndsWith("column 2 is 'score'; expected [id,]label,predicted[,confidence] or [id,]label,p0,p1,... "
               "or [id,]label,z0,z1,..."));
  REQUIRE_THAT(data_error([] { read_csv("label,predicted,score\n0,0,low\n"); }),
               EndsWith("line 2: scores is 'low', expected a finite number"));
  REQUIRE_THAT(data_error([] { read_csv("label,predicted,score\n0,0,nan\n"); }), Contains("is 'nan'"));
  REQUIRE_THAT(data_error([] { read_csv("label,predicted,score,scores\n0,0,1,2\n"); }),
               EndsWith("has 'scores' twice"));
  REQUIRE_THAT(data_error([] { read_csv("label,predicted,score\n0,0\n"); }),
               EndsWith("2 columns, the header has 3"));
}

TEST_CASE("scores that are no scores are refused by file, array and row", "[predictions][own_scores]") {
  const double nan = std::numeric_limits<double>::quiet_NaN(),
               infinity = std::numeric_limits<double>::infinity();
  REQUIRE_THAT(test::Arrays().add<double>("score_x", {0, nan}).error(),
               Contains("score_x is nan (row 1), expected a finite number"));
  REQUIRE_THAT(test::Arrays().add<double>("scores", {-infinity, 0}).error(),
               Contains("scores is -inf (row 0), expected a finite number"));
  REQUIRE_THAT(test::Arrays().add<double>("scores", {1, 2, 3}).error(),
               EndsWith("scores.npy: has 3 rows, labels have 2"));
  REQUIRE_THAT(test::Arrays().add<double>("scores", {1, 2}, {2, 1}).error(),
               EndsWith("scores.npy: has shape [2, 1], expected one dimension; save array.ravel()"));
  REQUIRE_THAT(test::Arrays().add<double>("scores", {1, 2, 3, 4}, {2, 2}).error(),
               Contains("has shape [2, 2], expected one dimension"));
  const std::vector<std::string> words{"0.5", "high"}, numbers{"0.5", "1"};
  REQUIRE_THAT(test::Arrays().add(npy_text("scores", words)).error(),
               EndsWith("scores.npy: holds str, expected numbers; 'high' (row 1) is none"));
  REQUIRE_THAT(test::Arrays().add(npy_text("scores", numbers)).error(),
               EndsWith("scores.npy: holds str, expected numbers; save array.astype(np.float64)"));
  REQUIRE_THAT(test::Arrays().add<double>("score_a,b", {1, 2}).error(),
               Contains("'score_a,b' is no name of a score"));
  REQUIRE_THAT(test::Arrays().add<double>("score_", {1, 2}).error(),
               Contains("'score_' is no name of a score"));
  REQUIRE_THAT(test::Arrays().add<double>("scores", {1, 2}).add<double>("score", {1, 2}).error(),
               EndsWith("has 'scores' twice"));
}

TEST_CASE("amounts as text are refused by row, too", "[predictions][own_scores]") {
  const std::vector<std::string> words{"12", "many"};
  REQUIRE_THAT(test::Arrays().add(npy_text("payload_bytes", words)).error(),
               EndsWith("payload_bytes.npy: holds str, expected numbers; 'many' (row 1) is none"));
}

TEST_CASE("scores in a file of their own join the set", "[predictions][own_scores]") {
  const Mine mine;
  const Values values{1, 2}, others{4, 3};
  const std::vector<std::string> ids{"a", "b"};
  PredictionSet set = two_rows();
  add_scores(read_score_file(mine.npz({npy_view("scores", values), npy_text("ids", ids)})), set);
  add_scores(read_score_file(mine.csv("id,score_b\na,4\nb,3\n")), set);
  REQUIRE(set.scores == std::vector<OwnScore>{{"own", values}, {"own_b", others}});
  REQUIRE(read_score_file(mine.csv("score\n1\n2\n")).scores == std::vector<OwnScore>{{"own", values}});

  // np.save of one array.
  const NpyArray array = npy_view("scores", values);
  mine.folder.file("one.npy",
                   format_npy_header(array.header)
                       .append(reinterpret_cast<const char*>(array.data.data()), array.data.size()));
  REQUIRE(read_score_file(mine.folder / "one.npy").scores == std::vector<OwnScore>{{"own", values}});

  const ScoreFile ignoring =
      read_score_file(mine.npz({npy_view("score_b", others), npy_view("labels", values)}));
  REQUIRE(ignoring.warnings.size() == 1);
  REQUIRE_THAT(ignoring.warnings[0], Contains("array 'labels' is ignored"));
}

TEST_CASE("scores that do not belong to the set are refused", "[predictions][own_scores]") {
  const Mine mine;
  const auto error_with = [&](const std::filesystem::path& path) {
    return data_error([&] {
      PredictionSet set = two_rows();
      set.ids = {"a", "b"};
      set.scores = {{"own_there", {1, 2}}};
      add_scores(read_score_file(path), set);
    });
  };
  REQUIRE_THAT(error_with(mine.csv("score\n1\n2\n3\n")),
               EndsWith("mine.csv: scores has 3 rows, base.npz has 2; scores are of the same examples"));
  REQUIRE_THAT(error_with(mine.csv("id,score\nb,1\na,2\n")),
               EndsWith("row 0 has id 'b', base.npz has 'a'; sort the scores as the examples are"));
  REQUIRE_THAT(error_with(mine.csv("score_there\n1\n2\n")),
               EndsWith("has 'score_there', and so has base.npz; leave it out of one of them"));
  REQUIRE_THAT(error_with(mine.csv("id,label,score\na,0,1\n")),
               EndsWith("line 1: column 2 is 'label', expected [id,]score or [id,]score_NAME,..."));
  REQUIRE_THAT(error_with(mine.csv("id\na\n")), Contains("has no column 'score'"));
  REQUIRE_THAT(error_with(mine.csv("score\nx\n2\n")),
               EndsWith("line 2: score is 'x', expected a finite number"));
  REQUIRE_THAT(error_with(mine.csv("score_x\n1\ninf\n")), Contains("expected a finite number"));
  const Values values{1, 2}, bad{0, std::numeric_limits<double>::quiet_NaN()};
  REQUIRE_THAT(error_with(mine.npz({npy_view("values", values)})),
               EndsWith("has no scores, expected 'scores' or 'score_NAME'; found: values"));
  REQUIRE_THAT(error_with(mine.npz({npy_view("scores", bad)})), Contains("mine.npz: scores is nan (row 1)"));
  REQUIRE_THAT(error_with(mine.folder / "none.npz"), Contains("does not exist"));
  REQUIRE_THAT(error_with(mine.csv("")), Contains("is empty"));
}
