#pragma once

#include <memory>
#include <string>

#include "images/image_dataset.h"
#include "images/image_source.h"

namespace hybrid {

/// A data set that is in memory as a source; its ids are "<id_prefix>/<row>".
std::unique_ptr<ImageSource> source_of(ImageDataset dataset, const std::string& id_prefix);

/// The same images under the same ids, read once. @throws DataError if they are not of one shape
std::unique_ptr<ImageSource> in_memory(const ImageSource& source);

/// The whole source in memory. @throws DataError if its images are not of one shape
ImageDataset read_all(const ImageSource& source, std::string name);

}  // namespace hybrid
