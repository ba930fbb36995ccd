#include "predictions/prediction_writer.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include "core/error.h"
#include "core/files.h"
#include "core/json_text.h"
#include "predictions/npz.h"

namespace hybrid::predictions {

PredictionWriter::PredictionWriter(std::filesystem::path path, std::size_t n, int classes, OutputKind kind)
    : path_(std::move(path)),
      logits_(nullptr, &std::fclose),
      n_(n),
      classes_(static_cast<std::size_t>(classes)),
      kind_(kind) {
  HYBRID_CHECK(n > 0 && classes > 0, "a set of {} examples of {} classes", n, classes);
  require_file_place(path_);  // now, not after hours of inference
  logits_ = open_unnamed_file(path_);
  const std::string header = format_npy_header({DType::float32, sizeof(float), {n_, classes_}});
  check_written(std::fwrite(header.data(), 1, header.size(), logits_.get()) == header.size());
}

void PredictionWriter::append(std::int32_t label, std::string id, std::span<const float> outputs) {
  HYBRID_CHECK(outputs.size() == classes_, "{} outputs for {} classes", outputs.size(), classes_);
  HYBRID_CHECK(labels_.size() < n_, "more than the {} examples announced", n_);
  labels_.push_back(label);
  ids_.push_back(std::move(id));
  check_written(std::fwrite(outputs.data(), sizeof(float), outputs.size(), logits_.get()) == outputs.size());
}

void PredictionWriter::finish(const nlohmann::json& meta, const std::vector<double>& payload_bytes,
                              std::span<const float> features) {
  HYBRID_CHECK(labels_.size() == n_, "{} of {} examples", labels_.size(), n_);
  check_written(std::fflush(logits_.get()) == 0);
  std::vector<NpyArray> arrays = {npy_view("labels", labels_), npy_text("ids", ids_),
                                  npy_scalar_text("meta", json_line(meta))};
  if (!payload_bytes.empty()) arrays.push_back(npy_view("payload_bytes", payload_bytes));
  if (!features.empty()) arrays.push_back(npy_view("features", features, {n_, features.size() / n_}));
  const NpyFile outputs{std::string(name(kind_)), logits_.get()};
  write_npz(path_, arrays, {&outputs, 1});
}

void PredictionWriter::check_written(bool succeeded) const {
  if (!succeeded) throw DataError(path_, fmt::format("cannot be written ({})", std::strerror(errno)));
}

}  // namespace hybrid::predictions
