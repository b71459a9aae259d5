#include "kb/search/passage.h"

#include <algorithm>
#include <unordered_map>

#include "kb/base/utf8.h"
#include "kb/search/article_matches.h"
#include "kb/search/ranking.h"

namespace kb {

namespace {

// Each word once, and a little for its repetitions.
double section_score(const std::vector<Match>& matches, const std::vector<Match>& in_heading) {
    std::unordered_map<std::uint32_t, int> times;
    double score = 0;
    for (const Match& match : matches) {
        const int before = times[match.word]++;
        score += before == 0 ? match.weight : before < 4 ? match.weight * 0.1 : 0;
    }
    times.clear();
    for (const Match& match : in_heading) {
        if (times[match.word]++ == 0) score += ranking::section_heading_weight * match.weight;
    }
    return score;
}

struct Window {
    std::size_t first = 0, last = 0;  // matches
};

// The run of matches within passage_bytes with the most distinct weight; the earliest of equals.
Window best_window(const std::vector<Match>& matches) {
    Window best;
    double best_score = -1, score = 0;
    std::unordered_map<std::uint32_t, int> inside;
    std::size_t first = 0;
    for (std::size_t last = 0; last < matches.size(); ++last) {
        score += inside[matches[last].word]++ == 0 ? matches[last].weight : matches[last].weight * 0.05;
        while (matches[last].end - matches[first].begin > passage_bytes && first < last) {
            score -= --inside[matches[first].word] == 0 ? matches[first].weight : matches[first].weight * 0.05;
            ++first;
        }
        if (score > best_score + 1e-9) {
            best_score = score;
            best = {first, last};
        }
    }
    return best;
}

bool ends_sentence(std::string_view text, std::size_t at) {
    return text[at] == '\n' || ((text[at] == '.' || text[at] == '!' || text[at] == '?') && at + 1 < text.size() &&
                                (text[at + 1] == ' ' || text[at + 1] == '\n'));
}

// From the begin of the sentence when it is near, else from a word.
std::size_t window_begin(std::string_view text, std::size_t first_match) {
    constexpr std::size_t context = 90;
    const std::size_t earliest = first_match > context ? first_match - context : 0;
    for (std::size_t at = first_match; at > earliest; --at) {
        if (ends_sentence(text, at - 1)) return at;
    }
    if (earliest == 0) return 0;
    const std::size_t space = text.find_first_of(" \n", earliest);
    return space < first_match ? space + 1 : first_match;
}

std::size_t window_end(std::string_view text, std::size_t begin, std::size_t last_match_end) {
    const std::size_t wanted = std::max(begin + passage_bytes, last_match_end);
    if (wanted >= text.size()) return text.size();
    const std::size_t space = text.find_last_of(" \n", wanted);
    return space != std::string_view::npos && space >= last_match_end && space > begin ? space : last_match_end;
}

void append(std::vector<Fragment>& fragments, std::string_view text, bool match) {
    std::string flat(text);
    std::replace(flat.begin(), flat.end(), '\n', ' ');
    if (flat.empty()) return;
    if (!fragments.empty() && fragments.back().match == match) fragments.back().text += flat;
    else fragments.push_back({std::move(flat), match});
}

std::vector<Fragment> cut(std::string_view text, const std::vector<Match>& matches) {
    std::vector<Fragment> fragments;
    std::size_t begin = 0, end = 0;
    if (matches.empty()) {
        // Without a match there is no word to keep whole: cut at a space before the limit.
        end = cut_utf8(text, passage_bytes).size();
        if (end < text.size()) {
            const std::size_t space = text.find_last_of(" \n", end);
            if (space != std::string_view::npos && space > 0) end = space;
        }
        append(fragments, text.substr(0, end), false);
    } else {
        const Window window = best_window(matches);
        begin = window_begin(text, matches[window.first].begin);
        while (begin < text.size() && (text[begin] == ' ' || text[begin] == '\n')) ++begin;
        end = window_end(text, begin, matches[window.last].end);
        std::size_t at = begin;
        if (begin > 0) append(fragments, "… ", false);
        for (const Match& match : matches) {
            if (match.begin < at || match.end > end) continue;
            append(fragments, text.substr(at, match.begin - at), false);
            append(fragments, text.substr(match.begin, match.end - match.begin), true);
            at = match.end;
        }
        append(fragments, text.substr(at, end - at), false);
    }
    if (end < text.size()) append(fragments, " …", false);
    return fragments;
}

}  // namespace

Passage find_passage(const StoredArticle& article, const WantedWords& wanted) {
    const ArticleMatches found(article, wanted);
    Passage passage;
    double best_score = 0;
    std::vector<Match> best_matches;
    for (std::size_t i = 0; i < article.sections.size(); ++i) {
        const StoredSection& section = article.sections[i];
        std::vector<Match> matches = found.in(section.text_words, section.text.size());
        const double score = section_score(matches, found.in(section.heading_words, section.heading.size()));
        if (score > best_score + 1e-9) {
            best_score = score;
            passage.section = i;
            best_matches = std::move(matches);
        }
    }
    std::string_view text = article.sections.empty() ? std::string_view() : article.sections[passage.section].text;
    if (text.empty()) {
        best_matches.clear();
        text = article.description;
        for (std::size_t i = 0; text.empty() && i < article.sections.size(); ++i) text = article.sections[i].text;
    } else if (best_matches.empty() && passage.section == 0 && !article.description.empty()) {
        text = article.description;  // a writer's summary says more than a beginning
    }
    passage.fragments = cut(text, best_matches);
    return passage;
}

}  // namespace kb
