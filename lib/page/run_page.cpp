#include "page/run_page.h"

#include <fmt/format.h>

#include "core/sha256.h"
#include "page/assets.h"
#include "page/curve.h"
#include "page/page_data.h"
#include "page/sections.h"
#include "page/words.h"
#include "report/html_text.h"

namespace hybrid::page {

namespace {

/// Returns the name by which a Content-Security-Policy allows a text of the page, and no other.
std::string allowed(std::string_view text) {
  const std::string hex = sha256(text);
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return fmt::format("'sha256-{}'", report::base64(bytes));
}

std::string head_html(const RunPage& run) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src {}; style-src "
      "{}; base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>Device and cloud: {}</title>\n<style>{}</style>\n</head>\n",
      allowed(kScript), allowed(kStyle), text_html(run.name), kStyle);
}

/// Returns the battery that a reader starts from: a coin cell (225 mAh at 3 V) and an input a minute unless
/// the run has one.
cost::Battery first_battery(const RunPage& run) {
  if (run.battery) return *run.battery;
  const double sleep_mw = run.profile.sleep_power_mw.value;
  return {.energy_mj = 2.43e6, .inputs_per_day = 1440, .sleep_mw = sleep_mw > 0 ? sleep_mw : 0.002};
}

std::string battery_html(const cost::Battery& battery) {
  constexpr double kVolt = 3;  // the page asks for charge and voltage, a run knows their product
  std::string html = "<fieldset id=\"battery\" hidden><legend>Battery</legend>\n";
  const auto field = [&](const char* id, const char* label, double value) {
    html += fmt::format(
        "<label>{} <input type=\"number\" id=\"{}\" min=\"0\" step=\"any\" value=\"{:.6g}\"></label>\n",
        label, id, value);
  };
  field("mah", "mAh", battery.energy_mj / 3600 / kVolt);
  field("volt", "V", kVolt);
  field("rate", "inputs per hour", battery.inputs_per_day / 24);
  field("sleep", "asleep, µW", 1000 * battery.sleep_mw);
  return html + "<p><output id=\"life\"></output></p></fieldset>\n";
}

/// What only the script can serve; it shows them.
std::string controls_html(const RunPage& run, const Grid& grid) {
  std::string html =
      "<form id=\"controls\" hidden>\n<p><label for=\"share\">Inputs sent to the cloud: <output "
      "for=\"share\" id=\"share-value\"></output></label>\n";
  html +=
      fmt::format("<input type=\"range\" id=\"share\" min=\"0\" max=\"{}\" step=\"1\" value=\"{}\"></p>\n",
                  kSteps, kDefaultStep);
  html += "<p class=\"choices\"><label>Method <select id=\"method\">";
  for (std::size_t m = 0; m < grid.methods.size() && grid.methods[m].chosen; ++m)
    html += fmt::format("<option value=\"{}\">{}</option>", m, text_html(grid.methods[m].label));
  html += "</select></label>\n<label>Axis <select id=\"axis\"><option value=\"sent\">share sent</option>";
  if (grid.device.latency_ms) html += "<option value=\"latency\">mean latency</option>";
  if (grid.device.energy_mj)
    html += "<option value=\"energy\">mean energy</option><option value=\"battery\">battery life</option>";
  html += "</select></label></p>\n";
  if (grid.device.energy_mj) html += battery_html(first_battery(run));
  return html + "</form>\n";
}

/// Returns the method's name behind a piece of its curve.
std::string key_html(const Grid& grid, std::size_t method) {
  return fmt::format(
      "<svg class=\"key\" viewBox=\"0 0 24 8\" aria-hidden=\"true\"><line class=\"line {}\" x1=\"0\" "
      "x2=\"24\" y1=\"4\" y2=\"4\"/></svg> {}",
      curve_class(method), text_html(grid.methods[method].label));
}

/// The curves that the script can show and hide.
std::string legend_html(const Grid& grid) {
  std::string html = "<fieldset id=\"legend\" hidden><legend>Curves</legend>\n";
  for (std::size_t m = 0; m < grid.methods.size(); ++m)
    html += fmt::format("<label><input type=\"checkbox\" value=\"{}\"{}> {}</label>\n", m,
                        shown_at_first(grid, m) ? " checked" : "", key_html(grid, m));
  return html + "</fieldset>\n";
}

std::string static_legend(const Grid& grid) {
  std::string names;
  for (std::size_t m = 0; m < grid.methods.size(); ++m)
    if (shown_at_first(grid, m)) names += fmt::format("<li>{}</li>", key_html(grid, m));
  return fmt::format("<ul id=\"key\">{}</ul>\n", names);
}

std::string reading_section(const RunPage& run) {
  std::string choice = "Thresholds are chosen on ";
  choice +=
      run.measured.recalibrate == config::Recalibration::unlabeled
          ? "the scores of the test inputs, without their labels; what is shown was measured on the same "
            "inputs"
          : "tuning inputs; what is shown was measured on other, test inputs";
  if (run.measured.confidence)
    choice += fmt::format(
        ". With {:.6g} % confidence no larger share of new inputs is sent than was asked for, so mostly less is",
        100 * *run.measured.confidence);
  else if (run.measured.recalibrate == config::Recalibration::none)
    choice += ", so the share that is sent can differ a little from the one that was asked for";
  return fmt::format(
      "<section id=\"reading\">\n<h2>How to read this page</h2>\n"
      "<p>A small model on the device answers every input. A rule decides which inputs are also sent to a large "
      "model in the cloud, whose answer then counts. The rule gives each input a score and sends it if the score "
      "is beyond a threshold. {}. The band around a curve and the intervals hold the true accuracy of new inputs "
      "of the same kind in 95 of 100 cases.</p>\n</section>\n",
      choice);
}

}  // namespace

std::string html_of(const RunPage& run) {
  const Grid grid = grid_of(run);
  std::string html = head_html(run);
  html += fmt::format(
      "<body>\n<header>\n<h1>What sending some inputs to the cloud gains</h1>\n"
      "<p class=\"soft\">{}</p>\n</header>\n<main>\n",
      name_html(run.name));
  html += headline_html(run, grid) + controls_html(run, grid);
  html += "<figure>\n<div id=\"plot\">" + curve_svg(grid) + "<div id=\"tip\" hidden></div></div>\n" +
          static_legend(grid) + legend_html(grid) +
          "<figcaption class=\"soft\">Accuracy on test, %; the band is the 95 % interval.</figcaption>\n"
          "</figure>\n";
  html += position_table(run, grid) + rule_section(run, grid) + decisions_section(run, grid) +
          classes_section(run, grid) + shares_section(run, grid) + reading_section(run) +
          provenance_section(run);
  html += "</main>\n<script type=\"application/json\" id=\"data\">" + page_data(run, grid) + "</script>\n";
  return html + fmt::format("<script>{}</script>\n</body>\n</html>\n", kScript);
}

}  // namespace hybrid::page
