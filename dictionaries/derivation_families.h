// Words of one family, checked by hand: derivation_families.tsv.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kb/base/error.h"

namespace kb {

// Each word is one derivational step from each other of its family.
struct Family {
    std::string lang;                // "ru" or "en"
    std::vector<std::string> words;  // two or more, lower case, ё written
    bool operator==(const Family&) const = default;
};

// Lines of a language, a tab and words separated by spaces; '#' begins a comment line. An error names its line.
Result<std::vector<Family>> parse_families(std::string_view path, std::string_view text);

}  // namespace kb
