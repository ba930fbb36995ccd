#pragma once

#include <string>

#include "page/grid.h"

namespace hybrid::page {

/// Returns the class of the method's curve, of which the style has twelve.
std::string curve_class(std::size_t method);

/// Methods whose curves are shown at first: the default, the largest probability, random and the own scores
/// that the slider can follow.
bool shown_at_first(const Grid& grid, std::size_t method);

/// Returns accuracy over the share sent as inline SVG, with the default method's 95 % interval as a band. The
/// page's script draws the same anew for other axes and methods.
std::string curve_svg(const Grid& grid);

}  // namespace hybrid::page
