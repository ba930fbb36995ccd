#pragma once
// From trained networks to what is evaluated: their prediction sets, and the routing problem made of them.

#include <filesystem>

#include "config/network.h"
#include "data/datasets.h"
#include "report/outcomes_file.h"
#include "training/hybrid_trainer.h"

namespace hybrid {

/// Writes predictions/{base,base_before,base_control,cloud}-{tune,test}.npz (and clouds of their own, if the cloud was
/// trained) below `folder` and reads them back, so that
/// what is evaluated is what others can read. The methods are those of the base before hybrid training ("_before"), of
/// the control ("_control"), then of the hybrid, with its router.
/// @throws DataError if something cannot be written
StoredProblem predict_and_pair(const HybridModels& models, const Datasets& data, const DataParts& parts,
                               Precision base, Precision cloud, const std::filesystem::path& folder);

}  // namespace hybrid
