#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/battery.h"
#include "config/choices.h"

namespace hybrid::config {

class Fields;

/// The source of the thresholds for a coverage or a budget.
enum class Recalibration {
  none,       ///< the tuning part
  unlabeled,  ///< scores of the test part, without its labels
};
inline constexpr std::array<Named<Recalibration>, 2> kRecalibrationNames{
    {{Recalibration::none, "none"}, {Recalibration::unlabeled, "unlabeled"}}};

/// The formats of pictures; SVG is always drawn.
inline constexpr std::array<std::string_view, 3> kPictureFormats{"svg", "png", "pdf"};
bool is_picture_format(std::string_view word);

/// The figures reported for a pair of networks and its routers.
struct EvaluationConfig {
  std::vector<double> coverages = {0.9, 0.8, 0.7};  ///< shares kept on the device
  std::vector<double> latency_ms;                   ///< budgets; empty: eval::latency_budgets
  int bootstrap = 1000;                             ///< resamples
  Recalibration recalibrate = Recalibration::none;
  std::optional<double> deadline_ms;          ///< for a single input; std::nullopt: none
  std::vector<double> outages = {0.05, 0.2};  ///< probabilities that the cloud does not respond
  std::optional<double> timeout_ms;   ///< until the device gives up; std::nullopt: the time of a response
  BatteryConfig battery;              ///< whose life is reported
  std::vector<std::string> pictures;  ///< of kPictureFormats, beside SVG
  bool latex = false;                 ///< also table.tex
  bool operator==(const EvaluationConfig&) const = default;
};

void describe(Fields& f, EvaluationConfig& c);

}  // namespace hybrid::config
