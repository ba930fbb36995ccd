#include "predictions/logit_rows.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.h"

namespace hybrid::predictions {

LogitRows::LogitRows(std::size_t n, std::size_t classes, std::size_t most_bytes)
    : classes_(classes), most_rows_(most_bytes / (classes * sizeof(float))) {
  if (n > most_rows_) return;
  matrix_ = std::make_shared<std::vector<float>>();
  matrix_->reserve(n * classes);
  rows_.reserve(n);
}

void LogitRows::append(std::span<const double> logits) {
  HYBRID_CHECK(matrix_.use_count() == 1 && logits.size() == classes_, "{} logits for {} classes, {} users",
               logits.size(), classes_, matrix_.use_count());
  if (size() == most_rows_) {
    *this = {};
    return;
  }
  constexpr double kMax = std::numeric_limits<float>::max();
  for (const double z : logits)
    matrix_->push_back(static_cast<float>(std::isinf(z) ? z : std::clamp(z, -kMax, kMax)));
  rows_.push_back(rows_.size());
}

LogitRows LogitRows::select(std::span<const std::size_t> rows) const {
  LogitRows selected;
  if (empty()) return selected;
  selected.matrix_ = matrix_;
  selected.classes_ = classes_;
  selected.rows_.reserve(rows.size());
  for (const std::size_t row : rows) selected.rows_.push_back(rows_.at(row));
  return selected;
}

bool LogitRows::operator==(const LogitRows& other) const {
  if (size() != other.size() || classes_ != other.classes_) return false;
  for (std::size_t i = 0; i < size(); ++i)
    if (!std::ranges::equal((*this)[i], other[i])) return false;
  return true;
}

}  // namespace hybrid::predictions
