#pragma once

#include "cli/command.h"

namespace hybrid::cli {

/// Adds `model import FILE --model NAME --out F.safetensors`: converts any weights file of the network to
/// safetensors with our names.
/// @param chosen set if this subcommand is given; must outlive the parsing
void add_model_import(CLI::App& model, Action& chosen);

/// Adds `model export FILE --model NAME --names timm --out F.safetensors`: converts to another library's
/// names.
void add_model_export(CLI::App& model, Action& chosen);

}  // namespace hybrid::cli
