#pragma once
// Routers in C, compiled and run, and inputs for them.

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <span>
#include <string>
#include <vector>

#include "core/files.h"
#include "core/seed.h"
#include "core/text.h"
#include "predictions/output_rows.h"
#include "routing/router_c.h"
#include "support/temporary_folder.h"

namespace hybrid::test {

inline constexpr const char* kDouble = "-ffp-contract=off -DHYBRID_ROUTER_FLOAT=0";
inline constexpr const char* kFloat = "-DHYBRID_ROUTER_FLOAT=1";
inline constexpr const char* kWarnings = "-std=c99 -O2 -Wall -Wextra -Wconversion -Wdouble-promotion -Werror";

inline bool succeeds(const TemporaryFolder& folder, const std::string& command) {
  return std::system(("cd '" + folder.path().string() + "' && " + command).c_str()) == 0;
}

/// The files as a program, compiled as C99 with warnings as errors.
class Compiled {
 public:
  explicit Compiled(const routing::RouterC& files, const char* precision = kDouble) {
    write_file_atomically(folder_ / "router.c", files.source);
    write_file_atomically(folder_ / "router.h", files.header);
    REQUIRE(succeeds(
        folder_, fmt::format("cc {} {} -DHYBRID_ROUTER_MAIN router.c -o router -lm", kWarnings, precision)));
  }
  /// Returns its answer to every line of `input`.
  std::vector<std::string> answers(const std::string& input, const std::string& arguments = "") const {
    write_file_atomically(folder_ / "input.txt", input);
    REQUIRE(succeeds(folder_, "./router " + arguments + " < input.txt > output.txt"));
    auto lines = split(read_file(folder_ / "output.txt"), '\n');
    lines.pop_back();
    return lines;
  }

 private:
  TemporaryFolder folder_;
};

inline std::vector<std::string> answers_of(const routing::RouterC& files, const std::string& input,
                                           const std::string& arguments = "") {
  return Compiled(files).answers(input, arguments);
}

inline void require_same(const std::vector<std::string>& answers, const routing::RoutingScores& scores,
                         double threshold) {
  REQUIRE(answers.size() == scores.size());
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const auto words = split(answers[i], ' ');
    CAPTURE(i, answers[i], scores[i]);
    REQUIRE(*parse_double(words.at(0)) == scores[i]);  // to the last bit
    REQUIRE((words.at(1) == "1") == (scores[i] > threshold));
  }
}

inline std::string text_of(const std::vector<float>& logits) {
  std::string text;
  for (const float z : logits) text += fmt::format("{:.9g} ", z);
  return text;
}

/// Checks that float keeps what does not exceed the threshold and sends what exceeds it by twice its error.
/// @return how many rows in between differ from the program
inline std::size_t differing_in_float(const std::vector<std::string>& answers,
                                      const routing::RoutingScores& scores, double threshold, double error) {
  REQUIRE(answers.size() == scores.size());
  std::size_t differing = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const auto words = split(answers[i], ' ');
    const bool sends = words.at(1) == "1";
    CAPTURE(i, answers[i], scores[i], threshold, error);
    REQUIRE(std::abs(*parse_double(words.at(0)) - scores[i]) <= error);
    if (scores[i] <= threshold) REQUIRE_FALSE(sends);
    if (scores[i] > threshold + 2 * error) REQUIRE(sends);
    if (sends != (scores[i] > threshold)) ++differing;
  }
  return differing;
}

struct Softmax8 {
  std::vector<int> codes;  ///< [n, classes], int8
  std::string text() const {
    std::string text;
    for (const int code : codes) text += std::to_string(code) + " ";
    return text;
  }
};

/// Softmax outputs in 8 bits as TFLite has them. Ordinary rows sum to between 0.97 and 1.03; then ties, one
/// certain class with zeros, and a row of zeros but one that sums to 1.0039.
inline Softmax8 softmax8(std::size_t rows, std::size_t classes, SeedTree seed) {
  Rng rng = seed.rng();
  Softmax8 outputs;
  for (std::size_t i = 0; i < rows; ++i) {
    std::vector<double> p(classes);
    double sum = 0;
    const double sharpness = rng.uniform(0.5, 6);
    for (double& value : p) sum += value = std::exp(sharpness * rng.normal());
    std::vector<int> row;
    for (const double value : p)
      row.push_back(std::min(127, static_cast<int>(std::lround(256 * value / sum)) - 128));
    if (i % 10 == 7) {
      row.assign(classes, -128);
      row[i % classes] = 127;                          // 255/256, zeros
      if (i % 20 == 7) row[(i + 1) % classes] = -126;  // sums to 257/256
    }
    if (i % 10 == 8) row.assign(classes, static_cast<int>(256 / classes) - 128);
    outputs.codes.insert(outputs.codes.end(), row.begin(), row.end());
  }
  return outputs;
}

/// Reads rows of probabilities as files of them are read.
inline predictions::PredictionSet probability_set(std::vector<double> values, std::size_t classes) {
  const std::size_t n = values.size() / classes;
  predictions::PredictionSet set;
  set.source = "probabilities";
  set.labels.assign(n, 0);
  predictions::begin_outputs(set, predictions::OutputKind::probabilities, n, classes);
  predictions::OutputRows rows(set, predictions::OutputKind::probabilities, predictions::kExactSum);
  for (std::size_t i = 0; i < n; ++i) rows.append(std::span(values).subspan(i * classes, classes));
  return set;
}

inline predictions::PredictionSet dequantised(const Softmax8& outputs, std::size_t classes) {
  std::vector<double> values;
  for (const int code : outputs.codes) values.push_back((code + 128) / 256.0);
  return probability_set(std::move(values), classes);
}

/// Ordinary rows, and rows with ties, huge differences and equal outputs.
inline std::vector<float> awkward_logits(std::size_t classes) {
  Rng rng(9);
  std::vector<float> logits;
  for (std::size_t i = 0; i < 300; ++i)
    for (std::size_t k = 0; k < classes; ++k)
      logits.push_back(i % 5 == 0   ? static_cast<float>(rng.below(3))
                       : i % 5 == 1 ? static_cast<float>(2000 * rng.normal())
                       : i % 5 == 2 ? 1.0F
                                    : static_cast<float>(4 * rng.normal()));
  return logits;
}

/// 100 rows of int8 logits at scale 0.125 and zero point 3, as the compiled router reads them, and what they
/// stand for.
struct Int8Logits {
  std::string codes;
  std::vector<float> dequantised;
};

inline Int8Logits int8_logits(std::size_t classes) {
  Int8Logits logits;
  Rng rng(4);
  for (std::size_t i = 0; i < 100 * classes; ++i) {
    const auto code = static_cast<int>(rng.below(256)) - 128;
    logits.codes += std::to_string(code) + " ";
    logits.dequantised.push_back(static_cast<float>((code - 3) * 0.125));
  }
  return logits;
}

}  // namespace hybrid::test
