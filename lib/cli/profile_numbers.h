#pragma once
// The numbers of a cost profile as `hybrid profile new` takes them.

#include <array>
#include <string>
#include <string_view>

#include "cost/system_profile.h"

namespace hybrid::cli {

/// A number of a profile: the flag and the question by which it is given.
struct ProfileNumber {
  const char* flag;
  const char* words;
  std::string_view unit;  ///< "share" for a share, empty for a count
  cost::ProfileKind kind;
  bool required;
  void (*set)(cost::SystemProfile& profile, double value, const std::string& source);
};

inline constexpr std::size_t kProfileNumbers = 16;
/// Returns all of them, in the order in which they are asked for.
const std::array<ProfileNumber, kProfileNumbers>& profile_numbers();
/// The place of the sleeping power, which belongs to either kind.
inline constexpr std::size_t kSleepNumber = kProfileNumbers - 1;

}  // namespace hybrid::cli
