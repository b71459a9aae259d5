// Which articles of one half of a generation have a term, and how often.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "kb/base/error.h"
#include "kb/index/article_file.h"

namespace kb {

struct Posting {
    DocumentNumber document = 0;
    float count = 0;  // in weight_units (schema.h)
};
// In the order of their documents.
using PostingList = std::vector<Posting>;

// Postings are Xapian's; what was asked for once stays in memory, up to a bound. For any number of threads.
class Postings {
public:
    // Beyond so many bytes, what was not asked for lately is dropped and read again when needed.
    static constexpr std::size_t default_memory = 64 << 20;

    static Result<std::unique_ptr<const Postings>> open(const std::filesystem::path& directory,
                                                        std::size_t memory = default_memory);
    ~Postings();

    std::size_t documents() const;
    // How long each document is, in occurrences of terms, relative to the mean; by number, 0 where there is none.
    const std::vector<float>& lengths() const;

    // Empty when no document has the term; never nullptr.
    Result<std::shared_ptr<const PostingList>> list(std::string_view term) const;

    // Keeps in memory what `former`, whose place this takes, was asked for lately: as much of it as can be read in `longest`.
    void read_ahead(const Postings& former, std::chrono::milliseconds longest) const;

    // Calls see(term, documents that have it) for all that begin with `prefix`, in the order of their bytes.
    Result<void> each_term(std::string_view prefix, const std::function<void(std::string_view, std::size_t)>& see) const;

private:
    struct State;
    explicit Postings(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace kb
