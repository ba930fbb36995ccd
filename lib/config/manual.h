#pragma once

#include <string>
#include <string_view>

#include "config/fields.h"

namespace hybrid::config {

/// Returns the option reference in Markdown: one table per section with key, default, valid values,
/// description and the paper's value. The defaults are the values of the bound struct.
std::string write_manual(std::string_view title, const Description& description);

template <class T>
std::string manual_for(std::string_view title) {
  T defaults{};
  return write_manual(title, [&](Fields& f) { describe(f, defaults); });
}

}  // namespace hybrid::config
