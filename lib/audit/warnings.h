#pragma once

#include <vector>

#include "audit/audit.h"

namespace hybrid::audit {

/// What the checks of an audit found that a reader must know before believing any comparison on these data;
/// the gravest first.
std::vector<AuditWarning> warnings_of(const AuditTask& task, const Audit& audit);

}  // namespace hybrid::audit
