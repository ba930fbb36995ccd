#include "config/config_files.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "config/experiment.h"
#include "core/error.h"
#include "support/temporary_folder.h"

namespace hybrid::config {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;

/// Makes the folder the working one for a test.
class WorkingFolder {
 public:
  explicit WorkingFolder(const fs::path& folder) { fs::current_path(folder); }
  ~WorkingFolder() { fs::current_path(before_); }
  WorkingFolder(const WorkingFolder&) = delete;
  WorkingFolder& operator=(const WorkingFolder&) = delete;

 private:
  fs::path before_ = fs::current_path();
};

/// A folder with configs/, and another one, elsewhere/, with configs of its own.
struct Places {
  Places() {
    for (const auto* file :
         {"configs/systems/installed.yaml", "configs/systems/both.yaml", "configs/experiment.yaml",
          "elsewhere/both.yaml", "elsewhere/mine.yaml", "elsewhere/systems/below.yaml", "here.yaml"})
      folder.file(file, "x\n");
  }
  test::TemporaryFolder folder;
  WorkingFolder working{folder.path()};
};

TEST_CASE("a config is found as a path or a name, beside the config that names it before the installed ones",
          "[config]") {
  const Places places;
  const auto from_elsewhere = [](const std::string& name) {
    return find_config_file("systems", name, "elsewhere").value_or("none").lexically_normal();
  };
  for (const std::string name : {"both.yaml", "both"}) REQUIRE(from_elsewhere(name) == "elsewhere/both.yaml");
  for (const std::string name : {"mine.yaml", "mine"}) REQUIRE(from_elsewhere(name) == "elsewhere/mine.yaml");
  for (const std::string name : {"systems/below.yaml", "systems/below"})
    REQUIRE(from_elsewhere(name) == "elsewhere/systems/below.yaml");
  for (const std::string name : {"here.yaml", "here"}) REQUIRE(from_elsewhere(name) == "here.yaml");
  for (const std::string name :
       {"systems/installed.yaml", "systems/installed", "installed.yaml", "installed"})
    REQUIRE(from_elsewhere(name) == "configs/systems/installed.yaml");
  for (const std::string name : {"", ".", "..", "systems", "elsewhere", "nowhere", "below", "experiment/x"})
    REQUIRE(from_elsewhere(name) == "none");
  const fs::path absolute = places.folder / "elsewhere/mine.yaml";
  REQUIRE(from_elsewhere(absolute.string()) == absolute);
}

TEST_CASE("a flag's config is found from the working folder, an experiment in configs itself", "[config]") {
  const Places places;
  REQUIRE(find_config_file("systems", "both") == fs::path("configs/systems/both.yaml"));
  REQUIRE(find_config_file("systems", "elsewhere/both") == fs::path("elsewhere/both.yaml"));
  REQUIRE(find_config_file("", "experiment") == fs::path("configs/experiment.yaml"));
  REQUIRE_FALSE(find_config_file("", "installed"));
  // Those beside the program are known, too.
  for (const std::string name : {"both", "installed", "paper-table3"})
    REQUIRE(std::ranges::count(known_configs("systems"), name) == 1);
}

TEST_CASE("a name that is no config is refused with where it was looked for and the nearest name",
          "[config]") {
  const Places places;
  REQUIRE(config_file_words("systems", "instaled", "elsewhere") ==
          "an existing file (looked for elsewhere/instaled) or a name of configs/systems; did you mean "
          "'installed'?");
  REQUIRE_THAT(
      config_file_words("systems", "nowhere.yaml"),
      Catch::StartsWith("an existing file (looked for nowhere.yaml) or a name of configs/systems: both, "
                        "esp32s3-wifi, installed, jetson-tx2-wifi, "));
}

TEST_CASE("every experiment of configs/ loads from a copy in another folder", "[config]") {
  const fs::path configs = fs::path(HYBRID_SOURCE) / "configs";
  const test::TemporaryFolder folder;
  const WorkingFolder working(HYBRID_SOURCE);
  int loaded = 0;
  for (const auto& entry : fs::directory_iterator(configs)) {
    if (entry.path().extension() != ".yaml") continue;
    fs::copy_file(entry.path(), folder / entry.path().filename().string());
    INFO(entry.path());
    const ExperimentConfig here = load_experiment(folder / entry.path().filename().string()).value;
    REQUIRE(here == load_experiment(entry.path()).value);
    ++loaded;
  }
  REQUIRE(loaded == 5);
  const auto named = load_text<ExperimentConfig>(
      "name: x\nbase: {network: linear}\ncloud: {network: linear}\nsystems: [paper-table3]\n",
      folder / "x.yaml");
  REQUIRE(named.value.systems == std::vector<std::string>{"paper-table3"});
  REQUIRE_THROWS_WITH(
      load_text<ExperimentConfig>(
          "name: x\nbase: {network: linear}\ncloud: {network: linear}\nsystems: [paper-tabel3]\n",
          folder / "x.yaml"),
      Contains("did you mean 'paper-table3'?"));
}

}  // namespace
}  // namespace hybrid::config
