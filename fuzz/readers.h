#pragma once
// The readers of untrusted files, each as a function of any bytes. A reader refuses what it does not accept
// with an Error; a crash, another exception, a sanitizer's report, or too much time or memory is a fault. To
// add a reader, write a file in readers/ and a row in readers.cpp.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace hybrid::fuzz {

/// Changes size bytes at `data`, which has room for `room`; returns the new size.
using Mutator = std::size_t (*)(std::uint8_t* data, std::size_t size, std::size_t room, unsigned seed);

struct Reader {
  std::string_view name;
  void (*read)(std::string_view bytes);
  int most_bytes = 4096;     ///< of inputs that are made up
  Mutator mutate = nullptr;  ///< for formats with lengths and checksums; null: libFuzzer's own
};

std::span<const Reader> readers();

/// Returns the reader of that name, or null.
const Reader* find_reader(std::string_view name);

void read_accuracy_table(std::string_view bytes);
void read_cifar(std::string_view bytes);
void read_config(std::string_view bytes);
void read_idx(std::string_view bytes);
void read_image(std::string_view bytes);
void read_image_lists(std::string_view bytes);
void read_image_tar(std::string_view bytes);
void read_index_cache(std::string_view bytes);
void read_manifest(std::string_view bytes);
void read_network(std::string_view bytes);
void read_npy(std::string_view bytes);
void read_outcomes(std::string_view bytes);
void read_overrides(std::string_view bytes);
void read_packed_runs(std::string_view bytes);
void read_pickle(std::string_view bytes);
void read_prediction_set(std::string_view bytes);
void read_printed(std::string_view bytes);
void read_profile(std::string_view bytes);
void read_results(std::string_view bytes);
void read_run(std::string_view bytes);
void read_scores(std::string_view bytes);
void read_shard(std::string_view bytes);
void read_slices(std::string_view bytes);
void read_utility(std::string_view bytes);
void read_weights(std::string_view bytes);
void unpack(std::string_view bytes);

}  // namespace hybrid::fuzz
