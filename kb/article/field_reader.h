// What the readers of kb.yaml have in common.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kb/article/site.h"
#include "kb/base/yaml.h"

namespace kb {

class FieldReader {
public:
    // `problems` must outlive it.
    explicit FieldReader(std::vector<Problem>& problems) : problems_(problems) {}

    void error(std::string what, std::string hint, const Location& at);
    // Complains of a key that is not one of `keys`; of a slip more loudly than of what is foreign.
    void check_key(const Yaml& key, std::span<const std::string_view> keys);
    void read_localized(const Yaml& value, Localized& into);

private:
    std::vector<Problem>& problems_;
};

}  // namespace kb
