#pragma once

#include <string>

#include "core/log.h"

namespace hybrid::cli {

struct VerifyOptions {
  std::string path;
  bool all = false;  ///< every image; false: a sample
  int threads = 0;   ///< 0: as many as can run (core/cpus.h)
};

/// hybrid data verify: prints the results.
/// @throws DataError if a file is damaged
void run_verify(const VerifyOptions& options, Logger& log);

}  // namespace hybrid::cli
