// Groups of queries that differ by a slip of the fingers in one word: nothing in the articles tells how a word is spelt that they lack.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kb {

// Groups are as ReadQuery::group: words with spaces between. One slip is a letter too many, missing, wrong, or changed with its neighbour,
// in a word of at least five; a word that is known is never a slip of another one.
class NearGroups {
public:
    using IsKnown = std::function<bool(std::string_view word)>;

    // The latest `most` groups are remembered.
    explicit NearGroups(std::size_t most) : most_(most) {}

    void add(const std::string& group);
    bool has(const std::string& group) const { return places_.count(group) != 0; }
    // The group that this one is a slip of, or the other way round; empty when there is none.
    std::string near(const std::string& group, const IsKnown& is_known) const;

private:
    void index(std::uint32_t place);
    void forget_half();

    std::size_t most_;
    std::vector<std::string> groups_;
    std::unordered_map<std::string, std::uint32_t> places_;
    std::unordered_multimap<std::uint64_t, std::uint32_t> keys_;  // of a group with a letter left out
};

}  // namespace kb
