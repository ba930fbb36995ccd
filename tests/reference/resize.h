#pragma once

#include <cstdint>
#include <vector>

#include "images/resize.h"

namespace hybrid::reference {

/// Pillow's resize of one plane [height, width] with one of its filters, pixel by pixel by definition.
std::vector<std::uint8_t> resize(config::Resize filter, const std::vector<std::uint8_t>& plane, int height,
                                 int width, const images::Box& box, int to_height, int to_width);

}  // namespace hybrid::reference
