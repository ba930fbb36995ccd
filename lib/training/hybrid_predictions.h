#pragma once
// From trained networks to what is evaluated: their prediction sets, and the routing problem made of them.

#include <filesystem>

#include "datasets/datasets.h"
#include "runs/outcomes_file.h"
#include "training/hybrid_trainer.h"

namespace hybrid {

/// Writes predictions/{base,base_before,base_control,base_int8,appealnet,cloud}-{tune,test}.npz, those that
/// there are (and clouds of their own, if the cloud was trained; AppealNet's with the logit of q as their one
/// feature), below `folder` and reads them back, so that what is evaluated is what others can read. With
/// TuneOn::test_halves there are only the test sets, and the problem is a cross-fitted one
/// (eval/routing_problem.h). The methods are those of the base before hybrid training ("_before"), of the
/// control ("_control"), of AppealNet ("_appealnet", and "appealnet" by its predictor), then of the hybrid,
/// with its router.
/// @throws DataError if something cannot be written, Interrupted
StoredProblem predict_and_pair(const HybridTask& task, const HybridModels& models, const Datasets& data,
                               TuneOn tune_on, const std::filesystem::path& folder, Logger& log);

}  // namespace hybrid
