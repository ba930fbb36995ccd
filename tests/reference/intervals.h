#pragma once

#include <cstdint>

namespace hybrid::reference {

/// Two-sided exact McNemar test in integers (Pascal's triangle), divided once. Requires only_first +
/// only_second <= 62.
double mcnemar_exact(std::int64_t only_first, std::int64_t only_second);

}  // namespace hybrid::reference
