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

/// A part of a data set.
enum class DataSplit { train, test };
inline constexpr std::array kDataSplitNames{Named{DataSplit::train, "train"}, Named{DataSplit::test, "test"}};

/// The source of the tuning examples.
enum class TuneOn {
  train,  ///< tune_fraction of the training images
  /// Two-fold cross-fitting on the test images (datasets/halves.h).
  test_halves,
};
inline constexpr std::array kTuneOnNames{Named{TuneOn::train, "train"},
                                         Named{TuneOn::test_halves, "test_halves"}};

/// The order of classes that are named by their folders or labels.
enum class ClassOrder {
  text,     ///< as torchvision's ImageFolder: "10" before "2"
  numeric,  ///< digits are compared as numbers: "2" before "10"
};
inline constexpr std::array kClassOrderNames{Named{ClassOrder::text, "text"},
                                             Named{ClassOrder::numeric, "numeric"}};

/// How an unreadable image is handled.
enum class OnBadImage {
  error,  ///< the command fails and names the image
  skip,   ///< the image is left out, counted and reported; all others keep their parts
};
inline constexpr std::array kOnBadImageNames{Named{OnBadImage::error, "error"},
                                             Named{OnBadImage::skip, "skip"}};

/// The examples and the partition of the training images. The networks are trained on the images that neither
/// fraction takes.
struct DataConfig {
  DatasetName dataset = DatasetName::fashion_mnist;
  std::string root;                           ///< folder; empty: the data set's default
  ClassOrder class_order = ClassOrder::text;  ///< for image_folder without a class list
  /// For image_folder, side length in pixels; 0: original size, read on demand.
  int image_size = 0;
  OnBadImage on_bad_image = OnBadImage::error;
  int train_limit = 0;  ///< number of images, 0 for all
  int test_limit = 0;
  TuneOn tune_on = TuneOn::train;
  double oracle_fraction = 0.1;
  double tune_fraction = 0.1;
  bool operator==(const DataConfig&) const = default;
};

void describe(Fields& f, DataConfig& c);
/// Checks that the fractions leave images to train on, and that a folder of images has a root.
void validate(const DataConfig& c, const Findings& findings);

}  // namespace hybrid::config
