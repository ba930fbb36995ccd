#include "readers.h"

#include <algorithm>
#include <array>

#include "mutators.h"

namespace hybrid::fuzz {

namespace {

constexpr std::array kReaders{
    Reader{"config", read_config},
    Reader{"overrides", read_overrides, 256},
    Reader{"profile", read_profile},
    Reader{"npy", read_npy, 2048},
    Reader{"prediction_csv", read_prediction_set, 2048},
    Reader{"prediction_npz", read_prediction_set, 8192, mutate_zip},
    Reader{"scores", read_scores, 2048},
    Reader{"utility", read_utility, 2048},
    Reader{"slices", read_slices, 2048},
    Reader{"safetensors", read_weights, 8192, mutate_safetensors},
    Reader{"torch_zip", read_weights, 8192, mutate_zip},
    Reader{"torch_legacy", read_weights},
    Reader{"pickle", read_pickle, 2048},
    Reader{"idx", read_idx, 2048},
    Reader{"cifar", read_cifar, 16384},
    Reader{"image_lists", read_image_lists, 2048},
    Reader{"image_tar", read_image_tar, 16384, mutate_tar},
    Reader{"shard", read_shard, 16384, mutate_tar},
    Reader{"archive", unpack, 16384, mutate_tar},
    Reader{"index_cache", read_index_cache},
    Reader{"image", read_image, 8192},
    Reader{"network", read_network, 16384},
    Reader{"manifest", read_manifest},
    Reader{"run", read_run, 16384},
    Reader{"outcomes", read_outcomes, 16384, mutate_zip},
    Reader{"packed_runs", read_packed_runs, 16384, mutate_zip},
    Reader{"accuracy_table", read_accuracy_table},
    Reader{"printed", read_printed},
    Reader{"results", read_results, 16384},
};

}  // namespace

std::span<const Reader> readers() {
  return kReaders;
}

const Reader* find_reader(std::string_view name) {
  const auto* found = std::ranges::find(kReaders, name, &Reader::name);
  return found == kReaders.end() ? nullptr : found;
}

}  // namespace hybrid::fuzz
