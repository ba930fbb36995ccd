#pragma once
// Prediction sets that tests change array by array.

#include <string>
#include <utility>
#include <vector>

#include "predictions/npz.h"
#include "predictions/prediction_set.h"
#include "test_files.h"

namespace hybrid::test {

/// Arrays that begin as a good set of two rows and three classes; a test adds, replaces or removes some.
class Arrays {
 public:
  Arrays() {
    add<std::int32_t>("labels", {2, 0});
    add<float>("logits", {1, 2, 3, 6, 5, 4}, {2, 3});
  }
  template <class T>
  Arrays& add(const std::string& name, const std::vector<T>& values, std::vector<std::size_t> shape = {}) {
    const predictions::NpyArray array = predictions::npy_view(name, values, std::move(shape));
    return add(array);
  }
  Arrays& add(const predictions::NpyArray& array) {
    const auto* bytes = reinterpret_cast<const char*>(array.data.data());
    folder_.file(array.name + ".npy",
                 predictions::format_npy_header(array.header).append(bytes, array.data.size()));
    return *this;
  }
  /// Adds whole numbers of the stored type.
  template <class T>
  Arrays& integers(const std::string& name, predictions::DType dtype, const std::vector<T>& values,
                   std::vector<std::size_t> shape) {
    return add(predictions::NpyArray{
        name, {dtype, sizeof(T), std::move(shape)}, std::as_bytes(std::span(values)), nullptr});
  }
  Arrays& scalar(const std::string& name, double value) {
    return add(predictions::NpyArray{
        name, {predictions::DType::float64, 8, {}}, std::as_bytes(std::span(&value, 1)), nullptr});
  }
  Arrays& remove(const std::string& name) {
    std::filesystem::remove(folder_ / (name + ".npy"));
    return *this;
  }
  Arrays& meta(std::string_view json) {
    folder_.file("meta.json", json);
    return *this;
  }
  predictions::PredictionSet read(const predictions::ReadOptions& options = {}) const {
    return predictions::read_prediction_set(folder_.path(), options);
  }
  std::string error() const {
    return data_error([&] { read(); });
  }

 private:
  test::TemporaryFolder folder_;
};

/// The same with `predicted` in place of the logits.
class AnswersOnly : public Arrays {
 public:
  AnswersOnly() { remove("logits").add<std::int32_t>("predicted", {2, 1}); }
};

}  // namespace hybrid::test
