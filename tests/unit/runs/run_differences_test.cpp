#include "runs/run_differences.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "predictions/npz.h"
#include "support/temporary_folder.h"
#include "test_runs.h"

namespace hybrid::runs {
namespace {

using Files = std::map<std::string, std::string>;
using Kind = FileDifference::Kind;

FinishedRun run_of(const std::filesystem::path& path, const Files& files) {
  std::filesystem::remove_all(path);
  Logger log = silent();
  auto writer = RunWriter::begin({.path = path, .hash = kHash}, log);
  for (const auto& [name, content] : files) writer->write(name, content);
  writer->finish({});
  return FinishedRun(path);
}

struct Pair {
  test::TemporaryFolder folder;
  std::vector<FileDifference> differences(const Files& first, const Files& second) const {
    return differences_in(run_of(folder / "first", first), run_of(folder / "second", second));
  }
};

TEST_CASE("runs with the same bytes do not differ", "[report]") {
  const Pair pair;
  REQUIRE(pair.differences({{"a.json", "{}"}, {"b", "x"}}, {{"a.json", "{}"}, {"b", "x"}}).empty());
}

TEST_CASE("numbers that differ are counted, the largest difference is shown with its line", "[report]") {
  const Pair pair;
  const auto found =
      pair.differences({{"metrics.json", "{\"a\": 1.5,\n\"b\": [0.25, 7],\n\"max_prob_2\": -3e2}"}},
                       {{"metrics.json", "{\"a\": 1.5,\n\"b\": [0.75, 8],\n\"max_prob_2\": -3e2}"}});
  REQUIRE(found.size() == 1);
  REQUIRE((found[0].kind == Kind::numbers && found[0].numbers == 4 && found[0].differing == 2));
  REQUIRE((found[0].first == 7 && found[0].second == 8 && found[0].where == "line 2"));
}

TEST_CASE("other words, lines and files are no differences of numbers", "[report]") {
  const Pair pair;
  const auto found = pair.differences(
      {{"a.csv", "x,1\ny,2\n"}, {"b.md", "one\n"}, {"c.pt", "1"}, {"gone", ""}, {"d.csv", "1,2\n"}},
      {{"a.csv", "x,1\nz,2\n"}, {"b.md", "one\ntwo\n"}, {"c.pt", "2"}, {"new", ""}, {"d.csv", "1,\n"}});
  REQUIRE(found.size() == 6);
  for (const std::size_t i : {0U, 1U, 2U, 3U}) REQUIRE(found[i].kind == Kind::content);
  REQUIRE((found[0].path == "a.csv" && found[0].where == "line 2"));
  REQUIRE((found[2].path == "c.pt" && found[2].where.empty()));
  REQUIRE((found[4].path == "gone" && found[4].kind == Kind::gone));
  REQUIRE((found[5].path == "new" && found[5].kind == Kind::added));
}

TEST_CASE("arrays are compared number by number", "[report]") {
  const Pair pair;
  const auto npz = [&](const std::vector<double>& values) {
    const std::vector<std::string> ids{"a", "b"};
    const std::vector<predictions::NpyArray> arrays{predictions::npy_view("score", values),
                                                    predictions::npy_text("ids", ids)};
    predictions::write_npz(pair.folder / "x.npz", arrays);
    return read_file(pair.folder / "x.npz");
  };
  const auto found = pair.differences({{"o.npz", npz({1, 2})}}, {{"o.npz", npz({1, 2.5})}});
  REQUIRE(found.size() == 1);
  REQUIRE((found[0].kind == Kind::numbers && found[0].numbers == 2 && found[0].differing == 1));
  REQUIRE(found[0].where == "array score, row 1");
  REQUIRE(pair.differences({{"o.npz", npz({1, 2})}}, {{"o.npz", npz({1, HUGE_VAL})}})[0].differing == 1);
  REQUIRE(pair.differences({{"o.npz", npz({1, 2})}}, {{"o.npz", npz({1})}})[0].kind == Kind::content);
}

TEST_CASE("a file that was changed after its run is compared by the hash that the run gave it", "[report]") {
  const Pair pair;
  (void)run_of(pair.folder / "first", {{"a.csv", "1\n"}});
  pair.folder.file("first/a.csv", "2\n");
  const FinishedRun first = FinishedRun::unchecked(pair.folder / "first");
  REQUIRE(differences_in(first, run_of(pair.folder / "second", {{"a.csv", "1\n"}})).empty());
  const auto found = differences_in(first, run_of(pair.folder / "second", {{"a.csv", "3\n"}}));
  REQUIRE((found.size() == 1 && found[0].kind == Kind::unreadable));
}

TEST_CASE("what may explain differences is named", "[report]") {
  Manifest first{.commit = "aaa", .machine = "one", .libraries = {{"blas", "Haswell"}, {"fmt", "9"}}};
  Manifest second = first;
  REQUIRE(circumstances_of(first, second).empty());
  second.commit = "bbb";
  second.libraries["blas"] = "SkylakeX";
  REQUIRE(circumstances_of(first, second) ==
          std::vector<std::string>{"the program's commit was aaa, is bbb", "blas was Haswell, is SkylakeX"});
}

}  // namespace
}  // namespace hybrid::runs
