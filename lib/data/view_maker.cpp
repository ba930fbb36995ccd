#include "data/view_maker.h"

#include <algorithm>

#include "core/error.h"

namespace hybrid {
namespace {

/// How one image is changed: output pixel (y, x) comes from (y + down, mirrored x + right).
struct Placement {
  bool mirrored = false;
  int down = 0;
  int right = 0;
};

Placement draw_placement(const Augmentation& augmentation, Rng& rng) {
  Placement placement;
  if (augmentation.kind == Augment::none) return placement;
  placement.mirrored = rng.below(2) == 1;
  if (augmentation.kind == Augment::flip) return placement;
  const int most = augmentation.shift;
  const auto shift = [&] {
    return static_cast<int>(rng.below(static_cast<std::uint64_t>(2 * most + 1))) - most;
  };
  placement.down = shift();
  placement.right = shift();
  return placement;
}

/// One channel of one image.
void place_plane(const std::uint8_t* from, int height, int width, const Placement& placement,
                 std::uint8_t* to) {
  for (int y = 0; y < height; ++y) {
    const int from_y = y + placement.down;
    for (int x = 0; x < width; ++x) {
      const int from_x = (placement.mirrored ? width - 1 - x : x) + placement.right;
      const bool inside = from_y >= 0 && from_y < height && from_x >= 0 && from_x < width;
      *to++ = inside ? from[from_y * width + from_x] : std::uint8_t{0};
    }
  }
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
}

void ViewMaker::make(std::size_t view, std::size_t row, const Image& image, const Shape& full,
                     std::span<std::uint8_t> out) {
  const auto& [preparation, views] = views_[view];
  const Shape shape{image.channels, image.height, image.width};
  auto& prepare = preparers_[view];
  if (!prepare || prepare->input() != shape || prepare->full() != full)
    prepare.emplace(preparation.input, shape, full);
  if (prepare->output() != shapes_[view])
    throw DataError(images_.id(row), fmt::format("is {} as it comes to the network, the images before it {}",
                                                 to_string(prepare->output()), to_string(shapes_[view])));
  if (views.augmentation.kind == Augment::none) {
    (*prepare)(image.pixels, out);
    return;
  }
  Rng rng = views.seed.at("image", row).rng();
  const Placement placement = draw_placement(views.augmentation, rng);
  std::vector<std::uint8_t> placed(image.pixels.size());
  const std::size_t plane = placed.size() / static_cast<std::size_t>(image.channels);
  for (std::size_t at = 0; at < placed.size(); at += plane)
    place_plane(image.pixels.data() + at, image.height, image.width, placement, placed.data() + at);
  (*prepare)(placed, out);
}

int ViewMaker::needed_side() const {
  int needed = 1;
  for (const auto& [preparation, views] : views_) {
    const auto& input = preparation.input;
    if (input.size == 0 || input.resize == Resize::opencv_bilinear ||
        views.augmentation.kind == Augment::flip_shift)
      return 0;
    needed = std::max(needed, shorter_side(input));
  }
  return needed;
}

void ViewMaker::operator()(std::size_t row, std::span<const std::span<std::uint8_t>> out) {
  std::optional<Shape> full;
  const Image image = images_.reduced_image(row, [&](int height, int width) {
    full = {0, height, width};
    return needed_side();
  });
  if (!full) full = {0, image.height, image.width};
  full->channels = image.channels;
  for (std::size_t view = 0; view < views_.size(); ++view) make(view, row, image, *full, out[view]);
}

}  // namespace hybrid
