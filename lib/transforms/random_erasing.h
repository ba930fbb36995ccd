#pragma once
// Random erasing (Zhong et al. 2020) with the distribution of torchvision's RandomErasing, filled with one
// colour.

#include <cstdint>
#include <optional>
#include <span>

#include "core/seed.h"
#include "images/image_source.h"

namespace hybrid::transforms {

/// The erased part in shares of height and width, so that transforms of all sizes lose the same part.
struct ErasedPart {
  double top = 0;
  double left = 0;
  double height = 0;
  double width = 0;
};

/// Draws, with the given probability, a part of 2 to 33 % of the area with a ratio of height to width in
/// [0.3, 3.3] (uniform in its logarithm). Returns std::nullopt otherwise, and after ten draws that do not
/// fit.
std::optional<ErasedPart> draw_erasing(double probability, Rng& rng);

/// Fills the part with `color` [channels].
void erase(images::Image& image, const ErasedPart& part, std::span<const std::uint8_t> color);

}  // namespace hybrid::transforms
