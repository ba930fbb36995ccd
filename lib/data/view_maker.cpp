#include "data/view_maker.h"

#include <algorithm>
#include <cmath>

#include "core/error.h"

namespace hybrid {
namespace {

/// What erased pixels become: 0 once they are normalised.
std::vector<std::uint8_t> mean_color(const Normalization& normalization) {
  std::vector<std::uint8_t> color;
  for (const float mean : normalization.mean)
    color.push_back(static_cast<std::uint8_t>(std::clamp(std::lround(mean * 255), 0L, 255L)));
  return color;
}

}  // namespace

std::vector<Shape> view_shapes(const ImageSource& images, std::span<const NetworkView> views) {
  const Shape first = first_shape(images);
  std::vector<Shape> shapes;
  for (const auto& view : views) {
    HYBRID_CHECK(view.preparation.normalization.mean.size() == static_cast<std::size_t>(first.channels),
                 "normalisation of {} channels, the images have {}",
                 view.preparation.normalization.mean.size(), first.channels);
    shapes.push_back(prepared_shape(view.preparation.input, first));
  }
  return shapes;
}

ViewMaker::ViewMaker(const ImageSource& images, std::span<const NetworkView> views,
                     std::span<const Shape> shapes)
    : images_(images), views_(views), shapes_(shapes), preparers_(views.size()) {
  HYBRID_CHECK(views.size() == shapes.size(), "{} shapes of {} views", shapes.size(), views.size());
  for (const auto& view : views) erased_colors_.push_back(mean_color(view.preparation.normalization));
}

void ViewMaker::make(std::size_t view, const Image& image, const Shape& full, const AugmentationDraw& draw,
                     std::span<std::uint8_t> out) {
  const auto& [preparation, views] = views_[view];
  if (views.augmentation.kind != Augment::none) {
    const Image made =
        augmented(image, draw, full.height, full.width, preparation.input, erased_colors_[view]);
    std::ranges::copy(made.pixels, out.begin());
    return;
  }
  const Shape shape = shape_of(image);
  auto& prepare = preparers_[view];
  if (!prepare || prepare->input() != shape || prepare->full() != full)
    prepare.emplace(preparation.input, shape, full);
  (*prepare)(image.pixels, out);
}

std::vector<AugmentationDraw> ViewMaker::draw(std::size_t row, int height, int width) const {
  std::vector<AugmentationDraw> draws;
  for (const auto& [preparation, views] : views_) {
    Rng rng = views.seed.at("image", row).rng();
    draws.push_back(draw_augmentation(views.augmentation, rng, height, width));
  }
  return draws;
}

int ViewMaker::needed_by_all(std::span<const AugmentationDraw> draws, int height, int width) const {
  int most = 0;
  for (std::size_t view = 0; view < views_.size(); ++view) {
    const bool evaluates = views_[view].views.augmentation.kind == Augment::none;
    const int needed =
        evaluates ? 0 : needed_side(draws[view], views_[view].preparation.input, height, width);
    if (needed == 0) return 0;
    most = std::max(most, needed);
  }
  return most;
}

void ViewMaker::operator()(std::size_t row, std::span<const std::span<std::uint8_t>> out) {
  std::optional<Shape> full;
  std::vector<AugmentationDraw> draws;
  const Image image = images_.reduced_image(row, [&](int height, int width) {
    full = {0, height, width};
    draws = draw(row, height, width);
    return needed_by_all(draws, height, width);
  });
  if (!full) {  // a source that has nothing to reduce
    full = {0, image.height, image.width};
    draws = draw(row, image.height, image.width);
  }
  full->channels = image.channels;
  for (std::size_t view = 0; view < views_.size(); ++view) {
    const Shape shape = prepared_shape(views_[view].preparation.input, *full);
    if (shape != shapes_[view])
      throw DataError(images_.id(row),
                      fmt::format("is {} as it comes to the network, the first image {}: give the networks' "
                                  "input.size",
                                  to_string(shape), to_string(shapes_[view])));
    make(view, image, *full, draws[view], out[view]);
  }
}

}  // namespace hybrid
