#pragma once

#include <cstddef>

#include "routing/route.h"

namespace hybrid::reference {

/// Returns the best accuracy over all subsets of `sent` examples to send. Requires n <= 20.
double best_sending_exactly(const routing::Outcomes& outcomes, std::size_t sent);
/// Returns the best accuracy over all subsets of at most `sent` examples to send.
double best_sending_at_most(const routing::Outcomes& outcomes, std::size_t sent);

}  // namespace hybrid::reference
