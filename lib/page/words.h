#pragma once
// The words of the page, in plain terms.

#include <map>
#include <string>
#include <string_view>

#include "page/grid.h"

namespace hybrid::page {

/// Returns the name in plain terms, with the method's own behind it: "largest probability (max_prob)".
std::string label_of(const eval::RoutingProblem& problem, const eval::Method& method);
/// Returns text of any origin as HTML, without characters that could move others (core/printable.h).
std::string text_html(std::string_view text);
/// The same for a name of a class or an example: shortened, and with its own direction of reading.
std::string name_html(std::string_view name);

/// What the page says of one point, by the names of its slots; HTML and script use the same texts.
using PointText = std::map<std::string, std::string>;

/// The slots of every point, in the order of the page's data.
const std::vector<std::string>& slot_names();
PointText text_of(const RunPage& run, const Grid& grid, const MethodGrid& method, const GridPoint& point);

/// Returns on what the threshold was chosen, and what is certain of it.
std::string origin_of(const RunPage& run, const GridPoint& point);

/// Returns a place in the page whose text the script replaces.
std::string slot(std::string_view name, std::string_view text);

/// Returns the headline of the default point, as HTML with slots.
std::string headline_html(const RunPage& run, const Grid& grid);

}  // namespace hybrid::page
