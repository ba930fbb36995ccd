#include "datasets/halves.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>
#include <utility>

#include "core/sha256.h"

namespace hybrid::datasets {
namespace {

/// An image's hash and its row.
using Hashed = std::pair<std::string, std::size_t>;

std::string hash_of(const images::Image& image) {
  std::string bytes = fmt::format("{} {} {}\n", image.channels, image.height, image.width);
  bytes.append(image.pixels.begin(), image.pixels.end());
  return sha256(bytes);
}

/// Returns the number of sorted images in the first half.
std::size_t place_of_cut(const std::vector<Hashed>& sorted) {
  const std::size_t n = sorted.size();
  const auto parts_equals = [&](std::size_t at) {
    return at > 0 && at < n && sorted[at - 1].first == sorted[at].first;
  };
  std::size_t before = n / 2;
  while (parts_equals(before)) --before;
  std::size_t after = n / 2;
  while (parts_equals(after)) ++after;
  const auto difference = [&](std::size_t at) { return at > n - at ? 2 * at - n : n - 2 * at; };
  return difference(before) <= difference(after) ? before : after;
}

Halves cut(std::vector<Hashed> images) {
  std::ranges::sort(images);
  const std::size_t at = place_of_cut(images);
  Halves halves;
  for (std::size_t i = 0; i < images.size(); ++i)
    (i < at ? halves.first : halves.second).push_back(images[i].second);
  std::ranges::sort(halves.first);
  std::ranges::sort(halves.second);
  return halves;
}

}  // namespace

Halves hash_halves(const images::ImageSource& images) {
  std::vector<Hashed> hashed;
  for (std::size_t i = 0; i < images.size(); ++i) hashed.emplace_back(hash_of(images.image(i)), i);
  return cut(std::move(hashed));
}

bool can_be_halved(const images::ImageSource& images) {
  if (images.size() < 2) return false;
  const std::string first = hash_of(images.image(0));
  for (std::size_t i = 1; i < images.size(); ++i)
    if (hash_of(images.image(i)) != first) return true;
  return false;
}

}  // namespace hybrid::datasets
