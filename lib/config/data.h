#pragma once

#include <array>
#include <string>

#include "config/choices.h"
#include "config/findings.h"

namespace hybrid {

class Fields;

enum class DatasetName { fashion_mnist, synthetic };
inline constexpr std::array kDatasetNames{Named{DatasetName::fashion_mnist, "fashion_mnist"},
                                          Named{DatasetName::synthetic, "synthetic"}};

/// Which examples, and how the training images are shared out. What neither fraction takes trains the
/// networks.
struct DataConfig {
  DatasetName dataset = DatasetName::fashion_mnist;
  std::string root;     ///< folder; empty for the data set's own place
  int train_limit = 0;  ///< images, 0 for all
  int test_limit = 0;
  double oracle_fraction = 0.1;
  double tune_fraction = 0.1;
  bool operator==(const DataConfig&) const = default;
};

void describe(Fields& f, DataConfig& c);
/// The fractions leave something to train on.
void validate(const DataConfig& c, const Findings& findings);

}  // namespace hybrid
