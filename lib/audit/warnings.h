#pragma once

#include <vector>

#include "audit/audit.h"

namespace hybrid::audit {

/// Returns the warnings of an audit's checks, which concern any comparison on these data, in descending order
/// of severity.
std::vector<AuditWarning> warnings_of(const AuditTask& task, const Audit& audit);

}  // namespace hybrid::audit
