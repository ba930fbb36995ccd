#pragma once

#include <string>

#include "page/grid.h"

namespace hybrid::page {

/// Returns the points as the JSON that the page's script reads, safe within <script>: per method the
/// positions of its points on each axis, the accuracies (per cent, six digits), the texts of the slots (front
/// coded) and the counts of decisions.
std::string page_data(const RunPage& run, const Grid& grid);

}  // namespace hybrid::page
