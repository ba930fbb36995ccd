#pragma once
// What two models' prediction sets say of the models' costs: the numbers in `meta`, and measurements of
// single inputs.

#include <optional>

#include "cost/input_costs.h"
#include "cost/payload.h"
#include "cost/system_cost.h"
#include "predictions/prediction_pair.h"

namespace hybrid::eval {

/// Returns the measurements of single inputs in both sets; the payload is taken from the base's set if
/// present, else from the cloud's.
cost::MeasuredInputs measured_inputs(const predictions::PredictionPair& pair);

/// Returns the payload in the set's `meta.payload`, or std::nullopt if there is none.
/// @throws DataError for an unknown payload
std::optional<cost::Payload> payload_of(const predictions::PredictionSet& set);

/// Returns the set's `meta.macs`, or std::nullopt if there is none.
/// @throws DataError for a value that is no number of MACs
std::optional<double> macs_of(const predictions::PredictionSet& set);

/// Returns the cost-related entries of the models' `meta`: macs, input_bytes, the cloud's encoded_pixels or,
/// for features, encoded_values and device_macs; and the means of the measurements of single inputs. MACs and
/// bytes are numbers, or texts with a unit ("12.8M", "27KiB").
/// @throws DataError for values that are not amounts, and for encoded_values without device_macs
cost::Workload workload_of(const predictions::PredictionPair& pair);

}  // namespace hybrid::eval
