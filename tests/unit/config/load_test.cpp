#include "config/load.h"

#include <filesystem>

#include "marked_yaml.h"
#include "sample.h"

using namespace hybrid;
using namespace hybrid::config;
using namespace hybrid::test;

TEST_CASE("each value knows where it came from", "[config]") {
  const std::vector<std::string> sets = {"inner.rate=2"};
  const auto loaded = load_text<Sample>("count: 5\n", kFile, sets);
  REQUIRE(origin_of(loaded.places, "count") == "configs/test.yaml:1:8");
  REQUIRE(origin_of(loaded.places, "inner.rate") == "--set inner.rate=2");
  REQUIRE(origin_of(loaded.places, "inner.label") == "default");
  REQUIRE(loaded.folder == "configs");
}

TEST_CASE("a config is a map", "[config]") {
  require_findings<Sample>("^- 1\n", {"a config must be 'key: value' lines"});
  require_findings<Sample>("\n^word\n", {"a config must be 'key: value' lines"});
}

TEST_CASE("a file is read and its errors carry its name", "[config]") {
  const auto file = std::filesystem::temp_directory_path() / "hybrid-load-test.yaml";
  write_file_atomically(file, "count: 0\n");
  REQUIRE_THROWS_WITH(load<Sample>(file), file.string() +
                                              ":1:8: error: count is 0, must be >= 1\n1 error in " +
                                              file.string() + "; nothing was run");
  write_file_atomically(file, "count: 9\n");
  REQUIRE(load<Sample>(file).value.count == 9);
  std::filesystem::remove(file);
  REQUIRE_THROWS_AS(load<Sample>(file), DataError);
}
