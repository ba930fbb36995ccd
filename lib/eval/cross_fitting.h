#pragma once
// Routing problems in which the two halves of one set of examples tune each other (see
// eval/routing_problem.h). Where nothing is fitted on a half, such a problem is an ordinary one with equal
// tuning and test parts and `half` filled in; where something is, it is put together from two ordinary ones.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "eval/methods.h"

namespace hybrid::eval {

/// [n], 0 or 1: halves that follow from the seed and each example's id alone, or its row number where `ids`
/// is empty. Within a label the ids are ordered by a hash and dealt out in turn, so that no label's halves,
/// nor the two halves, differ by more than one example.
std::vector<std::uint8_t> halves_by_id(std::span<const std::int32_t> labels, std::span<const std::string> ids,
                                       SeedTree seed);

/// [n]: 1 for the rows listed, 0 for the others.
std::vector<std::uint8_t> half_of_rows(std::size_t n, std::span<const std::size_t> second);

/// One problem out of two with the same methods: `first` is tested on the rows of half 0 and tuned on those
/// of half 1, `second` the other way round, both with their rows in the order in which `half` has them.
RoutingProblem cross_fitted(const RoutingProblem& first, const RoutingProblem& second,
                            std::vector<std::uint8_t> half);

/// What make_routing_problem does, on each half for the other: routers are fitted twice.
/// @throws InvalidArgument for an unknown method name, DataError unless both halves have rows
RoutingProblem make_cross_fitted_problem(const predictions::PredictionPair& pair,
                                         const std::vector<std::uint8_t>& half, const MethodOptions& options,
                                         SeedTree seed, Logger& log);

}  // namespace hybrid::eval
