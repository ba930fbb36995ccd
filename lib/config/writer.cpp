#include "config/writer.h"

#include <fmt/format.h>

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

}  // namespace

std::string write_fields(const Description& description, const KeyPlaces* places) {
  Writer writer(places);
  description(writer);
  return std::move(writer).text();
}

}  // namespace hybrid::config
