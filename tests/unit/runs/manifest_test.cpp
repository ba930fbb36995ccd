#include "runs/manifest.h"

#include <sys/stat.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "core/build_info.h"
#include "core/error.h"
#include "core/sha256.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"

namespace hybrid::runs {
namespace {

using Catch::Matchers::Contains;

Manifest sample() {
  return {.command_line = "hybrid evaluate --base 'a b.npz'",
          .experiment = {.name = "small", .config = "small.yaml", .overrides = {"router.epochs=2", "seed=7"}},
          .hash = std::string(64, 'a'),
          .seed = 7,
          .started = "2026-01-01T00:00:00Z",
          .ended = "2026-01-01T00:00:01Z",
          .seconds = {{"fit", 1.5}},
          .libraries = {{"fmt", "9"}},
          .inputs = {{"base", "/a/base.npz", std::string(64, 'b'), 12}},
          .outputs = {{"metrics", "metrics.json", std::string(64, 'c'), 34}},
          .warnings = {"something"}};
}

TEST_CASE("a manifest says what ran, of what code, where, on what and what came of it", "[report]") {
  const auto json = nlohmann::ordered_json::parse(to_json(sample()));
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  REQUIRE(keys == std::vector<std::string>{"schema_version", "results_version", "command_line", "experiment",
                                           "hash", "code", "build", "libraries", "machine", "seed", "started",
                                           "ended", "seconds", "peak_memory_mb", "inputs", "outputs",
                                           "warnings"});
  REQUIRE(json["results_version"] == kResultsVersion);
  REQUIRE(json["experiment"] ==
          nlohmann::ordered_json::parse(R"({"name": "small", "config": "small.yaml",)"
                                        R"( "overrides": ["router.epochs=2", "seed=7"]})"));
  REQUIRE(json["code"].contains("commit"));
  REQUIRE(json["build"].contains("compiler"));
  REQUIRE(json["machine"]["threads"] == 1);
  REQUIRE(json["machine"]["cpu_kind"].get<std::string>().find(", family ") != std::string::npos);
#ifdef __x86_64__
  const auto instructions = json["machine"]["vector_instructions"].get<std::vector<std::string>>();
  REQUIRE(std::ranges::count(instructions, "sse4_2") == 1);  // all CPUs since 2008 have it
#endif
  REQUIRE(json["seconds"]["fit"] == 1.5);
  REQUIRE(json["warnings"][0] == "something");
}

TEST_CASE("a manifest that lists a file outside its run is refused", "[report]") {
  const test::TemporaryFolder folder;
  for (const std::string path : {"../secret", "systems/../../x", "/etc/passwd"}) {
    Manifest manifest = sample();
    manifest.outputs.front().path = path;
    REQUIRE_THROWS_WITH(read_manifest(folder.file("manifest.json", to_json(manifest))),
                        Contains("lists '" + path + "', which is not in the run's folder"));
  }
}

TEST_CASE("what later commands need of a manifest reads back as it was", "[report]") {
  const test::TemporaryFolder folder;
  const Manifest written = sample();
  const Manifest read = read_manifest(folder.file("manifest.json", to_json(written)));
  REQUIRE(read.results_version == kResultsVersion);
  REQUIRE(read.command_line == written.command_line);
  REQUIRE(read.experiment == written.experiment);
  REQUIRE(read.hash == written.hash);
  REQUIRE(read.seed == written.seed);
  REQUIRE(read.started == written.started);
  REQUIRE(read.ended == written.ended);
  REQUIRE(read.inputs == written.inputs);
  REQUIRE(read.outputs == written.outputs);
}

TEST_CASE("a manifest from before experiments were named reads, too", "[report]") {
  const test::TemporaryFolder folder;
  auto json = nlohmann::ordered_json::parse(to_json(sample()));
  json.erase("experiment");
  json.erase("results_version");
  const Manifest read = read_manifest(folder.file("manifest.json", json.dump()));
  REQUIRE(read.experiment == ExperimentRecord{});
  REQUIRE(read.results_version == 0);
  REQUIRE(read.hash == sample().hash);
}

TEST_CASE("an experiment without a config is its name alone", "[report]") {
  const test::TemporaryFolder folder;
  Manifest written = sample();
  written.experiment = {.name = "pair"};
  const std::string text = to_json(written);
  REQUIRE(nlohmann::json::parse(text).at("experiment") == nlohmann::json{{"name", "pair"}});
  REQUIRE(read_manifest(folder.file("manifest.json", text)).experiment == written.experiment);
}

TEST_CASE("images that were left out are counted, where any may be", "[report]") {
  const test::TemporaryFolder folder;
  Manifest written = sample();
  REQUIRE_FALSE(nlohmann::json::parse(to_json(written)).contains("skipped_images"));
  written.skipped_images = {{"train", 2}, {"test", 0}};
  REQUIRE(nlohmann::json::parse(to_json(written)).at("skipped_images") ==
          nlohmann::json{{"train", 2}, {"test", 0}});
  REQUIRE(read_manifest(folder.file("manifest.json", to_json(written))).skipped_images ==
          written.skipped_images);
}

TEST_CASE("what is too large to be hashed is told by its listing", "[report]") {
  const test::TemporaryFolder folder;
  folder.file("set/a/1", "one");
  folder.file("set/b/2", "two");
  const auto listed = [&] { return record_file("images", folder / "set", 5); };
  REQUIRE(record_file("images", folder / "set", 6).sha256 == sha256_of(folder / "set"));
  REQUIRE(listed().bytes == 6);
  REQUIRE_THAT(listed().sha256, Catch::StartsWith("listing:"));
  REQUIRE(listed() == listed());
  std::set<std::string> seen{listed().sha256};
  folder.file("set/b/2", "twos");
  REQUIRE(seen.insert(listed().sha256).second);
  std::filesystem::last_write_time(folder / "set/a/1",
                                   std::filesystem::file_time_type::clock::now() - std::chrono::hours(1));
  REQUIRE(seen.insert(listed().sha256).second);
  std::filesystem::rename(folder / "set/a/1", folder / "set/a/3");
  REQUIRE(seen.insert(listed().sha256).second);
  REQUIRE(record_file("images", folder / "set/b/2", 1).bytes == 4);
  REQUIRE_THROWS_AS(record_file("images", folder / "missing", 1), DataError);
}

TEST_CASE("bytes that are no UTF-8 do not keep a manifest from being written", "[report]") {
  Manifest manifest = sample();
  manifest.command_line = "hybrid evaluate --base caf\xe9.npz";
  REQUIRE_THAT(to_json(manifest), Contains("caf"));
}

TEST_CASE("a file that is no manifest is refused by its path", "[report]") {
  const test::TemporaryFolder folder;
  const auto refused = [&](const std::string& content) {
    return test::error_message<DataError>([&] { read_manifest(folder.file("manifest.json", content)); });
  };
  for (const auto* content : {"", "[]", "{}", "{\"hash\": 1}", "{\"name\": \"a web page\", \"icons\": []}"})
    REQUIRE_THAT(refused(content),
                 Contains((folder / "manifest.json").string()) && Contains("is not a manifest"));
  std::string cut = to_json(sample());
  cut.resize(cut.size() / 2);
  REQUIRE_THAT(refused(cut), Contains("is not a manifest"));
  REQUIRE_THROWS_AS(read_manifest(folder / "missing.json"), DataError);
}

TEST_CASE("a file's record has its size and hash, a folder's the sum and the hash of all", "[report]") {
  const test::TemporaryFolder folder;
  const auto file = folder.file("set/labels.npy", "12345");
  folder.file("set/logits.npy", "678");
  const FileRecord record = record_file("base", file);
  REQUIRE(record == FileRecord{"base", file.string(), sha256("12345"), 5});
  const FileRecord before = record_file("base", folder / "set");
  REQUIRE(before.bytes == 8);
  folder.file("set/logits.npy", "679");
  REQUIRE(record_file("base", folder / "set").sha256 != before.sha256);
  REQUIRE_THROWS_AS(record_file("base", folder / "missing"), DataError);
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);  // opening it would wait for a writer
  REQUIRE_THROWS_AS(record_file("base", folder / "pipe"), DataError);
}

TEST_CASE("times are UTC in ISO 8601", "[report]") {
  REQUIRE(std::regex_match(utc_now(), std::regex(R"(20\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-6]\dZ)")));
}

TEST_CASE("libraries and memory are told", "[report]") {
  REQUIRE(core_libraries().at("libzip").find('.') != std::string::npos);
  const std::string blas = core_libraries().at("blas");
  REQUIRE((blas == "not OpenBLAS" || blas.starts_with("OpenBLAS 0.")));
  REQUIRE(peak_memory_mb() > 1);
}

}  // namespace
}  // namespace hybrid::runs
