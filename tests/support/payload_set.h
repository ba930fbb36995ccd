#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "predictions/npz.h"

namespace hybrid::test {

/// Saves the 200 predictions of three classes in `from` (tiny_predictions.h) again as `to`, as if each
/// input's payload had so many bytes.
inline void save_with_payload(const std::filesystem::path& from, const std::filesystem::path& to,
                              double bytes, const std::string& meta) {
  const predictions::NpzFile file(from);
  const auto labels = file.read<std::int32_t>("labels");
  const auto logits = file.read<float>("logits");
  const std::vector<double> payload(200, bytes);
  const std::vector<predictions::NpyArray> arrays{
      predictions::npy_view("labels", labels),
      predictions::npy_view("logits", std::span<const float>(logits), {200, 3}),
      predictions::npy_view("payload_bytes", payload), predictions::npy_scalar_text("meta", meta)};
  predictions::write_npz(to, arrays);
}

}  // namespace hybrid::test
