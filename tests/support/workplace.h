#pragma once
// A user's working folder: cost profiles, the prediction sets of two models, possibly a finished run.

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/files.h"
#include "support/process.h"
#include "support/temporary_folder.h"
#include "support/tiny_predictions.h"

namespace hybrid::test {

class Workplace : public TemporaryFolder {
 public:
  Workplace() {
    std::filesystem::create_directory_symlink(std::filesystem::path(HYBRID_SOURCE) / "configs",
                                              path() / "configs");
    write_pair(path());
  }

  Outcome run(const std::string& program, const std::vector<std::string>& arguments,
              const std::string& before = "") const {
    return test::run(program, arguments, {.folder = path(), .before = before});
  }

  /// Runs `hybrid evaluate` on the pair; by default into the folder `run`, with few resamples and without a
  /// router.
  Outcome evaluate(const std::vector<std::string>& more = {}, const std::string& before = "") const {
    std::vector<std::string> arguments{"evaluate", "--base", "base.npz", "--cloud", "cloud.npz"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const std::vector<std::pair<std::string, std::string>> defaults{
        {"--out", "run"},
        {"--methods", "on_device,on_cloud,random,max_prob,entropy,oracle"},
        {"--bootstrap", "100"}};
    for (const auto& [option, value] : defaults)
      if (std::find(more.begin(), more.end(), option) == more.end())
        arguments.insert(arguments.end(), {option, value});
    return run("hybrid", arguments, before);
  }

  /// Returns the names of all files that did not exist at the start.
  std::vector<std::string> new_names() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(path())) {
      const std::string name = entry.path().filename();
      if (name != "configs" && name != "base.npz" && name != "cloud.npz") names.push_back(name);
    }
    return names;
  }
};

/// Requires this exit code and, after warnings, one line that contains `message` and at most one with a hint.
inline void require_refusal(const Outcome& outcome, int exit_code, const std::string& message) {
  INFO("stdout: " << outcome.out << "\nstderr: " << outcome.err);
  REQUIRE(outcome.exit_code == exit_code);
  REQUIRE(outcome.out.empty());
  REQUIRE_THAT(outcome.err, Catch::Matchers::Contains(message));
  std::string_view rest = outcome.err;
  while (rest.starts_with("warning: ")) rest.remove_prefix(rest.find('\n') + 1);
  const std::string first(rest.substr(0, rest.find('\n')));
  REQUIRE_THAT(first, Catch::Matchers::Contains("error: ") && Catch::Matchers::Contains(message));
  REQUIRE(std::count(rest.begin(), rest.end(), '\n') <= 2);
}

}  // namespace hybrid::test
