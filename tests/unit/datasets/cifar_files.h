#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "support/temporary_folder.h"
#include "unit/images/noise_image.h"

namespace hybrid::test {

/// A record of CIFAR-100's binary version; its pixels follow from `seed`.
inline std::string cifar_record(int fine, std::uint32_t seed) {
  const auto pixels = noise_pixels(seed, 3072);
  std::string record{'\x07', static_cast<char>(fine)};
  return record.append(pixels.begin(), pixels.end());
}

inline std::string hundred_names() {
  std::string names;
  for (int i = 0; i < 100; ++i) names += "class " + std::to_string(i) + "\n";
  return names;
}

/// `train` and `test` images; image i of test is of class 99 - i.
inline void write_cifar100(const TemporaryFolder& folder, int train, int test) {
  std::string text;
  for (int i = 0; i < train; ++i) text += cifar_record(i % 100, static_cast<std::uint32_t>(1000 + i));
  folder.file("train.bin", text);
  text.clear();
  for (int i = 0; i < test; ++i) text += cifar_record(99 - i % 100, static_cast<std::uint32_t>(i));
  folder.file("test.bin", text);
  folder.file("fine_label_names.txt", hundred_names());
}

}  // namespace hybrid::test
