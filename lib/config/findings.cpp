#include "config/findings.h"

#include <algorithm>

#include "config/fields.h"

namespace hybrid::config {
namespace {

/// Maps "router.hidden" to "router" and that to "".
std::string_view parent(std::string_view key) {
  const auto dot = key.rfind('.');
  return dot == std::string_view::npos ? std::string_view() : key.substr(0, dot);
}

}  // namespace

bool is_faulty(const ConfigReport& report, std::string_view key) {
  for (; !key.empty(); key = parent(key))
    if (report.faulty.contains(key)) return true;
  return false;
}

Location place_of(const KeyPlaces& places, std::string_view key) {
  for (;; key = parent(key)) {
    const auto found = places.find(key);
    if (found != places.end()) return found->second;
    if (key.empty()) return {};
  }
}

Findings Findings::in(std::string_view section) const {
  return Findings(report_, dotted(section_, section));
}

Location Findings::at(std::string_view key) const {
  return place_of(report_.places, dotted(section_, key));
}

void Findings::add(std::initializer_list<std::string_view> keys, const std::string& message) const {
  HYBRID_CHECK(keys.size() > 0, "a rule about no key: {}", message);
  if (std::any_of(keys.begin(), keys.end(),
                  [&](auto key) { return is_faulty(report_, dotted(section_, key)); }))
    return;
  const auto given = std::find_if(keys.begin(), keys.end(),
                                  [&](auto key) { return report_.places.contains(dotted(section_, key)); });
  report_.add(at(given == keys.end() ? *keys.begin() : *given), message);
}

}  // namespace hybrid::config
