#include "kb/search/run_together.h"

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <utility>

#include "kb/base/utf8.h"
#include "kb/text/stop_words.h"

namespace kb {

namespace {

constexpr double split_cost = 1.2;    // in slips
constexpr double further_cost = 0.3;  // of each part beyond two

// Cuts a run of letters into words of the articles and words of grammar.
class Splitter {
public:
    Splitter(const Vocabulary& vocabulary, std::u16string typed) : vocabulary_(vocabulary), typed_(std::move(typed)) {}

    std::vector<Guess> split() {
        if (typed_.size() < 2 * shortest_part || typed_.size() > longest_run) return {};
        cut(0, 0, {}, std::numeric_limits<std::size_t>::max());
        keep_best_guesses(guesses_);
        return std::move(guesses_);
    }

private:
    static constexpr std::size_t shortest_part = 3, longest_run = 40, most_parts = 4;

    // `articles`: that the rarest part so far has.
    void cut(std::size_t from, std::size_t parts, const std::string& before, std::size_t articles) {
        for (std::size_t to = from + 1; to <= typed_.size(); ++to) {
            if (from == 0 && to == typed_.size()) return;
            const bool is_last = to == typed_.size();
            if (is_last ? to - from < shortest_part : parts + 1 == most_parts) continue;
            const std::string part = to_utf8(std::u16string_view(typed_).substr(from, to - from));
            const bool is_grammar = is_stop_word(part);
            if (to - from < shortest_part && !is_grammar) continue;
            const std::size_t in = is_grammar ? articles : std::min(articles, articles_with(from, to, part));
            if (in == 0) continue;
            if (!is_last) {
                cut(to, parts + 1, before + part + " ", in);
                continue;
            }
            if (in == std::numeric_limits<std::size_t>::max()) continue;  // nothing but grammar
            const double cost = split_cost + further_cost * static_cast<double>(parts - 1);
            guesses_.push_back({before + part, cost, in, score_of_guess(in, cost)});
        }
    }

    std::size_t articles_with(std::size_t from, std::size_t to, const std::string& part) {
        const auto [known, is_new] = parts_.try_emplace({from, to}, 0);
        if (is_new) known->second = vocabulary_.articles_with(vocabulary_.analyze(part));
        return known->second;
    }

    const Vocabulary& vocabulary_;
    const std::u16string typed_;
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> parts_;
    std::vector<Guess> guesses_;
};

}  // namespace

std::vector<Guess> guess_split(const Vocabulary& vocabulary, std::string_view word) {
    return Splitter(vocabulary, to_utf16(word)).split();
}

}  // namespace kb
