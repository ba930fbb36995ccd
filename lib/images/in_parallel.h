#pragma once

#include <cstddef>
#include <functional>

namespace hybrid::images {

/// Runs work(0), ..., work(count - 1) on `threads` threads, including the caller's. After the first exception
/// the threads finish their current item and stop; it is rethrown. Requires threads > 0.
void in_parallel(std::size_t count, int threads, const std::function<void(std::size_t)>& work);

}  // namespace hybrid::images
