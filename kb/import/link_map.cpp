#include "kb/import/link_map.h"

#include <fmt/format.h>

#include "kb/article/reference.h"
#include "kb/base/ascii.h"
#include "kb/base/media_type.h"
#include "kb/base/url.h"

namespace kb {

namespace {

constexpr std::size_t shown_address = 120;

std::string shown(std::string_view href) {
    std::string out;
    for (const char c : href.substr(0, shown_address)) out += is_control_ascii(c) ? ' ' : c;
    return out;
}

// As browsers read it: without tabs, line ends and blanks around.
std::string cleaned(std::string_view href) {
    std::string out;
    for (const char c : href) {
        if (!is_control_ascii(c)) out += c;
    }
    return std::string(trim_blanks(out));
}

std::string_view scheme_of(std::string_view url) {
    const std::size_t end = url.find_first_of(":/?#");
    if (end == std::string_view::npos || end == 0 || url[end] != ':') return {};
    return url.substr(0, end);
}

ImportedLink words(std::string rule, std::string what, std::string hint) {
    ImportedLink link;
    link.rule = std::move(rule);
    link.what = std::move(what);
    link.hint = std::move(hint);
    return link;
}

ImportedLink external(std::string url) {
    ImportedLink link;
    link.kind = ImportedLink::Kind::external;
    link.url = std::move(url);
    return link;
}

bool is_picture(std::string_view path) {
    return media_type(path).starts_with("image/");
}

// "use" of "docs/use.ru.md".
std::string stem_of(std::string_view source) {
    source = source.substr(source.rfind('/') + 1);
    return lower_ascii(source.substr(0, source.find('.')));
}

// "/docs/use/", "docs/use" and "/docs/use.html" are one.
std::string address_key(std::string_view address) {
    while (address.starts_with('/')) address.remove_prefix(1);
    while (address.ends_with('/')) address.remove_suffix(1);
    if (address.ends_with(".html")) address.remove_suffix(5);
    if (address == "index" || address.ends_with("/index")) address.remove_suffix(address == "index" ? 5 : 6);
    return lower_ascii(address);
}

// Reads "path?query#fragment" and decodes it, by the rules of kb/article; a fragment alone has no path.
Destination read_href(std::string_view href, std::string_view base) {
    // A page may have any ending: only what classify_destination takes for a path counts, so none may look like the site's own.
    const std::string relative = href.starts_with('/') && !href.starts_with("//") ? "~" + std::string(href) : std::string(href);
    return classify_destination(relative, base);
}

}  // namespace

std::string file_target(std::string_view source) {
    return "files/" + std::string(source);
}

std::string relative_path(std::string_view from, std::string_view to) {
    for (;;) {
        const std::size_t a = from.find('/'), b = to.find('/');
        if (a == std::string_view::npos || b == std::string_view::npos || from.substr(0, a) != to.substr(0, b)) break;
        from.remove_prefix(a + 1);
        to.remove_prefix(b + 1);
    }
    std::string path;
    for (const char c : from) path += c == '/' ? "../" : "";
    return path + encode_path(to);
}

LinkMap::LinkMap(std::string_view base_url) : base_url_(base_url) {
    while (base_url_.ends_with('/')) base_url_.pop_back();
    const std::size_t host = base_url_.find("://");
    const std::size_t slash = host == std::string::npos ? host : base_url_.find('/', host + 3);
    if (slash != std::string::npos) base_path_ = base_url_.substr(slash);
}

void LinkMap::add_page(const std::string& source, std::string target, std::string lang, std::map<std::string, std::string> anchors) {
    for (const std::string& key : {lang + "/" + stem_of(source), "/" + stem_of(source)}) {
        const auto [stem, is_new] = stems_.try_emplace(key, source);
        if (!is_new) stem->second.clear();
    }
    lower_.emplace(lower_ascii(source), source);
    pages_[source] = {std::move(target), std::move(lang), std::move(anchors)};
}

void LinkMap::add_name(const std::string& name, const std::string& lang, const std::string& source) {
    names_.emplace(lang + "/" + name, source);
    names_.emplace("/" + name, source);
}

void LinkMap::add_address(std::string_view address, const std::string& lang, const std::string& source) {
    const std::string key = address_key(address);
    if (key.empty()) return;
    addresses_.emplace(lang + "/" + key, source);
    addresses_.emplace("/" + key, source);
}

void LinkMap::add_attachment(const std::string& source) {
    add_file(source);
    const std::size_t slash = source.rfind('/');
    const std::string name = source.substr(slash == std::string::npos ? 0 : slash + 1);
    attachments_.emplace(name, source);
    for (const std::string& part : {name.substr(0, name.find_first_not_of("0123456789")), source.substr(0, source.find('/'))}) {
        if (!part.empty() && part.find_first_not_of("0123456789") == std::string::npos) attachments_.insert_or_assign(part, source);
    }
}

const std::string* LinkMap::find_attachment(std::string_view href) const {
    constexpr std::string_view mark = "article_attachments/";
    const std::size_t at = href.find(mark);
    if (at == std::string_view::npos) return nullptr;
    std::string_view rest = href.substr(at + mark.size());
    rest = rest.substr(0, rest.find_first_of("?#"));
    const std::string number(rest.substr(0, rest.find('/'))), name(rest.substr(rest.rfind('/') + 1));
    for (const std::string& key : {number, name}) {
        if (const auto found = attachments_.find(key); found != attachments_.end()) return &found->second;
    }
    return nullptr;
}

const LinkMap::Page* LinkMap::find_page(const std::string& path, const LinkPlace& from) const {
    if (const Page* named = find_named(path, from)) return named;
    const std::string slash = path.empty() ? "" : "/";
    for (const char* ending : {"", ".html", ".htm", ".md", "index.html", "index.htm", "index.md", "_index.md", "README.md"}) {
        const bool in_folder = ending[0] != '\0' && ending[0] != '.';
        const std::string tried = path + (in_folder ? slash : "") + ending;
        if (const auto found = pages_.find(tried); found != pages_.end()) return &found->second;
        if (const auto found = lower_.find(lower_ascii(tried)); found != lower_.end()) return &pages_.at(found->second);
    }
    // Generators that make a folder of each page, and those that write .md as .html.
    if (path.ends_with(".html")) {
        const std::string stem = path.substr(0, path.size() - 5);
        for (const std::string& tried : {stem + ".md", stem.ends_with("/index") ? stem.substr(0, stem.size() - 6) + ".md" : stem}) {
            if (const auto found = pages_.find(tried); found != pages_.end()) return &found->second;
        }
    }
    for (const std::string& lang : {from.lang, std::string()}) {
        if (const auto found = addresses_.find(lang + "/" + address_key(path)); found != addresses_.end()) return &pages_.at(found->second);
    }
    return nullptr;
}

// As generators look for it: from the page, from the folder of all pages, by its name alone.
ImportedLink LinkMap::referenced(const std::string& page, const LinkPlace& from) const {
    ImportedLink link = inside(page, false, from);
    if (link.rule != "dead-link") return link;
    if (ImportedLink other = inside("/" + page, false, from); other.rule != "dead-link") return other;
    const std::size_t hash = std::min(page.find('#'), page.size());
    for (const std::string& lang : {from.lang, std::string()}) {
        const auto named = stems_.find(lang + "/" + stem_of(page.substr(0, hash)));
        if (named != stems_.end() && !named->second.empty()) return inside("/" + encode_path(named->second) + page.substr(hash), false, from);
    }
    return link;
}

const LinkMap::Page* LinkMap::find_named(std::string_view path, const LinkPlace& from) const {
    if (names_.empty()) return nullptr;
    const std::size_t at = path.rfind("articles/");
    if (at == std::string_view::npos) return nullptr;
    const std::string_view rest = path.substr(at + 9);
    const std::string name = "articles/" + std::string(rest.substr(0, rest.find_first_not_of("0123456789")));
    for (const std::string& lang : {from.lang, std::string()}) {
        if (const auto found = names_.find(lang + "/" + name); found != names_.end()) return &pages_.at(found->second);
    }
    return nullptr;
}

ImportedLink LinkMap::to_page(const Page& page, const std::string& fragment, std::string_view href, const LinkPlace& from) const {
    ImportedLink link;
    link.kind = ImportedLink::Kind::article;
    link.url = page.target == from.target ? std::string() : relative_path(from.target, page.target);
    if (!fragment.empty()) {
        const auto anchor = page.anchors.find(fragment);
        if (anchor == page.anchors.end()) {
            link.rule = "lost-anchor";
            link.what = fmt::format("the link '{}' names a place that is not in its page", shown(href));
            link.hint = "it leads to the top of the page now";
        } else if (!anchor->second.empty()) {
            link.url += "#" + anchor->second;
        }
    }
    // A link to the top of its own page leads nowhere.
    if (link.url.empty()) link.kind = ImportedLink::Kind::words;
    return link;
}

ImportedLink LinkMap::to_file(const std::string& path, const LinkPlace& from) const {
    ImportedLink link;
    link.kind = ImportedLink::Kind::file;
    link.file = {path, file_target(path)};
    link.url = relative_path(from.target, link.file.target);
    return link;
}

ImportedLink LinkMap::inside(std::string_view href, bool is_image, const LinkPlace& from) const {
    const Destination destination = read_href(href, from.base);
    const std::string& path = destination.path;
    if (destination.kind == DestinationKind::fragment) {
        const auto own = pages_.find(from.source);
        if (is_image || own == pages_.end() || destination.fragment.empty()) return {};
        return to_page(own->second, destination.fragment, href, from);
    }
    if (destination.kind == DestinationKind::outside)
        return words(is_image ? "missing-image" : "dead-link", fmt::format("'{}' leads out of the folder", shown(href)),
                     "import the folder above, or write the address in full");
    const bool is_file = files_.count(path) != 0;
    if (is_image) {
        if (is_file && is_picture(path)) return to_file(path, from);
        return words("missing-image", fmt::format("the image '{}' {}", shown(href), is_file ? "is of a kind that is not shown" : "is not there"),
                     is_file ? "make a png, jpg, gif, webp, avif or svg file of it" : "its alternative text stands in its place");
    }
    if (const Page* page = find_page(path, from)) return to_page(*page, destination.fragment, href, from);
    if (is_file && !media_type(path).empty()) return to_file(path, from);
    return words("dead-link", fmt::format("the link '{}' leads to {}", shown(href), is_file ? "a file of a kind that is not served" : "nothing that was imported"),
                 "its words stand without it");
}

ImportedLink LinkMap::resolve(std::string_view raw, bool is_image, const LinkPlace& from) const {
    const std::string href = cleaned(raw);
    if (href.empty()) return is_image ? words("missing-image", "an image without an address", "its alternative text stands in its place") : ImportedLink();
    if (const std::string* attachment = find_attachment(href); attachment != nullptr && (is_image ? is_picture(*attachment) : !media_type(*attachment).empty()))
        return to_file(*attachment, from);
    const bool within = !base_url_.empty() && href.starts_with(base_url_) &&
                        (href.size() == base_url_.size() || std::string_view("/?#").find(href[base_url_.size()]) != std::string_view::npos);
    if (within) return inside("/" + href.substr(std::min(href.size(), base_url_.size() + 1)), is_image, from);
    const std::string scheme = lower_ascii(scheme_of(href));
    const bool remote = scheme == "http" || scheme == "https" || href.starts_with("//");
    if (remote) {
        if (const Page* named = is_image ? nullptr : find_named(href.substr(0, href.find_first_of("?#")), from); named != nullptr) {
            const std::size_t hash = href.find('#');
            return to_page(*named, hash == std::string::npos ? "" : href.substr(hash + 1), href, from);
        }
        ImportedLink link = external(href.starts_with("//") ? "https:" + href : href);
        if (is_image) {
            link.rule = "remote-image";
            link.what = fmt::format("the image '{}' is on another site", shown(href));
            link.hint = "a link stands in its place; put a copy beside the article to show it";
        }
        return link;
    }
    if (scheme == "ref" && !is_image) return referenced(href.substr(4), from);
    if (!scheme.empty()) {
        if (!is_image && (scheme == "mailto" || scheme == "tel")) return external(href);
        return words(is_image ? "missing-image" : "unsafe-link", fmt::format("'{}' is no address that an article may have", shown(href)), "its words stand without it");
    }
    if (!base_path_.empty() && href.starts_with(base_path_ + "/")) return inside(href.substr(base_path_.size()), is_image, from);
    return inside(href, is_image, from);
}

}  // namespace kb
