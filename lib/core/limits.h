#pragma once
// What input from outside may demand of memory and time, the same wherever it comes in; docs/limits.md is the
// same list for users. Each limit is far above what known data sets and networks need, and low enough that a
// small file can neither fill the memory nor take forever. Limits of a single format (a .npy header, the
// channels of a network) stand beside their readers.

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hybrid::limits {

inline constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;

/// Bytes of a YAML text: the longest file of ours has 6 kB.
inline constexpr std::uint64_t kYaml = kMiB;
/// Bytes of a JSON text: as in the reference implementation of safetensors, whose header is JSON. Ours have
/// up to 10 MB (the manifest of a run without 100,000 images that cannot be read). In memory it takes ten
/// times as much.
inline constexpr std::uint64_t kJson = 100'000'000;

/// The most bytes that are read of one kind of file.
struct FileLimit {
  std::string_view kind;  ///< for messages
  std::uint64_t bytes = 0;
};

/// The description of a network: published ones have 30 kB.
inline constexpr FileLimit kNetworkFile{"a description of a network", 4 * kMiB};
/// Every file that is read whole and is none of the others, images included: ImageNet's list of 1.28 million
/// training images has 50 MB.
inline constexpr FileLimit kWholeFile{"a file of this kind", 256 * kMiB};
/// Weights, checkpoints, and the index of a data set's images: four billion weights of 32 bits.
inline constexpr FileLimit kLargeFile{"a file of this kind", 16'384 * kMiB};
/// One record of a CSV file: the logits of kClasses classes with 17 digits.
inline constexpr std::size_t kCsvRecord = 64 * kMiB;

/// Brackets within brackets of JSON: our files have 8, and copying a value recurs.
inline constexpr int kJsonDepth = 64;

/// Classes of outputs, labels, networks and routers, which have a weight for each: ImageNet-21k has 21,843.
inline constexpr std::int32_t kClasses = 1'000'000;
/// Examples of a prediction set: ImageNet-21k has 14 million.
inline constexpr std::size_t kExamples = 20'000'000;
/// Features of a prediction set, all examples together: 131,072 times 2,048. In memory they take 1 GiB. The
/// same for its own routing scores.
inline constexpr std::size_t kFeatures = std::size_t{1} << 28;
/// Own routing scores of a prediction set: each is a method, evaluated with the others.
inline constexpr std::size_t kOwnScores = 100;
/// Payloads, latencies and weights of examples: their sums, and products with rates and powers, stay finite.
inline constexpr double kAmount = 1e15;

/// Numbers in configs, and their inverses: no seconds, joules, bytes or rates come near.
inline constexpr double kNumber = 1e30;

/// Compressed data may unpack to this much whatever its ratio: one-hot probabilities of ImageNet's 50,000
/// validation images take 200 MB, 600 times their compressed size.
inline constexpr std::uint64_t kUnpacked = 1024 * kMiB;
/// Beyond, to so many times the compressed size: images reach 10 times, zeros 1,000.
inline constexpr std::uint64_t kUnpackedRatio = 250;

/// Returns whether `compressed` bytes may unpack to `unpacked` bytes.
constexpr bool may_unpack(std::uint64_t compressed, std::uint64_t unpacked) {
  return unpacked <= kUnpacked || unpacked / kUnpackedRatio <= compressed;
}

}  // namespace hybrid::limits
