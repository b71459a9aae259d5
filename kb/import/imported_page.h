// One page of an old help center, on its way to become an article, and what is known of it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kb/article/article.h"
#include "kb/base/problem.h"

namespace kb {

struct ImportCounts {
    std::uint64_t links = 0;          // to other articles, kept
    std::uint64_t dead_links = 0;     // to pages that are not there; their words stay
    std::uint64_t images = 0;         // shown
    std::uint64_t lost_images = 0;    // their alternative text stays
    std::uint64_t tables = 0;
    std::uint64_t tables_with_spans = 0;
    std::uint64_t callouts = 0;
    std::uint64_t code_blocks = 0;
    bool operator==(const ImportCounts&) const = default;
    ImportCounts& operator+=(const ImportCounts& other);
};

// A file that an article shows or offers, by its path in the source and in the new repository.
struct UsedFile {
    std::string source, target;
    bool operator==(const UsedFile&) const = default;
};

struct ImportedPage {
    std::string source;       // where it was read
    std::string lang;         // as the page itself says, "en-us"; may be empty
    std::string script_lang;  // by its letters
    std::string title, description;
    bool title_is_from_name = false;
    std::vector<std::string> tags, aliases, questions, related;
    Visibility visibility = Visibility::open;
    std::string owner, last_reviewed, review_every;
    int order = 0;                               // of an index page, among categories; 0 … 999,999
    std::string markdown;                        // the body, headings from level 2 down
    std::map<std::string, std::string> anchors;  // former ids → the anchor of their section; "" is the top
    std::vector<UsedFile> files;
    ImportCounts counts;
    std::vector<Problem> problems;  // what was lost
    bool is_page = true;            // false for what has nothing to read
    bool operator==(const ImportedPage&) const = default;
};

// Where a link or an image of an old page leads.
struct ImportedLink {
    enum class Kind { article, file, external, words };  // words: there is no address, what was linked stays as text
    Kind kind = Kind::words;
    std::string url;                 // as Markdown has it, without < and >
    UsedFile file;                   // of Kind::file
    std::string rule, what, hint;    // a finding, if there is one
};
using LinkResolver = std::function<ImportedLink(std::string_view href, bool is_image)>;

// Between processes. Decoding what was not encoded here yields a page with is_page false.
std::string encode_imported_page(const ImportedPage& page);
ImportedPage decode_imported_page(std::string_view bytes);

}  // namespace kb
