#pragma once

#include <memory>
#include <string>

#include "images/image_dataset.h"
#include "images/image_source.h"

namespace hybrid::images {

/// Returns a data set in memory as a source; its ids are "<id_prefix>/<row>".
std::unique_ptr<ImageSource> source_of(ImageDataset dataset, const std::string& id_prefix);

/// Reads all images into a source in memory with the same ids.
/// @throws DataError if they differ in shape
std::unique_ptr<ImageSource> in_memory(const ImageSource& source);

/// Reads a whole source into memory.
/// @throws DataError if its images differ in shape
ImageDataset read_all(const ImageSource& source, std::string name);

}  // namespace hybrid::images
