// The analyzer with the dictionaries that the build made.
#pragma once

#include "fuzz/require.h"
#include "kb/text/analyzer.h"

inline kb::Analyzer built_analyzer() {
    auto dictionaries = kb::Dictionaries::open(OTVET_DICTIONARIES);
    require(dictionaries.has_value(), "the dictionaries open");
    return kb::Analyzer(std::move(*dictionaries));
}
