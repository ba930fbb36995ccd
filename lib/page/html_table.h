#pragma once

#include <string>
#include <vector>

namespace hybrid::page {

/// A table with a caption; the first cell of a row is its heading. Everything is HTML.
struct HtmlTable {
  std::string caption;
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;  ///< each as long as the header
  std::string attributes = {};                 ///< of the element
};

/// Returns the table in a box that scrolls where the page is too narrow, also by keyboard.
std::string to_html(const HtmlTable& table);

}  // namespace hybrid::page
