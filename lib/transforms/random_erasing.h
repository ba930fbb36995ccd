#pragma once
// Random erasing (Zhong et al. 2020) as torchvision's RandomErasing draws it, of one colour.

#include <cstdint>
#include <optional>
#include <span>

#include "core/seed.h"
#include "images/image_source.h"

namespace hybrid {

/// Shares of the transform's height and width, so that transforms of all sizes lose the same part.
struct ErasedPart {
  double top = 0;
  double left = 0;
  double height = 0;
  double width = 0;
};

/// Nothing with probability 1 - `probability`; else a part of 2 to 33 % of the area, of a ratio of height to
/// width in [0.3, 3.3] (uniform in its logarithm); nothing after ten tries that do not fit.
std::optional<ErasedPart> draw_erasing(double probability, Rng& rng);

/// `color` [channels].
void erase(Image& image, const ErasedPart& part, std::span<const std::uint8_t> color);

}  // namespace hybrid
