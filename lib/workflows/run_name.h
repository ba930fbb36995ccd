#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hybrid::workflows {

/// Returns the beginning of a run's name: "evaluate-mobilenet-resnet" for mobilenet.npz and resnet.npz, or
/// for mobilenet/test.npz and resnet/test.npz. Of the files' names are left letters, digits, '.', '_' and
/// '-', 40 at most, so that they fit any file system and need no quotes in a shell.
/// @param files prediction sets, two or more
std::string run_name(std::string_view command, const std::vector<std::string>& files);

}  // namespace hybrid::workflows
