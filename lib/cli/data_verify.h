#pragma once

#include <string>

#include "core/log.h"

namespace hybrid::cli {

struct VerifyOptions {
  std::string path;
  bool all = false;  ///< every image; false: a sample
  int threads = 0;   ///< 0: as many as can run (core/cpus.h)
};

/// Whether the images of this file or folder are tried; of other files the checksum is compared.
bool tries_images(const std::string& path);

/// hybrid data verify: prints the results.
/// @throws DataError if a file is damaged
void run_verify(const VerifyOptions& options, Logger& log);

}  // namespace hybrid::cli
