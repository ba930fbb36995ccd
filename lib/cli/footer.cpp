#include "cli/footer.h"

#include <fmt/format.h>

#include "core/text.h"

namespace hybrid::cli {

namespace {

Footer parsed(const std::string& footer) {
  static constexpr std::string_view kHeading = "Examples:\n";
  const auto at = footer.find(kHeading);
  if (at == std::string::npos) return {.text = footer};
  return {.text = footer.substr(0, at), .examples = footer.substr(at + kHeading.size())};
}

}  // namespace

Footer footer_of(const CLI::App& app) {
  Footer footer = parsed(app.get_footer());
  const CLI::App* parent = app.get_parent();
  if (parent == nullptr || parent->get_footer() != app.get_footer()) return footer;
  Footer own;
  const std::string call = fmt::format(" {} ", app.get_name());
  for (const std::string& line : split(footer.examples, '\n'))
    if ((line + " ").find(call) != std::string::npos)
      own.examples += (own.examples.empty() ? "" : "\n") + line;
  return own;
}

}  // namespace hybrid::cli
