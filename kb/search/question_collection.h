// Solved questions, by which later ones are answered: a collection beside the articles, with generations of its own.
//
// INDEX/questions/         as an index has them (kb/index/generation.h): CURRENT, lock, generation-000001/
//   generation-000001/
//     texts.dat            what people wrote, scrubbed (kb/index/article_file.h)
//     words.dat            by what they are found (question_words.h)
//     about.json           of which format and analyzer they are, and how far neighbours are to be trusted; written last
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kb/article/solved_question.h"
#include "kb/base/error.h"
#include "kb/base/files.h"
#include "kb/index/article_file.h"
#include "kb/search/question_agreement.h"
#include "kb/search/question_words.h"
#include "kb/text/analyzer.h"

namespace kb {

std::filesystem::path questions_folder(const std::filesystem::path& index);

// Of texts.dat and about.json.
constexpr int questions_version = 1;

// Never changes; any number of threads may use one.
class QuestionCollection {
public:
    using Pointer = std::shared_ptr<const QuestionCollection>;

    // That of an index; nullptr when nothing was imported. Fails with index_damaged, and with index_foreign when another version
    // of this program or other dictionaries made it.
    static Result<Pointer> open(const std::filesystem::path& index, const std::shared_ptr<const Dictionaries>& dictionaries);
    // One in memory, in the order given. `told` is of each of them, when it is known from before.
    static Pointer make(const std::vector<SolvedQuestion>& questions, const std::shared_ptr<const Dictionaries>& dictionaries,
                        const std::vector<ToldQuestion>& told = {});
    // One folder of a generation. With `any_analyzer` its words may be of other dictionaries: only its texts are to be used.
    static Result<Pointer> open_generation(const std::filesystem::path& directory, const std::shared_ptr<const Dictionaries>& dictionaries,
                                           bool any_analyzer = false);

    QuestionNumber size() const { return words_.size(); }
    // Nothing when the record is damaged.
    std::optional<SolvedQuestion> question(QuestionNumber number) const { return unpack(record(number)); }
    // language/slug of the article that solved it; empty when there is none, or it is not solved.
    std::string article_of(QuestionNumber number) const;
    std::string_view record(QuestionNumber number) const;

    const QuestionWords& words() const { return words_; }
    const Analyzer& analyzer() const { return analyzer_; }
    bool has_own_analyzer() const { return analyzer_.id() == made_with_; }
    const Agreement& agreement() const { return agreement_; }
    // The length of its lemmas, each weighed by rarity().
    float norm(QuestionNumber number) const { return norms_[number]; }
    // How much a lemma tells that stands in so many questions.
    double rarity(std::size_t questions) const;

    static std::string pack(const SolvedQuestion& question);
    static std::optional<SolvedQuestion> unpack(std::string_view record);

private:
    explicit QuestionCollection(const std::shared_ptr<const Dictionaries>& dictionaries) : analyzer_(dictionaries) {}
    Result<void> load(const std::filesystem::path& directory);
    void measure_norms();

    Analyzer analyzer_;
    std::string made_with_;
    MappedFile words_file_;
    std::string words_bytes_;  // of one in memory
    ArticleFile texts_;
    std::vector<std::string> texts_in_memory_;
    QuestionWords words_;
    std::vector<float> norms_;
    Agreement agreement_;
};

}  // namespace kb
