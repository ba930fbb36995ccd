#pragma once

#include <cstdint>
#include <vector>

#include "images/resize.h"

namespace hybrid::reference {

/// Pillow's resize of one plane [height, width] by one of its filters, pixel by pixel from the definition.
std::vector<std::uint8_t> resize(Resize filter, const std::vector<std::uint8_t>& plane, int height, int width,
                                 const Box& box, int to_height, int to_width);

}  // namespace hybrid::reference
