#pragma once

#include <cstddef>
#include <future>
#include <vector>

namespace hybrid::quant {

/// Runs work(0), ..., work(threads - 1) concurrently, the first on this thread, and waits for all.
/// @throws the exception of one of them
template <class Work>
void on_threads(int threads, const Work& work) {
  std::vector<std::future<void>> others;
  for (std::size_t thread = 1; thread < static_cast<std::size_t>(threads); ++thread)
    others.push_back(std::async(std::launch::async, work, thread));
  work(std::size_t{0});
  for (std::future<void>& other : others) other.get();
}

}  // namespace hybrid::quant
