#pragma once

#include <cstdint>
#include <span>

#include "predictions/logit_rows.h"

namespace hybrid::reference {

/// Mean of -ln softmax(z / T)[label], in long double.
double negative_log_likelihood(const LogitRows& logits, std::span<const std::int32_t> labels,
                               double temperature);

/// Where it is smallest, by golden-section search over ln T.
double best_temperature(const LogitRows& logits, std::span<const std::int32_t> labels);

}  // namespace hybrid::reference
