// The dictionaries that the build made.
#pragma once

#include <memory>
#include <vector>

#include "kb/text/analyzer.h"

namespace kb::test {

std::shared_ptr<const Dictionaries> dictionaries();
Analyzer analyzer(const std::vector<AddedWord>& added = {});

}  // namespace kb::test
