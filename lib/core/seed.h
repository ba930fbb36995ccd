#pragma once
// Random numbers that are the same on every platform. Every consumer derives its seed by name
// (`root.at("router.init")`, `root.at("shuffle", epoch)`), so a new consumer does not change the numbers of
// others. The standard distributions and std::shuffle differ between libraries and are not used.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

namespace hybrid {

/// A 64-bit generator (xoshiro256**, Blackman & Vigna 2018), seeded through splitmix64.
class Rng {
 public:
  explicit Rng(std::uint64_t seed);

  std::uint64_t next();
  /// Uniform in [0, 1), 53 bits.
  double uniform();
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  /// Uniform in {0, ..., n-1}, without bias (Lemire 2019). Requires n > 0.
  std::uint64_t below(std::uint64_t n);
  /// Standard normal (Box-Muller, both values used).
  double normal();

  /// Shuffles in place (Fisher-Yates).
  template <class T>
  void shuffle(std::span<T> items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

 private:
  std::array<std::uint64_t, 4> state_;
  double spare_normal_ = 0.0;
  bool has_spare_ = false;
};

/// Derives independent seeds from names. Immutable; copying is free.
class SeedTree {
 public:
  explicit SeedTree(std::uint64_t root) : seed_(root) {}

  /// Returns the subtree for this name and index, for example an epoch.
  SeedTree at(std::string_view name, std::uint64_t index = 0) const;
  Rng rng() const { return Rng(seed_); }
  std::uint64_t value() const { return seed_; }
  bool operator==(const SeedTree&) const = default;

 private:
  std::uint64_t seed_;
};

}  // namespace hybrid
