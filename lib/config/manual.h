#pragma once

#include <string>
#include <string_view>

#include "config/fields.h"

namespace hybrid::config {

/// The option reference in Markdown: a table per section with key, default, what is allowed, what it does,
/// the paper's value. The bound struct's values are the defaults.
std::string write_manual(std::string_view title, const Description& description);

template <class T>
std::string manual_for(std::string_view title) {
  T defaults{};
  return write_manual(title, [&](Fields& f) { describe(f, defaults); });
}

}  // namespace hybrid::config
