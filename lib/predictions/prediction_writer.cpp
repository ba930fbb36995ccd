#include "predictions/prediction_writer.h"

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "core/files.h"
#include "core/json_text.h"
#include "predictions/npz.h"

namespace hybrid::predictions {

PredictionWriter::PredictionWriter(std::filesystem::path path, std::size_t n, int classes, OutputKind kind)
    : path_(std::move(path)),
      logits_path_(path_.string() + ".logits.partial"),
      n_(n),
      classes_(static_cast<std::size_t>(classes)),
      kind_(kind) {
  HYBRID_CHECK(n > 0 && classes > 0, "a set of {} examples of {} classes", n, classes);
  if (path_.has_parent_path()) create_folders(path_.parent_path());
  std::error_code ignored;
  if (std::filesystem::is_directory(path_, ignored))
    throw DataError(path_, "is a folder, expected a file's name");
  logits_.open(logits_path_, std::ios::binary | std::ios::trunc);
  logits_ << format_npy_header({DType::float32, sizeof(float), {n_, classes_}});
  check_written(logits_.good());
}

PredictionWriter::~PredictionWriter() {
  std::error_code ignored;
  std::filesystem::remove(logits_path_, ignored);
}

void PredictionWriter::append(std::int32_t label, std::string id, std::span<const float> outputs) {
  HYBRID_CHECK(outputs.size() == classes_, "{} outputs for {} classes", outputs.size(), classes_);
  HYBRID_CHECK(labels_.size() < n_, "more than the {} examples announced", n_);
  labels_.push_back(label);
  ids_.push_back(std::move(id));
  logits_.write(reinterpret_cast<const char*>(outputs.data()),
                static_cast<std::streamsize>(outputs.size_bytes()));
  check_written(logits_.good());
}

void PredictionWriter::finish(const nlohmann::json& meta, const std::vector<double>& payload_bytes,
                              std::span<const float> features) {
  HYBRID_CHECK(labels_.size() == n_, "{} of {} examples", labels_.size(), n_);
  logits_.close();
  check_written(logits_.good());
  std::vector<NpyArray> arrays = {npy_view("labels", labels_), npy_text("ids", ids_),
                                  npy_scalar_text("meta", json_line(meta))};
  if (!payload_bytes.empty()) arrays.push_back(npy_view("payload_bytes", payload_bytes));
  if (!features.empty()) arrays.push_back(npy_view("features", features, {n_, features.size() / n_}));
  const NpyFile outputs{std::string(name(kind_)), logits_path_};
  write_npz(path_, arrays, {&outputs, 1});
}

void PredictionWriter::check_written(bool succeeded) const {
  if (!succeeded) throw DataError(path_, fmt::format("cannot be written ({})", std::strerror(errno)));
}

}  // namespace hybrid::predictions
