#pragma once

#include <string_view>

namespace hybrid::page {

extern const std::string_view kScript;  ///< script.js
extern const std::string_view kStyle;   ///< style.css

}  // namespace hybrid::page
