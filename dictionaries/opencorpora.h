// The OpenCorpora dictionary in pymorphy2's format 2.4, as the npm package `az` ships it.
#pragma once

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kb/base/error.h"

namespace kb {

// The numbers that bytes hold; what is left over at the end is none.
template <class Number>
std::vector<Number> numbers_in(std::string_view bytes) {
    std::vector<Number> numbers(bytes.size() / sizeof(Number));
    if (!numbers.empty()) std::memcpy(numbers.data(), bytes.data(), numbers.size() * sizeof(Number));
    return numbers;
}

struct OpenCorpora {
    // A word graph (kb/text/word_graph.h): units, and guide.
    struct Graph {
        std::string units, guide;
    };
    // How the annotated corpus read a form, in single bytes (kb/text/cyrillic.h); shares are of a million.
    struct Likelihood {
        std::string form, tag;
        std::uint32_t share = 0;
    };

    std::string revision;  // "0.92 revision 394551"
    Graph forms;
    std::vector<Graph> endings;  // with the prefixes "", "по", "наи"
    std::vector<std::vector<std::uint16_t>> paradigms;
    std::vector<std::string> suffixes;  // in single bytes
    std::vector<std::string> tags;
    std::vector<Likelihood> likelihoods;
};

// `folder` is the package's dicts/. Fails with not_found or invalid_content, naming the file.
Result<OpenCorpora> read_opencorpora(const std::filesystem::path& folder);

}  // namespace kb
