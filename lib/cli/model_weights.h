#pragma once

#include "cli/command.h"

namespace hybrid::cli {

/// `model import FILE --model NAME --out F.safetensors`: any weights file of the network as safetensors with
/// our names. Sets `chosen`, which must outlive the parse, if it is the subcommand given.
void add_model_import(CLI::App& model, Action& chosen);

/// `model export FILE --model NAME --names timm --out F.safetensors`: the same under another library's names.
void add_model_export(CLI::App& model, Action& chosen);

}  // namespace hybrid::cli
