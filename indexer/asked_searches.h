// What the searches of expectations.tsv found in a generation when it was published: asking them all again takes longer than
// publishing an article.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "indexer/expectations.h"

namespace kb {

class AskedSearches {
public:
    // None when nothing is remembered there, or it cannot be read.
    static AskedSearches of(const std::filesystem::path& generation);

    // Judged anew; nothing when not all of them are remembered. `expectations` must outlive the answer.
    std::optional<std::vector<Outcome>> judge(const std::vector<Expectation>& expectations) const;

private:
    std::map<std::string, std::vector<std::string>, std::less<>> found_;
};

// As customers were answered, in a generation that is not published yet.
Result<void> remember_searches(const std::filesystem::path& generation, const std::vector<Outcome>& outcomes);

}  // namespace kb
