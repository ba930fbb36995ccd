#pragma once

#include <fmt/format.h>

#include "core/error.h"
#include "images/image_dataset.h"
#include "images/image_source.h"

namespace hybrid::test {

/// A data set as a source that a test can still change; ids are "train/<row>".
class DatasetSource final : public images::ImageSource {
 public:
  explicit DatasetSource(const images::ImageDataset& dataset) : dataset_(dataset) {}
  std::string name() const override { return dataset_.name; }
  std::size_t size() const override { return dataset_.size(); }
  int classes() const override { return dataset_.classes; }
  const std::vector<std::string>& class_names() const override { return dataset_.class_names; }
  std::int32_t label(std::size_t i) const override {
    HYBRID_CHECK(i < size(), "label {} of {}", i, size());
    return dataset_.labels[i];
  }
  std::string id(std::size_t i) const override { return fmt::format("train/{}", i); }
  std::string fingerprint() const override { return dataset_.fingerprint(); }
  images::Image image(std::size_t i) const override {
    const auto pixels = dataset_.image(i);
    return {dataset_.channels, dataset_.height, dataset_.width, {pixels.begin(), pixels.end()}};
  }

 private:
  const images::ImageDataset& dataset_;
};

}  // namespace hybrid::test
