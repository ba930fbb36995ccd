#pragma once

#include <string>

#include "config/data.h"
#include "config/fields.h"
#include "core/log.h"

namespace hybrid::cli {

struct PrepareOptions {
  std::string name;  ///< "imagenet" or "image_folder"
  std::string root;
  config::DataConfig data;  ///< provides class_order
  int image_size = 0;       ///< of a smaller copy; 0: no copy
  std::string out;          ///< folder of the copy
  int quality = 92;
  int threads = 0;     ///< 0: as many as can run (core/cpus.h)
  bool force = false;  ///< replace another copy
};

/// Describes the numbers of the copy.
void describe(config::Fields& f, PrepareOptions& o);

/// hybrid data prepare: lists the images once, checks their numbers, and writes a smaller copy if requested.
/// @throws DataError if a split is damaged or, for ImageNet, incomplete
void run_prepare(const PrepareOptions& options, Logger& log);

}  // namespace hybrid::cli
