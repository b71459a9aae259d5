// A content repository, read as far as needed: every file's record, and the articles of those that changed.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "indexer/manifest.h"
#include "indexer/spill.h"
#include "kb/article/answer_template.h"
#include "kb/article/pins.h"
#include "kb/article/synonyms.h"
#include "kb/article/plan.h"
#include "kb/article/site.h"
#include "kb/check/file_checker.h"
#include "kb/check/site_checks.h"
#include "kb/source/source.h"
#include "kb/text/added_words.h"

namespace kb {

struct ContentArticle {
    FileRecord record;
    std::string behind;                     // see SourceFile
    std::int64_t updated = 0;               // unix seconds
    std::string commit;                     // the last that changed it; empty when no commit has this text
    std::vector<std::string> former;        // further aliases, from the history; see read_content_history()
    std::optional<Spill::Place> article;    // where its parsed article is; nothing when it was not parsed now
    PlannedArticle plan;
};

// What articles are held against, besides each other.
struct ContentChecks {
    CheckSettings settings;
    FileCheckerOptions of_files;
    std::optional<std::vector<ExpectedArticles>> expectations;  // nothing without the file
    std::string readme;
};

struct Content {
    std::optional<std::string> commit;
    SiteConfig site;
    Location logo_at;                       // in kb.yaml
    std::vector<Category> categories;
    std::vector<AddedWord> words;           // of words.tsv
    std::vector<SynonymRule> synonyms;
    std::vector<AnswerTemplate> templates;  // by language and slug
    std::vector<Pin> pins;                  // of pins.tsv, those whose article is published
    std::string options;                    // see Manifest
    ContentChecks checks;
    std::vector<ContentArticle> articles;   // by path
    std::vector<FileRecord> texts;          // of files that are no articles, but whose words are shown; by path
    std::map<std::string, SourceFile> files;      // all there are, by path
    std::set<std::string> resources;              // paths of those that articles may show
    std::vector<Problem> problems;          // of all, by place
    SourceHistory history;                  // empty in a plain folder
    std::map<std::string, Placement> placements;  // see Manifest
    std::vector<RemovedArticle> removed;    // sorted
    Spill spill;

    std::size_t published() const;
};

// Whether a file of this path is one: neither reserved nor the README of the repository.
bool is_article(std::string_view path);
constexpr std::uint64_t max_article_file = max_markdown;

// How parsing depends on the site.
ParseOptions parse_options(const SiteConfig& site);

// Called with what is done and what there is to do, from time to time.
using Progress = std::function<void(std::size_t done, std::size_t all)>;

// Files that `known` knows unchanged are not parsed again, and not even read where their version tells. Fails only when the
// source itself cannot be read: what is wrong with files stands in `problems`, before anything is switched off; see check_content().
Result<Content> read_content(const Source& source, const Manifest* known, std::shared_ptr<const Dictionaries> dictionaries, const Progress& progress);

// Adds to content.problems what is wrong between the files, once their history is known, and leaves out what is switched off.
void check_content(Content& content, std::chrono::sys_days today);

// Parses the articles at these places of content.articles that were not parsed yet.
Result<void> parse_missing(const Source& source, Content& content, const std::vector<std::size_t>& places);

}  // namespace kb
