#include "workflows/make_run.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "core/files.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"

namespace hybrid::workflows {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;

/// A run whose one file is made by a function that counts its calls.
struct Making {
  test::TemporaryFolder folder;
  Logger log{Verbosity::quiet};
  int filled = 0;

  runs::RunRequest request(char hash = 'a') const {
    return {.path = folder / "run", .hash = std::string(64, hash)};
  }
  MadeRun make(const runs::RunRequest& request, const std::string& text = "1\n") {
    const auto fill = [&](const runs::RunWriter& writer, runs::Manifest& manifest) {
      ++filled;
      writer.write("result.txt", text);
      manifest.seconds["work"] = 2;
    };
    return make_run(request, {.seed = 7, .threads = 3, .libraries = {{"torch", "2"}}}, fill, log);
  }
};

TEST_CASE("a run is made, and its manifest has what the caller, the work and the process know",
          "[workflows]") {
  Making making;
  making.log.warn("something is odd");
  const MadeRun made = making.make(making.request());
  REQUIRE_FALSE(made.up_to_date);
  REQUIRE(made.run.path() == making.folder / "run");
  REQUIRE(read_file(made.run.verified("result.txt")) == "1\n");
  const runs::Manifest& manifest = made.run.manifest();
  REQUIRE(manifest.hash == std::string(64, 'a'));
  REQUIRE(manifest.seed == 7);
  REQUIRE(manifest.seconds.at("work") == 2);
  REQUIRE_THAT(manifest.command_line, Contains("unit_workflows"));
  REQUIRE((!manifest.started.empty() && manifest.started <= manifest.ended));
  const auto json = nlohmann::json::parse(read_file(made.run.path() / "manifest.json"));
  REQUIRE(json.at("machine").at("threads") == 3);
  REQUIRE(json.at("libraries").at("torch") == "2");
  REQUIRE(json.at("libraries").size() == runs::core_libraries().size() + 1);
  REQUIRE(json.at("warnings").at(0) == "something is odd");
  REQUIRE(json.at("peak_memory_mb") > 0);
}

TEST_CASE("a run that is there already is verified and left alone, unless it is forced", "[workflows]") {
  Making making;
  REQUIRE_FALSE(find_made(making.request(), making.log).has_value());
  making.make(making.request());
  REQUIRE(making.make(making.request(), "2\n").up_to_date);
  REQUIRE(making.filled == 1);
  REQUIRE(find_made(making.request(), making.log)->run.name() == "run");

  runs::RunRequest again = making.request();
  again.force = true;
  REQUIRE_FALSE(making.make(again, "2\n").up_to_date);
  REQUIRE(read_file(making.folder / "run/result.txt") == "2\n");

  write_file_atomically(making.folder / "run/result.txt", "3\n");
  REQUIRE_THAT(test::error_message<DataError>([&] { making.make(making.request()); }),
               Contains("result.txt: was changed"));
}

TEST_CASE("another run's place is not taken", "[workflows]") {
  Making making;
  making.make(making.request('a'));
  REQUIRE_THAT(test::error_message<DataError>([&] { making.make(making.request('b')); }),
               Contains("holds a run of other inputs"));
  REQUIRE(making.filled == 1);
}

TEST_CASE("an interrupted run leaves nothing, a resumable one what it had", "[workflows]") {
  Making making;
  const auto interrupted = [](const runs::RunWriter& writer, runs::Manifest&) {
    writer.write("half.txt", "half\n");
    throw Interrupted("stopped");
  };
  runs::RunRequest request = making.request();
  REQUIRE_THROWS_AS(make_run(request, {}, interrupted, making.log), Interrupted);
  REQUIRE_FALSE(fs::exists(making.folder / "run.partial"));

  request.resumable = true;
  REQUIRE_THROWS_AS(make_run(request, {}, interrupted, making.log), Interrupted);
  REQUIRE(read_file(making.folder / "run.partial/half.txt") == "half\n");
  const MadeRun made = making.make(request);
  REQUIRE_FALSE(made.up_to_date);
  REQUIRE(made.run.has("half.txt"));
  REQUIRE(made.run.has("result.txt"));
  REQUIRE_FALSE(fs::exists(making.folder / "run.partial"));
}

}  // namespace
}  // namespace hybrid::workflows
