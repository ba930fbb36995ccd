#pragma once

#include <array>
#include <string>

#include "config/choices.h"
#include "config/findings.h"

namespace hybrid::config {

class Fields;

enum class DatasetName { fashion_mnist, mnist, kmnist, cifar10, cifar100, image_folder, synthetic };
inline constexpr std::array kDatasetNames{Named{DatasetName::fashion_mnist, "fashion_mnist"},
                                          Named{DatasetName::mnist, "mnist"},
                                          Named{DatasetName::kmnist, "kmnist"},
                                          Named{DatasetName::cifar10, "cifar10"},
                                          Named{DatasetName::cifar100, "cifar100"},
                                          Named{DatasetName::image_folder, "image_folder"},
                                          Named{DatasetName::synthetic, "synthetic"}};

/// Which part of a data set.
enum class DataSplit { train, test };
inline constexpr std::array kDataSplitNames{Named{DataSplit::train, "train"}, Named{DataSplit::test, "test"}};

/// Where the examples come from on which thresholds are tuned.
enum class TuneOn {
  train,        ///< tune_fraction of the training images
  test_halves,  ///< one half of the test images for the other half, and the other way round
                ///< (datasets/halves.h)
};
inline constexpr std::array kTuneOnNames{Named{TuneOn::train, "train"},
                                         Named{TuneOn::test_halves, "test_halves"}};

/// What becomes of an image that cannot be read.
enum class OnBadImage {
  error,  ///< the work stops and says which it is
  skip,   ///< it is left out, counted and told; all others stay in the parts where they are
};
inline constexpr std::array kOnBadImageNames{Named{OnBadImage::error, "error"},
                                             Named{OnBadImage::skip, "skip"}};

/// Which examples, and how the training images are shared out. What neither fraction takes trains the
/// networks.
struct DataConfig {
  DatasetName dataset = DatasetName::fashion_mnist;
  std::string root;    ///< folder; empty for the data set's own place
  int image_size = 0;  ///< of image_folder: pixels a side; 0: the images as they are, read when needed
  OnBadImage on_bad_image = OnBadImage::error;
  int train_limit = 0;  ///< images, 0 for all
  int test_limit = 0;
  TuneOn tune_on = TuneOn::train;
  double oracle_fraction = 0.1;
  double tune_fraction = 0.1;
  bool operator==(const DataConfig&) const = default;
};

void describe(Fields& f, DataConfig& c);
/// The fractions leave something to train on; a folder of images has a root.
void validate(const DataConfig& c, const Findings& findings);

}  // namespace hybrid::config
