#pragma once
// Label files for images in one folder or tar file without a folder per class, such as ImageNet's validation
// images. Each line has one of these forms:
//   n01751748                           a class's folder; lines in the order of the images' names
//                                       (TensorFlow's imagenet_2012_validation_synset_labels.txt)
//   65                                  a class's number from 0, in the order of imagenet_wnids.txt
//   ILSVRC2012_val_00000001.JPEG 65     an image's name and its class as above (Caffe's val.txt)
//   ILSVRC2012_val_00000001,n01751748 1 2 3 4    (Kaggle's LOC_val_solution.csv; the boxes do not count)
//   490                                 in ILSVRC2012_validation_ground_truth.txt only: an ILSVRC2012_ID from
//                                       1, in its own order, mapped by map_clsloc.txt
//                                       ("n01751748 490 sea_snake")
// Image and class are separated by a tab, a comma or a blank, and may be quoted. A first line that names the
// columns is a header.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "image_index/class_list.h"

namespace hybrid::image_index {

/// Returns the label file for the split `name` ("val") in the root: <name>_labels.txt; for val, validation
/// and test also ImageNet's names (above). Returns std::nullopt if there is none.
std::optional<std::filesystem::path> label_file_of(const std::filesystem::path& root,
                                                   const std::string& split);

struct LabelLine {
  std::size_t line = 0;  ///< from 1
  std::string image;     ///< file name without extension; empty: lines are in the order of the names
  std::string word;
};

/// Reads a label file, with ILSVRC2012_IDs converted to WordNet ids.
/// @throws DataError naming an invalid line, or a missing file
std::vector<LabelLine> read_label_file(const std::filesystem::path& path);

/// Returns the classes that the lines name, for data sets without a class list.
/// @throws DataError for numbers, whose order requires a class list
ClassList classes_of_lines(std::span<const LabelLine> lines, const std::filesystem::path& path,
                           config::ClassOrder order = config::ClassOrder::text);

/// Returns the label of each image.
/// @param names sorted
/// @throws DataError if the numbers of lines and images differ, an image is not listed or listed twice, or a
/// label is not a class
std::vector<std::int32_t> labels_for(std::span<const std::string> names, std::span<const LabelLine> lines,
                                     const std::filesystem::path& path, const ClassList& classes);

}  // namespace hybrid::image_index
