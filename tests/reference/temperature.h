#pragma once

#include <cstdint>
#include <span>

#include "predictions/logit_rows.h"

namespace hybrid::reference {

/// Returns the mean of -ln softmax(z / T)[label], in long double.
double negative_log_likelihood(const predictions::LogitRows& logits, std::span<const std::int32_t> labels,
                               double temperature);

/// Returns the T that minimises it, by golden-section search over ln T.
double best_temperature(const predictions::LogitRows& logits, std::span<const std::int32_t> labels);

}  // namespace hybrid::reference
