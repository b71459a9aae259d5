// Answers as the JSON that the HTTP interface and `--json` give.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "kb/search/results.h"
#include "kb/search/similar_finder.h"

namespace kb {

nlohmann::ordered_json to_json(const Results& results);
nlohmann::ordered_json to_json(const Suggestions& suggestions);
nlohmann::ordered_json to_json(const SimilarResults& results);

}  // namespace kb
