#include "nets/torch_error.h"

#include <c10/util/Exception.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "core/text.h"

namespace hybrid::nets {

namespace {

constexpr std::size_t kLongest = 300;

struct Advice {
  std::string_view mark;  ///< part of the cause
  std::string_view what_helps;
};

constexpr std::string_view kOtherShape =
    "if it is for images of another size, give that (resolution; in a config input.size); if it was traced with "
    "several images at once, trace it with one";
constexpr std::string_view kOtherType = "save it in float32, after model.float()";
constexpr std::string_view kOtherDevice = "save it after model.cpu(), traced with an image on the CPU";

/// The first mark that fits decides.
constexpr std::array kAdvice{
    Advice{"constants.pkl", "it holds weights alone; give them as weights of a network that you name"},
    Advice{"out of memory", "give a smaller batch"},
    Advice{"CUDA", kOtherDevice},
    Advice{"cuda", kOtherDevice},
    Advice{"scalar type", kOtherType},
    Advice{"weight type", kOtherType},
    Advice{"bias type", kOtherType},
    Advice{"same dtype", kOtherType},
    Advice{"not implemented for 'Half'", kOtherType},
    Advice{"when training", "call model.eval() before torch.jit.trace or torch.jit.script"},
    Advice{"NoQEngine", "it is quantised for another processor; save it in float32"},
    Advice{"torchvision::",
           "it uses operators of torchvision, which are not in LibTorch; save it without them"},
    Advice{"missing value for argument", "wrap it so that forward takes the images alone"},
    Advice{"cannot be multiplied", kOtherShape},
    Advice{"invalid for input of size", kOtherShape},
    Advice{"size mismatch", kOtherShape},
    Advice{"must match the size of tensor", kOtherShape},
    Advice{"Kernel size can't be greater", kOtherShape},
    Advice{"Output size is too small", kOtherShape},
};

/// Returns where the text of a line like "RuntimeError: shape ..." or "builtins.ValueError: ..." begins; 0 if
/// it is none.
std::size_t after_kind(std::string_view line) {
  const std::size_t colon = line.find(": ");
  if (colon == std::string_view::npos) return 0;
  const std::string_view kind = line.substr(0, colon);
  const bool is_name =
      std::ranges::all_of(kind, [](unsigned char c) { return std::isalnum(c) != 0 || c == '_' || c == '.'; });
  return is_name && (kind.ends_with("Error") || kind.ends_with("Exception")) ? colon + 2 : 0;
}

}  // namespace

std::string cause_in(std::string_view message) {
  std::string cause;
  bool is_named = false;
  for (const std::string& line : split(message, '\n')) {
    const std::size_t begin = after_kind(line);
    if (begin == 0 && (is_named || !cause.empty())) continue;
    is_named = is_named || begin > 0;
    cause = line.substr(begin);
  }
  if (cause.size() > kLongest) cause = cause.substr(0, std::min(cause.find(". "), kLongest)) + " ...";
  return cause;
}

std::string cause_of(const std::exception& error) {
  const auto* theirs = dynamic_cast<const c10::Error*>(&error);
  return cause_in(theirs != nullptr ? theirs->what_without_backtrace() : error.what());
}

std::string explain(const std::exception& error) {
  const std::string cause = cause_of(error);
  for (const auto& [mark, what_helps] : kAdvice)
    if (cause.find(mark) != std::string::npos) return cause + "; " + std::string(what_helps);
  return cause;
}

}  // namespace hybrid::nets
