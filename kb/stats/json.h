// Reports as the JSON that the HTTP interface and `--json` give; docs/statistics.md describes it.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "kb/stats/report.h"

namespace kb {

nlohmann::ordered_json to_json(const Report& report);

}  // namespace kb
