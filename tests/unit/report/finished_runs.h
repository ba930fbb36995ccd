#pragma once
// Finished runs on disk that hold a routing problem and nothing else.

#include <filesystem>

#include "runs/outcomes_file.h"

namespace hybrid::test {

inline std::filesystem::path write_run(const std::filesystem::path& path, const RoutingProblem& problem) {
  Logger log(Verbosity::quiet);
  auto writer = RunWriter::begin({.path = path, .hash = std::string(64, 'a')}, log);
  write_routing_problem(writer->folder(), problem, {});
  writer->finish({});
  return path;
}

}  // namespace hybrid::test
