#pragma once
// From trained networks to their prediction sets and the routing problem to evaluate.

#include <filesystem>

#include "datasets/datasets.h"
#include "runs/outcomes_file.h"
#include "training/hybrid_trainer.h"

namespace hybrid::training {

/// Writes predictions/{base,base_before,base_control,base_int8,appealnet,cloud}-{tune,test}.npz below
/// `folder` for the existing networks, and reads them back, so that the evaluation uses exactly what the
/// files contain. If the cloud was trained, variants have a cloud set of their own. AppealNet's sets have the
/// logit of q as their only feature. With TuneOn::test_halves there are only test sets, and the problem is
/// cross-fitted (eval/routing_problem.h). The methods are those of the base before hybrid training
/// ("_before"), of the control ("_control"), of AppealNet ("_appealnet", and "appealnet" by its predictor),
/// then of the hybrid, with its router.
/// @throws DataError if a file cannot be written, Interrupted
runs::StoredProblem predict_and_pair(const HybridTask& task, const HybridModels& models,
                                     const datasets::Datasets& data, config::TuneOn tune_on,
                                     const std::filesystem::path& folder, Logger& log);

}  // namespace hybrid::training
