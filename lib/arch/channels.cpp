#include "arch/channels.h"

#include <algorithm>

namespace hybrid::arch {

int round_channels(double channels) {
  const int rounded = std::max(8, static_cast<int>(channels + 4) / 8 * 8);
  return rounded < 0.9 * channels ? rounded + 8 : rounded;
}

}  // namespace hybrid::arch
