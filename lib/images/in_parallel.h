#pragma once

#include <cstddef>
#include <functional>

namespace hybrid {

/// Runs work(0), ..., work(count - 1) on so many threads, the caller's among them. The first fault stops the
/// others after what they are at, and is thrown again. Requires threads > 0.
void in_parallel(std::size_t count, int threads, const std::function<void(std::size_t)>& work);

}  // namespace hybrid
