// hybrid payload: comparison of payloads for one cloud model.

#include <memory>

#include "cli/payload_table.h"
#include "cli/setups.h"
#include "core/text.h"

namespace hybrid::cli {

namespace {

struct PayloadOptions {
  ProblemOptions data;
  config::EvaluationConfig measured;  ///< latency budgets
  std::string method, out;
};

void run_payload(const PayloadOptions& options, Logger& log) {
  show_payloads(load_payloads(options.data, split(options.data.cloud, ','), options.method, log),
                options.measured.latency_ms, options.out, log);
}

}  // namespace

Action setup_payload(CLI::App& app) {
  auto options = std::make_shared<PayloadOptions>();
  add_pair_options(app, options->data);
  app.add_option(
      "--profile", options->data.profile,
      "cost profile of kind parts: a name of configs/systems or a file (default: stm32f746-nbiot)");
  add_config_flags(
      app, options->measured,
      {{.key = "latency_ms", .names = "--latency", .default_words = "four that suit the largest payload"}});
  app.add_option("--method", options->method, "routing method: auto, max_prob, ... (default: auto)");
  app.add_option("--out", options->out,
                 "also write the table to this CSV file, a row per payload and budget");
  app.footer(
      "--cloud lists the sets of one cloud model, one for each way in which images, or features of its "
      "first\n"
      "layers, were sent; `hybrid predict --payload` makes them. `hybrid cost --payloads` shows the same "
      "table.\n"
      "Examples:\n"
      "  hybrid predict ... --payload jpeg:75 --payload-size 96 --out j75.npz\n"
      "  hybrid predict ... --payload features:9 --out f9.npz\n"
      "  hybrid payload --base base.npz --cloud raw.npz,png.npz,j75.npz,f9.npz --latency 600,1000\n"
      "  hybrid tune --base base.npz --cloud raw.npz,png.npz,j75.npz,f9.npz --payload auto --latency 1000");
  return [options](Logger& log) { run_payload(*options, log); };
}

}  // namespace hybrid::cli
