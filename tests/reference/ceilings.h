#pragma once

#include <cstddef>

#include "routing/route.h"

namespace hybrid::reference {

/// The best accuracy of all 2^n choices of what is sent, among those that send `sent` examples. n <= 20.
double best_sending_exactly(const Outcomes& outcomes, std::size_t sent);
/// Among those that send at most so many.
double best_sending_at_most(const Outcomes& outcomes, std::size_t sent);

}  // namespace hybrid::reference
