#include "kb/search/question_words.h"

#include <algorithm>
#include <cmath>

#include "kb/base/bytes.h"

namespace kb {

namespace {

constexpr std::string_view magic = "OTVETQUE";
constexpr std::uint64_t format_version = 1;
constexpr std::size_t header_size = 48;

static_assert(sizeof(QuestionWords::Question) == 32 && sizeof(QuestionWords::Term) == 12, "as the file has them");

// The next `count` numbers of the file, as they lie in memory.
template <class Number>
std::span<const Number> take(std::string_view& left, std::size_t count) {
    const std::span<const Number> numbers(reinterpret_cast<const Number*>(left.data()), count);
    left.remove_prefix(count * sizeof(Number));
    return numbers;
}

template <class Number>
void append_all(std::string& out, const std::vector<Number>& numbers) {
    out.append(reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(Number));
}

}  // namespace

Result<QuestionWords> QuestionWords::read(std::string_view bytes, const std::string& path) {
    const auto damaged = [&path] {
        return fail(ErrorCode::index_damaged, "the solved questions are damaged", "remove this folder of questions and import them again", {path});
    };
    if (bytes.size() < header_size || !bytes.starts_with(magic) || number_at<std::uint64_t>(bytes, 8) != format_version) return damaged();
    const auto questions = number_at<std::uint64_t>(bytes, 16), terms = number_at<std::uint64_t>(bytes, 24), occurrences = number_at<std::uint64_t>(bytes, 32),
               letters = number_at<std::uint64_t>(bytes, 40);
    constexpr std::uint64_t most = std::uint64_t{1} << 32;
    if (questions >= most || terms >= most || occurrences >= most || letters >= most) return damaged();
    if (bytes.size() != header_size + questions * sizeof(Question) + terms * sizeof(Term) + occurrences * 10 + letters) return damaged();
    QuestionWords words;
    bytes.remove_prefix(header_size);
    words.questions_ = take<Question>(bytes, questions);
    words.terms_ = take<Term>(bytes, terms);
    words.terms_of_ = take<std::uint32_t>(bytes, occurrences);
    words.questions_with_ = take<std::uint32_t>(bytes, occurrences);
    words.shares_of_ = take<std::uint8_t>(bytes, occurrences);
    words.shares_in_ = take<std::uint8_t>(bytes, occurrences);
    words.letters_ = bytes;
    if (!words.is_whole()) return damaged();
    return words;
}

bool QuestionWords::is_whole() const {
    const auto is_within = [](std::uint64_t begin, std::uint64_t count, std::uint64_t size) { return begin <= size && count <= size - begin; };
    return std::all_of(questions_.begin(), questions_.end(), [&](const Question& question) {
               if (!is_within(question.lemmas_begin, question.lemmas, terms_of_.size())) return false;
               const auto terms = terms_of_.subspan(question.lemmas_begin, question.lemmas);
               return is_within(question.letters_begin, question.letters, letters_.size()) &&
                      std::all_of(terms.begin(), terms.end(), [&](std::uint32_t term) { return term < terms_.size(); });
           }) &&
           std::all_of(terms_.begin(), terms_.end(), [&](const Term& term) { return term.questions > 0 && is_within(term.begin, term.questions, questions_with_.size()); }) &&
           std::is_sorted(terms_.begin(), terms_.end(), [](const Term& a, const Term& b) { return a.hash < b.hash; }) &&
           std::all_of(questions_with_.begin(), questions_with_.end(), [&](std::uint32_t number) { return number < questions_.size(); });
}

const QuestionWords::Term* QuestionWords::find(std::uint32_t hash) const {
    const auto found = std::lower_bound(terms_.begin(), terms_.end(), hash, [](const Term& term, std::uint32_t value) { return term.hash < value; });
    return found != terms_.end() && found->hash == hash ? &*found : nullptr;
}

QuestionWords::Question QuestionWordsWriter::append(std::uint64_t id, std::uint64_t source, const ToldQuestion& told) {
    const QuestionWords::Question question{id, source, static_cast<std::uint32_t>(hashes_.size()), static_cast<std::uint32_t>(told.lemmas.size()),
                                           static_cast<std::uint32_t>(letters_.size()), static_cast<std::uint32_t>(told.letters.size())};
    for (const ToldWord::Lemma& lemma : told.lemmas) {
        hashes_.push_back(lemma.hash);
        shares_.push_back(static_cast<std::uint8_t>(std::clamp(std::lround(lemma.share * 255), 1L, 255L)));
    }
    letters_ += told.letters;
    return question;
}

QuestionNumber QuestionWordsWriter::add(std::uint64_t id, std::uint64_t source, const ToldQuestion& told) {
    questions_.push_back(append(id, source, told));
    return size() - 1;
}

void QuestionWordsWriter::replace(QuestionNumber number, std::uint64_t id, std::uint64_t source, const ToldQuestion& told) {
    questions_[number] = append(id, source, told);
}

std::string QuestionWordsWriter::bytes() const {
    // What was replaced is left out of the terms; its bytes stay, unused.
    std::vector<std::uint32_t> hashes;
    for (const auto& question : questions_)
        hashes.insert(hashes.end(), hashes_.begin() + question.lemmas_begin, hashes_.begin() + question.lemmas_begin + question.lemmas);
    std::sort(hashes.begin(), hashes.end());
    std::vector<QuestionWords::Term> terms;
    for (std::uint32_t i = 0; i < hashes.size(); ++i) {
        if (i == 0 || hashes[i] != hashes[i - 1]) terms.push_back({hashes[i], 0, i});
        ++terms.back().questions;
    }
    hashes = {};
    std::vector<std::uint32_t> next(terms.size()), terms_of(hashes_.size()), questions_with(hashes_.size());
    std::vector<std::uint8_t> shares_in(hashes_.size());
    for (std::size_t i = 0; i < terms.size(); ++i) next[i] = terms[i].begin;
    for (std::size_t number = 0; number < questions_.size(); ++number) {
        const auto& question = questions_[number];
        for (std::uint32_t i = question.lemmas_begin; i < question.lemmas_begin + question.lemmas; ++i) {
            const auto term = std::lower_bound(terms.begin(), terms.end(), hashes_[i], [](const QuestionWords::Term& a, std::uint32_t hash) { return a.hash < hash; });
            terms_of[i] = static_cast<std::uint32_t>(term - terms.begin());
            questions_with[next[terms_of[i]]] = static_cast<std::uint32_t>(number);
            shares_in[next[terms_of[i]]++] = shares_[i];
        }
    }
    std::string out(magic);
    for (const std::uint64_t number : {format_version, std::uint64_t{questions_.size()}, std::uint64_t{terms.size()}, std::uint64_t{hashes_.size()}, std::uint64_t{letters_.size()}})
        append_number(out, number);
    out.reserve(header_size + questions_.size() * sizeof(QuestionWords::Question) + terms.size() * sizeof(QuestionWords::Term) + hashes_.size() * 10 + letters_.size());
    append_all(out, questions_);
    append_all(out, terms);
    append_all(out, terms_of);
    append_all(out, questions_with);
    append_all(out, shares_);
    append_all(out, shares_in);
    out += letters_;
    return out;
}

}  // namespace kb
