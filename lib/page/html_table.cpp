#include "page/html_table.h"

#include <fmt/format.h>

namespace hybrid::page {

std::string to_html(const HtmlTable& table) {
  std::string html = fmt::format(
      "<div class=\"scroll\" tabindex=\"0\"><table{}>\n"
      "<caption>{}</caption>\n<thead><tr>",
      table.attributes, table.caption);
  for (const auto& cell : table.header) html += fmt::format("<th scope=\"col\">{}</th>", cell);
  html += "</tr></thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    html += fmt::format("<tr><th scope=\"row\">{}</th>", row.front());
    for (std::size_t i = 1; i < row.size(); ++i) html += fmt::format("<td>{}</td>", row[i]);
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

}  // namespace hybrid::page
