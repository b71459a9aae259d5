// Fills the folder of one generation. Knows nothing of files, git or Markdown: articles come as values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "kb/article/article.h"
#include "kb/base/error.h"
#include "kb/index/generation.h"
#include "kb/text/dictionaries.h"

namespace kb {

// Used by one thread at a time. After a failed call only destruction is allowed.
class IndexWriter {
public:
    // What every word becomes terms by: the dictionaries, and the words that the site adds to them.
    struct Vocabulary {
        std::shared_ptr<const Dictionaries> dictionaries;
        std::vector<AddedWord> words = {};
    };

    // `directory` exists and is empty.
    static Result<IndexWriter> create(const std::filesystem::path& directory, Vocabulary vocabulary);

    // Begins with all that `previous` holds: a finished generation of this vocabulary and schema.
    static Result<IndexWriter> update(const std::filesystem::path& directory, const std::filesystem::path& previous,
                                      Vocabulary vocabulary);

    IndexWriter(IndexWriter&&) noexcept;
    IndexWriter& operator=(IndexWriter&&) noexcept;
    ~IndexWriter();

    // Adds an article, or replaces the one with the same language, slug and visibility. Drafts are refused.
    Result<void> put(const Article& article);

    // True when there was such an article.
    Result<bool> remove(Half half, std::string_view lang, std::string_view slug);

    // An image or attachment under files/; a name that is there already stays as it is.
    Result<void> add_file(Half half, const std::string& name, std::string_view bytes);
    bool has_file(Half half, const std::string& name) const;
    // Removes files that `is_wanted` does not want.
    Result<void> keep_files(Half half, const std::function<bool(const std::string& name)>& is_wanted);

    // Completes the folder and checks that it opens. number, commit, created, site and categories come from
    // `info`; the rest is filled in here.
    Result<GenerationInfo> finish(GenerationInfo info);

private:
    struct State;
    explicit IndexWriter(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace kb
