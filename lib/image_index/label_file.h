#pragma once
// The labels of a split whose images lie in one folder or tar file without a folder per class, as ImageNet's
// validation images do. A line each, in one of the forms that are in use:
//   n01751748                           a class's folder, lines in the order of the images' names
//   (TensorFlow's
//                                       imagenet_2012_validation_synset_labels.txt)
//   65                                  the class's number from 0 on, in the order of imagenet_wnids.txt
//   ILSVRC2012_val_00000001.JPEG 65     the image named, with its class as above (Caffe's val.txt)
//   ILSVRC2012_val_00000001,n01751748 1 2 3 4    (Kaggle's LOC_val_solution.csv; only the first word counts)
//   490                                 of ILSVRC2012_validation_ground_truth.txt alone: an ILSVRC2012_ID,
//   from 1 on, in
//                                       an order of its own, which map_clsloc.txt ("n01751748 490 sea_snake")
//                                       tells

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "image_index/class_list.h"

namespace hybrid {

/// The label file for a split of that name ("val") in the root, whichever there is: <name>_labels.txt; for
/// val, validation and test also those that ImageNet's come under (above).
std::optional<std::filesystem::path> label_file_of(const std::filesystem::path& root,
                                                   const std::string& split);

struct LabelLine {
  std::size_t line = 0;  ///< from 1 on
  std::string image;     ///< without its ending; empty: in the order of the names
  std::string word;
};

/// ILSVRC2012_IDs come as WordNet ids. @throws DataError naming the line that is none, or saying which file
/// is missing
std::vector<LabelLine> read_label_file(const std::filesystem::path& path);

/// The classes that the lines' words name, where there is no list of classes. @throws DataError for numbers,
/// whose order such a list has to tell
ClassList classes_of_lines(std::span<const LabelLine> lines, const std::filesystem::path& path);

/// The label of each image, given by its name, sorted. @throws DataError if there are not as many lines as
/// images, an image is not listed or listed twice, or a label is none of the classes
std::vector<std::int32_t> labels_for(std::span<const std::string> names, std::span<const LabelLine> lines,
                                     const std::filesystem::path& path, const ClassList& classes);

}  // namespace hybrid
