// A new generation of the collection of solved questions, from the last one and what is imported.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "kb/base/error.h"
#include "kb/index/article_file.h"
#include "kb/index/generation_store.h"
#include "kb/search/question_collection.h"

namespace kb {

class QuestionWriter {
public:
    // Locks the collection of an index, and makes its folder when needed. Fails with busy while somebody else imports.
    static Result<std::unique_ptr<QuestionWriter>> open(const std::filesystem::path& index, const std::shared_ptr<const Dictionaries>& dictionaries, Log log);

    // Whether this id was imported last time with this `source`, a hash of what came in. Then it stays as it is.
    bool keeps(std::string_view id, std::uint64_t source);
    // In the place of another with its id.
    Result<void> put(const SolvedQuestion& question, std::uint64_t source);

    // Publishes, unless nothing changed: what was neither kept nor put stays, or is left out.
    Result<void> finish(bool remove_missing);

    // By id, however often one was kept or put: only the last time counts.
    struct Count {
        std::size_t added = 0, changed = 0, unchanged = 0;
    };
    Count count() const;
    bool has_published() const { return has_published_; }
    std::size_t removed() const { return removed_; }
    // In the published collection.
    std::size_t questions() const { return questions_; }

private:
    QuestionWriter(std::filesystem::path index, const std::shared_ptr<const Dictionaries>& dictionaries, Log log)
        : store_(questions_folder(index), std::move(log)), dictionaries_(dictionaries), analyzer_(dictionaries) {}
    Result<void> begin();
    Result<void> open_old();
    Result<void> put(std::uint64_t id, std::uint64_t source, const SolvedQuestion& question);
    Result<void> copy(QuestionNumber number);
    Result<void> write_words(const std::filesystem::path& directory);

    enum class Fate : char { missing, kept, replaced };

    GenerationStore store_;
    std::shared_ptr<const Dictionaries> dictionaries_;
    Analyzer analyzer_;
    std::optional<BuilderLock> lock_;
    QuestionCollection::Pointer old_;  // nullptr when there is none
    std::unordered_map<std::uint64_t, QuestionNumber> old_numbers_, new_numbers_;  // by the hash of the id
    std::vector<Fate> fates_;          // of those in old_
    std::optional<PendingGeneration> pending_;
    std::optional<ArticleFileWriter> texts_;
    QuestionWordsWriter words_;
    std::size_t removed_ = 0, questions_ = 0;
    bool has_published_ = false;
};

}  // namespace kb
