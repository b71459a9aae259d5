// What many have asked before, offered to who begins to type the same.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kb/search/results.h"

namespace kb {

class PopularQueries {
public:
    PopularQueries() = default;
    // In lower case, each once, the most asked first.
    explicit PopularQueries(const std::vector<std::string>& texts);

    // Those in which every word typed begins a word, in any order; when there is none, the same in the other keyboard layout.
    // Without what was typed itself. `search_address` is what ?q=… is added to.
    std::vector<Suggestion> find(std::string_view typed, std::string_view search_address, std::size_t limit) const;
    // The first ones, without ranges.
    std::vector<Suggestion> most_asked(std::string_view search_address, std::size_t limit) const;

    const std::vector<std::u16string>& texts() const { return texts_; }

private:
    std::vector<Suggestion> find_as_typed(std::u16string_view typed, std::string_view search_address, std::size_t limit) const;

    std::vector<std::u16string> texts_;
    std::vector<std::u16string> folded_;  // the same, unit for unit, as they are compared
};

// With up to a third of the places for queries, below the first suggestion, which may be the answer itself; texts that stand there
// already are not said twice.
void mix_in(Suggestions& suggestions, const std::vector<Suggestion>& queries, std::size_t limit);

}  // namespace kb
