#pragma once

#include <string>

#include "audit/audit.h"

namespace hybrid {

/// The audit as a tired engineer reads it: what happened to the inputs, what is wrong, where it loses, what
/// was checked and found in order.
std::string audit_text(const std::string& name, const Audit& audit);

}  // namespace hybrid
