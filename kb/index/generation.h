// One published state of an index: its place on disk and what describes it.
//
// INDEX/
//   CURRENT               the name of the generation that is served, and a newline
//   PINNED                after a rollback: the name of the newest generation that was turned away from
//   lock                  held while building
//   publishing.json       what became of the latest attempt to publish (publishing_status.h)
//   watch.lock            held by who follows the content (publishing.h)
//   generation-000042/
//     generation.json     GenerationInfo; written last
//     public/  internal/  each: articles.dat (article_file.h), terms/ (Xapian), files/ (images and attachments)
//     …                   whatever the builder keeps for its next run
//   generation-000043.tmp/  unfinished; removed by the next builder
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kb/article/answer_template.h"
#include "kb/article/pins.h"
#include "kb/article/site.h"
#include "kb/article/synonyms.h"
#include "kb/base/error.h"
#include "kb/text/added_words.h"

namespace kb {

using GenerationNumber = std::uint32_t;

// "generation-000042"; numbers begin at 1.
std::string generation_name(GenerationNumber number);
std::optional<GenerationNumber> parse_generation_name(std::string_view name);

enum class Half { open, internal };
std::string_view folder_of(Half half);  // "public", "internal"

// Where a public article stood that is in the history of the content only.
struct RemovedArticle {
    std::string lang, slug;
    auto operator<=>(const RemovedArticle&) const = default;
};

struct GenerationInfo {
    GenerationNumber number = 0;
    std::optional<std::string> commit;  // of the content
    std::string analyzer;               // Analyzer::id() of the builder
    int schema = 0;                     // schema_version of the builder
    std::int64_t created = 0;           // unix seconds
    std::uint64_t articles = 0;         // public and internal
    SiteConfig site;
    std::vector<Category> categories;   // those described by writers
    std::vector<AddedWord> words;       // that the site adds to the dictionaries
    std::vector<Pin> pins;
    std::vector<SynonymRule> synonyms;
    std::vector<AnswerTemplate> templates;  // for agents alone
    std::vector<RemovedArticle> removed;  // those whose address no published article has; sorted when read
};

Result<void> write_generation_info(const std::filesystem::path& directory, const GenerationInfo& info);

// Fails with index_damaged when generation.json is missing or not ours.
Result<GenerationInfo> read_generation_info(const std::filesystem::path& directory);

// Nothing when this program, whose analyzer has the id `analyzer`, can serve it; else index_foreign with the command
// that rebuilds it.
std::optional<Error> check_compatible(const GenerationInfo& info, std::string_view analyzer,
                                      const std::filesystem::path& directory);

}  // namespace kb
