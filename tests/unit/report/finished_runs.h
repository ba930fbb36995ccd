#pragma once
// Finished runs on disk that hold a routing problem and nothing else.

#include <filesystem>

#include "runs/outcomes_file.h"

namespace hybrid::test {

inline std::filesystem::path write_run(const std::filesystem::path& path,
                                       const eval::RoutingProblem& problem) {
  Logger log(Verbosity::quiet);
  auto writer = runs::RunWriter::begin({.path = path, .hash = std::string(64, 'a')}, log);
  runs::write_routing_problem(writer->folder(), problem, {});
  writer->finish({});
  return path;
}

}  // namespace hybrid::test
