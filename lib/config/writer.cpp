#include "config/writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace hybrid::config {
namespace {

class Writer final : public Fields {
 public:
  explicit Writer(const KeyPlaces* places) : places_(places) {}

  std::string text() && { return std::move(text_); }

 protected:
  void visit_field(std::string_view key, Binding value, const FieldSpec& spec) override {
    write_line(key, value_text(value, spec), spec);
  }
  std::string visit_choice(std::string_view key, const std::string& chosen, std::span<const std::string>,
                           const FieldSpec& spec) override {
    write_line(key, chosen, spec);
    return chosen;
  }
  void begin_section(std::string_view key, const FieldSpec&) override {
    text_ += fmt::format("{:{}}{}:\n", "", indentation(), key);
    sections_.emplace_back(dotted(path(), key));
  }
  void end_section() override { sections_.pop_back(); }

 private:
  std::string path() const { return sections_.empty() ? "" : sections_.back(); }
  std::size_t indentation() const { return 2 * sections_.size(); }

  void write_line(std::string_view key, const std::string& value, const FieldSpec& spec) {
    const std::string_view written = spec.formerly.empty() ? key : spec.formerly;
    text_ += fmt::format("{:{}}{}: {}", "", indentation(), written, value);
    if (places_) text_ += "  # " + origin_of(*places_, dotted(path(), key));
    text_ += '\n';
  }

  const KeyPlaces* places_;
  std::vector<std::string> sections_;  // dotted names, innermost last
  std::string text_;
};

/// The lines of a config: sections and keys in order.
class Lines final : public Fields {
 public:
  struct Line {
    std::vector<std::string> sections;  ///< outermost first
    std::string key, value;
    bool required = false;
  };
  std::vector<Line> all;

 protected:
  void visit_field(std::string_view key, Binding value, const FieldSpec& spec) override {
    add(key, value_text(value, spec), spec);
  }
  std::string visit_choice(std::string_view key, const std::string& chosen, std::span<const std::string>,
                           const FieldSpec& spec) override {
    add(key, chosen, spec);
    return chosen;
  }
  void begin_section(std::string_view key, const FieldSpec&) override { sections_.emplace_back(key); }
  void end_section() override { sections_.pop_back(); }

 private:
  void add(std::string_view key, const std::string& value, const FieldSpec& spec) {
    const std::string_view written = spec.formerly.empty() ? key : spec.formerly;
    all.push_back({sections_, std::string(written), value, spec.required});
  }

  std::vector<std::string> sections_;
};

}  // namespace

std::string write_changed_fields(const Description& description, const Description& defaults) {
  Lines lines, unchanged;
  description(lines);
  defaults(unchanged);
  std::string text;
  std::vector<std::string> open;  // the sections whose keys were written
  for (std::size_t i = 0; i < lines.all.size(); ++i) {
    const Lines::Line& line = lines.all[i];
    if (!line.required && line.value == unchanged.all[i].value) continue;
    std::size_t common = 0;
    while (common < std::min(open.size(), line.sections.size()) && open[common] == line.sections[common])
      ++common;
    for (std::size_t s = common; s < line.sections.size(); ++s)
      text += fmt::format("{:{}}{}:\n", "", 2 * s, line.sections[s]);
    open = line.sections;
    text += fmt::format("{:{}}{}: {}\n", "", 2 * open.size(), line.key, line.value);
  }
  return text;
}

std::string write_fields(const Description& description, const KeyPlaces* places) {
  Writer writer(places);
  description(writer);
  return std::move(writer).text();
}

}  // namespace hybrid::config
