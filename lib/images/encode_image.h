#pragma once
// Encoding and decoding of images that are sent to the cloud. JPEG: baseline, libjpeg's quality scale, 4:2:0
// for colour, standard Huffman tables, as in Pillow's save(quality=...) and in encoders of microcontrollers.
// PNG: zlib level 6, libpng's choice of filters. Both throw Infeasible in a build without OpenCV.

#include <string>

#include "cost/payload.h"
#include "images/image_source.h"

namespace hybrid::images {

/// Returns the file to be sent, or the raw pixels.
/// @throws Infeasible for JPEG and PNG of 2 or more than 3 channels
std::string encode_image(const Image& image, const cost::Payload& payload);

/// Returns the received image, with the channels that were sent.
/// @param bytes from encode_image
/// @param sent an image of the same shape, which raw pixels do not contain
Image decode_image(const std::string& bytes, const cost::Payload& payload, const Image& sent);

}  // namespace hybrid::images
