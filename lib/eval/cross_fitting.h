#pragma once
// Two-fold cross-fitted routing problems (see eval/routing_problem.h). If nothing is fitted on a half, such a
// problem is an ordinary one with equal tuning and test parts and `half` filled in; otherwise it is assembled
// from two ordinary ones.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "eval/methods.h"

namespace hybrid::eval {

/// Returns the half of each example, [n], 0 or 1, determined by the seed and the example's id, or its row
/// number if `ids` is empty. Within a label, ids are ordered by a hash and assigned alternately, so the
/// halves differ by at most one example in each label and in total.
std::vector<std::uint8_t> halves_by_id(std::span<const std::int32_t> labels, std::span<const std::string> ids,
                                       SeedTree seed);

/// Returns [n]: 1 for the rows in `second`, 0 for the others.
std::vector<std::uint8_t> half_of_rows(std::size_t n, std::span<const std::size_t> second);

/// Combines two problems with the same methods. `first` is tested on the rows of half 0 and tuned on those of
/// half 1; `second` vice versa. Both contain their rows in the order of `half`.
RoutingProblem cross_fitted(const RoutingProblem& first, const RoutingProblem& second,
                            std::vector<std::uint8_t> half);

/// Like make_routing_problem, with each half as the tuning part of the other: routers are fitted twice.
/// @throws InvalidArgument for an unknown method name
/// @throws DataError unless both halves have rows
RoutingProblem make_cross_fitted_problem(const predictions::PredictionPair& pair,
                                         const std::vector<std::uint8_t>& half, const MethodOptions& options,
                                         SeedTree seed, Logger& log);

/// Calls make_cross_fitted_problem with the test pair if `half` gives its halves, which leaves `tune` unused,
/// else make_certified_problem or make_routing_problem, as the options say. Warns of doubtful own scores.
RoutingProblem make_problem(const predictions::PredictionPair& tune, const predictions::PredictionPair& test,
                            const std::vector<std::uint8_t>& half, const MethodOptions& options,
                            SeedTree seed, Logger& log);

}  // namespace hybrid::eval
