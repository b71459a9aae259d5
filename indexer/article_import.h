// Brings an old help center over: a folder of HTML or Markdown, or what Zendesk's API answers, becomes a content repository.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "indexer/content.h"
#include "kb/import/imported_page.h"

namespace kb {

struct ArticleImportRequest {
    enum class Kind { html, markdown, zendesk };
    Kind kind = Kind::html;
    std::filesystem::path source;          // a folder; of Zendesk a JSON file, too
    std::filesystem::path out;             // a folder that is empty or not there yet
    std::filesystem::path files;           // of Zendesk: attachments that were downloaded; may be empty
    std::string base_url;                  // where it was served; may be empty
    std::string main;                      // see HtmlPageOptions
    std::string lang;                      // of what says no language; may be empty
    std::string title;                     // of the new site; may be empty
    std::vector<std::string> leave_out;    // patterns of paths (fnmatch); '*' goes across folders
    Progress progress;
};

struct ArticleImportReport {
    std::size_t pages = 0;       // that were read
    std::size_t articles = 0;    // that were written
    std::size_t translated = 0;  // of them, those that are there in both languages
    std::size_t files = 0;       // images and attachments that were copied
    std::size_t categories = 0;  // with a title
    ImportCounts counts;
    double seconds = 0;
    std::vector<Problem> problems;  // what was lost, by place; of Severity::error where a page could not be read
};

// Nothing is left at `out` when it fails. Pages that could not be read stand in `problems`.
Result<ArticleImportReport> import_articles(const ArticleImportRequest& request);

}  // namespace kb
