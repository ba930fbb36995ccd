#pragma once

#include <string>

#include "routing/auto_router.h"

namespace hybrid::routing {

/// Converts to and from JSON with full precision.
/// @throws DataError naming `path` if the text is not such a router
std::string to_json(const AutoRouter& router);
AutoRouter auto_router_from_json(const std::string& text, const std::string& path);

}  // namespace hybrid::routing
