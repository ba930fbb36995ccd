#pragma once
// How the C files of routers are written: numbers, comments, and what all of them share.

#include <string>
#include <string_view>

#include "routing/router_c.h"

namespace hybrid::routing::c_text {

/// What a router in C is fed.
enum class Feed { outputs, confidence, classes };

/// Returns a constant that C reads as the same number, as `real`: "R(0.25)".
std::string number(double value);

/// Returns "#define NAME value" as a line.
std::string define(const char* name, const std::string& value);

/// Returns the text with every `from` replaced, of which there is one at least.
std::string replaced(std::string text, std::string_view from, std::string_view to);

/// Returns the comment and the includes at the head of a source.
/// @param when follows "Returns 1 to send an input to the cloud: "
/// @param float_error as of the router
std::string opening(Feed feed, std::string_view when, double float_error, const std::string& origin,
                    const RouterCNames& names);

/// Returns the header.
/// @param classes number of outputs, for Feed::outputs
std::string header(Feed feed, std::size_t classes, const std::string& origin, const RouterCNames& names);

}  // namespace hybrid::routing::c_text
