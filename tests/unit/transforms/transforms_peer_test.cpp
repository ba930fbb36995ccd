// The transforms that networks are evaluated on beside torchvision's, on real images. What torchvision makes
// of them is written by tests/peers/data/make_views.py; HYBRID_PEER_VIEWS names that file.
#include <fmt/format.h>
#include <catch2/catch.hpp>
#include <cstdlib>

#include "core/text.h"
#include "images/image_files.h"
#include "predictions/npz.h"
#include "transforms/preprocess.h"

using namespace hybrid;
using namespace hybrid::transforms;

namespace {

std::vector<std::string> paths_of(const predictions::ArrayStore& peer) {
  std::string text;
  for (const std::int32_t byte : peer.read<std::int32_t>("paths")) text += static_cast<char>(byte);
  return split(text, '\n');
}

/// Mean absolute difference in grey levels, over all images.
/// @param reduced whether JPEG is decoded at the scale that serves
double difference(const predictions::ArrayStore& peer, const std::string& name,
                  const config::InputConfig& input, bool reduced) {
  const auto expected = peer.read<std::int32_t>(name);
  const auto paths = paths_of(peer);
  REQUIRE(paths.size() * static_cast<std::size_t>(3 * input.size * input.size) == expected.size());
  double sum = 0;
  std::size_t at = 0;
  for (const auto& path : paths) {
    arch::Shape full;
    const images::Image image = images::decode_image(path, [&](int height, int width) {
      full = {3, height, width};
      return reduced ? shorter_side(input) : 0;
    });
    const arch::Shape shape{3, image.height, image.width};
    const ResizeAndCrop prepare(input, shape, full.height == 0 ? shape : full);
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(prepare.output().elements()));
    prepare(image.pixels, pixels);
    for (const std::uint8_t p : pixels) sum += std::abs(int{p} - expected[at++]);
  }
  return sum / static_cast<double>(expected.size());
}

}  // namespace

TEST_CASE("views of real images are torchvision's, those from a reduced decode within a level on average",
          "[peer-views]") {
  const char* path = std::getenv("HYBRID_PEER_VIEWS");
  if (!path) {
    WARN("skipped: HYBRID_PEER_VIEWS is not set (tests/peers/data/make_views.py)");
    return;
  }
  const predictions::NpzFile peer(path);
  for (const auto& [name, filter] : {std::pair{"bilinear", config::Resize::pillow_bilinear},
                                     std::pair{"bicubic", config::Resize::pillow_bicubic}})
    for (const int size : {48, 96, 236}) {
      const config::InputConfig input{.size = size, .resize = filter, .crop = 0.875};
      const std::string transform = fmt::format("{}{}", name, size);
      const double whole = difference(peer, transform, input, false),
                   reduced = difference(peer, transform, input, true);
      WARN(transform << ": " << whole << " grey levels from torchvision, decoded at the scale that serves "
                     << reduced);
      REQUIRE(whole == 0);
      REQUIRE(reduced <= 1);
    }
}
