#include "kb/index/lexicon.h"

#include <algorithm>

#include "kb/base/utf8.h"
#include "kb/text/analyzer.h"

namespace kb {

namespace {

constexpr std::size_t longest_word = 32;  // letters

bool is_letter(char16_t letter) {
    return (letter >= u'a' && letter <= u'z') || (letter >= 0x0430 && letter <= 0x044F);
}

}  // namespace

Result<Lexicon> Lexicon::read(const Postings& postings) {
    Lexicon lexicon;
    std::vector<std::pair<std::string, std::size_t>> words;
    const std::string exact(1, static_cast<char>(Tier::exact)), lemma(1, static_cast<char>(Tier::lemma));
    auto read = postings.each_term(exact, [&](std::string_view term, std::size_t articles) { words.emplace_back(term.substr(1), articles); });
    if (!read) return fail(read.error());
    read = postings.each_term(lemma, [&](std::string_view term, std::size_t articles) {
        lexicon.lemmas_.emplace(fnv1a_64(term.substr(1)), static_cast<std::uint32_t>(articles));
    });
    if (!read) return fail(read.error());
    lexicon.add(words);
    return lexicon;
}

Lexicon::Lexicon(const std::vector<std::pair<std::string, std::size_t>>& words) {
    add(words);
}

void Lexicon::add(const std::vector<std::pair<std::string, std::size_t>>& given) {
    Words words;
    for (const auto& [text, articles] : given) {
        Word word{to_utf16(text), articles};
        if (!word.letters.empty() && word.letters.size() <= longest_word && std::all_of(word.letters.begin(), word.letters.end(), is_letter))
            words.push_back(std::move(word));
    }
    const auto same = [](const Word& a, const Word& b) { return a.letters == b.letters; };
    std::sort(words.begin(), words.end(), [](const Word& a, const Word& b) { return a.letters < b.letters; });
    words.erase(std::unique(words.begin(), words.end(), same), words.end());
    add_children(root, words, 0, words.size(), 0);
}

// The children of a node stand one after another, then what is below each of them.
void Lexicon::add_children(Node node, const Words& words, std::size_t begin, std::size_t end, std::size_t depth) {
    if (begin < end && words[begin].letters.size() == depth) nodes_[node].articles = static_cast<std::uint32_t>(words[begin++].articles);
    const auto next = [&](std::size_t from) {
        std::size_t at = from;
        while (at < end && words[at].letters[depth] == words[from].letters[depth]) ++at;
        return at;
    };
    const Node first = static_cast<Node>(nodes_.size());
    nodes_[node].children = first;
    for (std::size_t at = begin; at < end; at = next(at)) {
        nodes_.push_back({0, 0, 0, words[at].letters[depth], 0});
        ++nodes_[node].count;
    }
    Node child = first;
    for (std::size_t at = begin; at < end;) {
        const std::size_t last = next(at);
        add_children(child, words, at, last, depth + 1);
        nodes_[node].most = std::max(nodes_[node].most, nodes_[child++].most);
        at = last;
    }
    nodes_[node].most = std::max(nodes_[node].most, nodes_[node].articles);
}

std::optional<Lexicon::Node> Lexicon::find(std::u16string_view letters) const {
    Node node = root;
    for (const char16_t letter : letters) {
        Node after = root;
        each_step(node, letter, [&](Node child) { after = child; });
        if (after == root) return {};
        node = after;
    }
    return node;
}

std::size_t Lexicon::articles_with(std::string_view word) const {
    const auto node = find(to_utf16(word));
    return node ? nodes_[*node].articles : 0;
}

std::size_t Lexicon::articles_with_lemma(std::string_view lemma) const {
    const auto found = lemmas_.find(fnv1a_64(lemma));
    return found == lemmas_.end() ? 0 : found->second;
}

}  // namespace kb
