#include "config/manual.h"

#include <fmt/format.h>

namespace hybrid::config {
namespace {

/// A section's part of the manual. Kept until the end, because a section may continue after a nested one.
struct Chapter {
  std::string path;
  std::string doc;
  std::string rows = {};
};

/// Escapes bars, which would end a cell of a Markdown table.
std::string cell(std::string_view text) {
  std::string escaped;
  for (const char c : text) escaped += c == '|' ? "\\|" : std::string(1, c);
  return escaped;
}

class Manual final : public Fields {
 public:
  std::string text(std::string_view title) const {
    std::string text = fmt::format("# {}\n", title);
    for (const auto& chapter : chapters_) {
      if (!chapter.path.empty()) text += fmt::format("\n## `{}`\n\n{}\n", chapter.path, chapter.doc);
      if (chapter.rows.empty()) continue;
      text += "\n| key | default | allowed | meaning | paper |\n|---|---|---|---|---|\n" + chapter.rows;
    }
    return text;
  }

 protected:
  void visit_field(std::string_view key, Binding value, const FieldSpec& spec) override {
    add_row(key, value_text(value, spec), allowed_words(value, spec), spec);
  }
  std::string visit_choice(std::string_view key, const std::string& chosen,
                           std::span<const std::string> words, const FieldSpec& spec) override {
    add_row(key, chosen, allowed_words(words), spec);
    return chosen;
  }
  void begin_section(std::string_view key, const FieldSpec& spec) override {
    const std::string path = dotted(chapters_[open_.back()].path, key);
    open_.push_back(chapters_.size());
    chapters_.push_back({.path = path, .doc = std::string(spec.doc)});
  }
  void end_section() override { open_.pop_back(); }

 private:
  void add_row(std::string_view key, const std::string& value, const std::string& allowed,
               const FieldSpec& spec) {
    Chapter& chapter = chapters_[open_.back()];
    const std::string unit = spec.unit.empty() ? "" : fmt::format(" ({})", spec.unit);
    const std::string former =
        spec.formerly.empty() ? "" : fmt::format(" (formerly `{}`, which is still read)", spec.formerly);
    chapter.rows += fmt::format("| `{}` | {} | {} | {} | {} |\n", dotted(chapter.path, key),
                                spec.required ? "required" : fmt::format("`{}`", cell(value)),
                                cell(allowed + unit), cell(spec.doc) + former, cell(spec.paper));
  }

  std::vector<Chapter> chapters_ = {{.path = "", .doc = ""}};
  std::vector<std::size_t> open_ = {0};  // indices of the open chapters, innermost last
};

}  // namespace

std::string write_manual(std::string_view title, const Description& description) {
  Manual manual;
  description(manual);
  return manual.text(title);
}

}  // namespace hybrid::config
