#pragma once
// Images as bytes on the way to the cloud, and back. JPEG: baseline, libjpeg's quality scale, 4:2:0 for
// colour, standard Huffman tables, which is what Pillow's save(quality=...) writes and what encoders of
// microcontrollers can do. PNG: zlib level 6, libpng's choice of filters. Where the program was built without
// OpenCV, both throw Infeasible.

#include <string>

#include "cost/payload.h"
#include "images/image_source.h"

namespace hybrid {

/// The file that would be sent, or the pixels themselves. @throws Infeasible for JPEG and PNG of 2 or of more
/// than 3 channels
std::string encode_image(const Image& image, const Payload& payload);

/// The image that arrives, with as many channels as were sent. `bytes` are those of encode_image of an image
/// of the shape of `sent`, which raw pixels do not tell.
Image decode_image(const std::string& bytes, const Payload& payload, const Image& sent);

}  // namespace hybrid
