// YAML read into values that remember where they stand, so that an error can say so.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kb/base/error.h"

namespace kb {

struct YamlEntry;

struct Yaml {
    enum class Kind { null, scalar, list, map };

    Kind kind = Kind::null;
    std::string scalar;
    std::vector<Yaml> list;
    std::vector<YamlEntry> map;  // in the order written; keys are scalars
    Location at;

    bool is_null() const { return kind == Kind::null; }
    bool is_scalar() const { return kind == Kind::scalar; }
    bool is_list() const { return kind == Kind::list; }
    bool is_map() const { return kind == Kind::map; }
    // The value of a key, or nullptr.
    const Yaml* find(std::string_view key) const;
};

struct YamlEntry {
    Yaml key, value;
};

// Parses one document. `first_line` is the line of `path` that the text begins on. A repeated key, a key
// that is not a scalar, more than 10,000 values and nesting beyond 64 levels are errors.
Result<Yaml> parse_yaml(std::string_view text, std::string_view path, int first_line = 1);

// As a YAML scalar in double quotes.
std::string quote_yaml(std::string_view text);

}  // namespace kb
