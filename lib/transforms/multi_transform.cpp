#include "transforms/multi_transform.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"

namespace hybrid::transforms {
namespace {

/// Returns the colour of erased pixels: 0 after normalisation.
std::vector<std::uint8_t> mean_color(const Normalization& normalization) {
  std::vector<std::uint8_t> color;
  for (const float mean : normalization.mean)
    color.push_back(static_cast<std::uint8_t>(std::clamp(std::lround(mean * 255), 0L, 255L)));
  return color;
}

}  // namespace

std::vector<arch::Shape> transformed_shapes(const images::ImageSource& images,
                                            std::span<const Transform> transforms) {
  const arch::Shape first = images::first_shape(images);
  std::vector<arch::Shape> shapes;
  for (const auto& transform : transforms) {
    HYBRID_CHECK(
        transform.preprocessing.normalization.mean.size() == static_cast<std::size_t>(first.channels),
        "normalisation of {} channels, the images have {}", transform.preprocessing.normalization.mean.size(),
        first.channels);
    shapes.push_back(preprocessed_shape(transform.preprocessing.input, first));
  }
  return shapes;
}

MultiTransform::MultiTransform(const images::ImageSource& images, std::span<const Transform> transforms,
                               std::span<const arch::Shape> shapes)
    : images_(images), transforms_(transforms), shapes_(shapes), resizers_(transforms.size()) {
  HYBRID_CHECK(transforms.size() == shapes.size(), "{} shapes of {} views", shapes.size(), transforms.size());
  for (const auto& transform : transforms)
    erased_colors_.push_back(mean_color(transform.preprocessing.normalization));
}

void MultiTransform::make(std::size_t transform, const images::Image& image, const arch::Shape& full,
                          const AugmentationDraw& draw, std::span<std::uint8_t> out) {
  const auto& [preprocessing, augmentation] = transforms_[transform];
  if (augmentation.settings.kind != config::Augment::none) {
    const images::Image made =
        augmented(image, draw, full.height, full.width, preprocessing.input, erased_colors_[transform]);
    std::ranges::copy(made.pixels, out.begin());
    return;
  }
  const arch::Shape shape = images::shape_of(image);
  auto& resizer = resizers_[transform];
  if (!resizer || resizer->input() != shape || resizer->full() != full)
    resizer.emplace(preprocessing.input, shape, full);
  (*resizer)(image.pixels, out);
}

std::vector<AugmentationDraw> MultiTransform::draw(std::size_t row, int height, int width) const {
  std::vector<AugmentationDraw> draws;
  for (const auto& [preprocessing, augmentation] : transforms_) {
    Rng rng = augmentation.seed.at("image", row).rng();
    draws.push_back(draw_augmentation(augmentation.settings, rng, height, width));
  }
  return draws;
}

int MultiTransform::needed_by_all(std::span<const AugmentationDraw> draws, int height, int width) const {
  int most = 0;
  for (std::size_t transform = 0; transform < transforms_.size(); ++transform) {
    const bool evaluates = transforms_[transform].augmentation.settings.kind == config::Augment::none;
    const int needed =
        evaluates ? 0
                  : needed_side(draws[transform], transforms_[transform].preprocessing.input, height, width);
    if (needed == 0) return 0;
    most = std::max(most, needed);
  }
  return most;
}

void MultiTransform::operator()(std::size_t row, std::span<const std::span<std::uint8_t>> out) {
  std::optional<arch::Shape> full;
  std::vector<AugmentationDraw> draws;
  const images::Image image = images_.reduced_image(row, [&](int height, int width) {
    full = {0, height, width};
    draws = draw(row, height, width);
    return needed_by_all(draws, height, width);
  });
  if (!full) {  // a source without reduced decoding
    full = {0, image.height, image.width};
    draws = draw(row, image.height, image.width);
  }
  full->channels = image.channels;
  for (std::size_t transform = 0; transform < transforms_.size(); ++transform) {
    const arch::Shape shape = preprocessed_shape(transforms_[transform].preprocessing.input, *full);
    if (shape != shapes_[transform])
      throw DataError(images_.id(row),
                      fmt::format("is {} as it comes to the network, the first image {}: give the "
                                  "networks' input.size",
                                  to_string(shape), to_string(shapes_[transform])));
    make(transform, image, *full, draws[transform], out[transform]);
  }
}

}  // namespace hybrid::transforms
