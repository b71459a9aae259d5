// Where everything of the old help center has gone: its pages with their ids, its files, its own address.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

#include "kb/import/imported_page.h"

namespace kb {

// The page that a link stands in.
struct LinkPlace {
    std::string source;  // its path
    std::string base;    // the path that its relative links start from: its own, unless it has a <base>
    std::string target;  // its path in the new repository
    std::string lang;
};

class LinkMap {
public:
    // `base_url` is the address that the source was served at: links that begin with it are links within. May be empty.
    explicit LinkMap(std::string_view base_url = {});

    void add_page(const std::string& source, std::string target, std::string lang, std::map<std::string, std::string> anchors);
    // A page has further names: "articles/360001" in Zendesk, in each language.
    void add_name(const std::string& name, const std::string& lang, const std::string& source);
    // Where it stood on the old site: "/docs/use/".
    void add_address(std::string_view address, const std::string& lang, const std::string& source);
    void add_file(const std::string& source) { files_.insert(source); }
    // One of Zendesk's, downloaded as "12345/name.png", "12345.png" or "name.png"; links have 12345 and mostly the name.
    void add_attachment(const std::string& source);

    ImportedLink resolve(std::string_view href, bool is_image, const LinkPlace& from) const;

private:
    struct Page {
        std::string target, lang;
        std::map<std::string, std::string> anchors;
    };
    const Page* find_page(const std::string& path, const LinkPlace& from) const;
    const std::string* find_attachment(std::string_view href) const;
    const Page* find_named(std::string_view path, const LinkPlace& from) const;
    ImportedLink to_page(const Page& page, const std::string& fragment, std::string_view href, const LinkPlace& from) const;
    ImportedLink to_file(const std::string& path, const LinkPlace& from) const;
    ImportedLink inside(std::string_view href, bool is_image, const LinkPlace& from) const;
    ImportedLink referenced(const std::string& page, const LinkPlace& from) const;

    std::string base_url_, base_path_;
    std::unordered_map<std::string, Page> pages_;
    std::unordered_map<std::string, std::string> lower_;  // paths in lower case
    std::unordered_map<std::string, std::string> names_;  // "lang/name" → source
    std::unordered_map<std::string, std::string> addresses_;  // "lang/address" and "/address" → source
    std::unordered_map<std::string, std::string> stems_;      // "lang/stem" of its file and "/stem" → source; empty when several have it
    std::set<std::string> files_;
    std::unordered_map<std::string, std::string> attachments_;  // number, or name → source
};

// Where a file of the source stands in the new repository.
std::string file_target(std::string_view source);
// From one path of the repository to another, as a link has it.
std::string relative_path(std::string_view from, std::string_view to);

}  // namespace kb
