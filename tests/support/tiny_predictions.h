#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/seed.h"
#include "predictions/prediction_set.h"

namespace hybrid::test {

/// Writes `<folder>/base.npz` and `<folder>/cloud.npz`: n examples of k classes, with the cloud better than
/// the base. Deterministic.
inline void write_pair(const std::filesystem::path& folder, std::size_t n = 200, std::size_t k = 3) {
  Rng rng = SeedTree(1).at("pair").rng();
  std::vector<std::int32_t> labels(n);
  std::vector<std::string> ids(n);
  for (std::size_t i = 0; i < n; ++i) {
    labels[i] = static_cast<std::int32_t>(rng.below(k));
    ids[i] = "x" + std::to_string(i);
  }
  for (const auto& [name, bonus, macs] :
       {std::tuple("base.npz", 1.0, 1e6), std::tuple("cloud.npz", 3.0, 5e7)}) {
    std::vector<float> logits(n * k);
    for (std::size_t i = 0; i < logits.size(); ++i)
      logits[i] =
          static_cast<float>(rng.normal() + (i % k == static_cast<std::size_t>(labels[i / k]) ? bonus : 0));
    predictions::write_prediction_set(folder / name, labels, logits, ids,
                                      {{"macs", macs}, {"input_bytes", 784}});
  }
}

}  // namespace hybrid::test
