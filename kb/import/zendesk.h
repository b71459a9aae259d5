// The help center of Zendesk as its API describes it: articles, translations, sections and categories from JSON.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "kb/import/imported_page.h"
#include "kb/import/link_map.h"

namespace kb {

// One article in one language.
struct ZendeskPage {
    std::string id, locale, lang;
    std::string title, body;   // the body is HTML
    std::string path;          // "en-us/getting-started/accounts/sign-in.html", for plan_import()
    std::string url;           // html_url
    std::string file;          // that it was read from
    std::vector<std::string> labels;
    bool is_draft = false, is_internal = false, is_outdated = false, is_promoted = false;
    std::int64_t updated = 0;  // unix seconds
};

class ZendeskExport {
public:
    // Takes the answer of any call of the article API, or a list of such objects; other objects are reported.
    void read(std::string_view json, const std::string& file);

    // All articles in all languages, with their paths. Ends the reading.
    std::vector<ZendeskPage> take_pages();
    // Titles of the folders, "en/getting-started" → "Getting started".
    const std::map<std::string, std::string>& folder_titles() const { return folder_titles_; }
    const std::vector<Problem>& problems() const { return problems_; }

private:
    friend class ZendeskReader;
    struct Folder {
        std::string parent;                          // id of the category, of a section
        std::string parent_section;                  // id of the section around it
        std::map<std::string, std::string> names;    // by locale
        std::string name;                            // that of its folder
    };
    struct Article {
        std::string section;
        std::string name;                            // that of its file
        std::vector<std::string> labels, outdated_locales;
        bool is_internal = false, is_promoted = false;
        std::map<std::string, ZendeskPage> pages;    // by locale
    };
    // What the answers with one list say of how many they are.
    struct Pages {
        std::string file;                            // the first of them
        std::set<std::size_t> read;
        std::size_t wanted = 0;
        std::size_t cursors = 0, open_ends = 0;      // answers by cursor, and those that more follow
    };
    void report_missing_pages();
    void name_folders(std::map<std::string, Folder>& folders);
    std::string folder_of(const Article& article, const std::string& locale);

    std::map<std::string, Article> articles_;
    std::map<std::string, Folder> sections_, categories_;
    std::map<std::string, Pages> pages_;
    std::map<std::string, std::string> folder_titles_;
    std::vector<Problem> problems_;
};

// Never fails as a call.
ImportedPage read_zendesk_page(const ZendeskPage& from, const LinkMap& links, LinkPlace place);

}  // namespace kb
