#pragma once

#include <string>

#include "reproduce/results_folder.h"

namespace hybrid::reproduce {

/// All results as one page that needs nothing else: no network, no scripts, no other files. It reads on a
/// phone: wide tables and pictures scroll in their boxes.
std::string html_report(const ResultsFolder& results);

}  // namespace hybrid::reproduce
