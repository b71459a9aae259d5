#include "kb/import/zendesk.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kb/article/parse.h"
#include "kb/base/date.h"
#include "kb/base/json_depth.h"
#include "kb/base/slug.h"
#include "kb/import/html_page.h"
#include "kb/import/import_plan.h"

namespace kb {

namespace {

using Json = nlohmann::json;

constexpr std::size_t max_name = 80;
constexpr std::size_t max_sections = 8;
constexpr std::size_t max_pages = 100'000;

std::string text_at(const Json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end()) return {};
    if (found->is_string()) return found->get<std::string>();
    return found->is_number_integer() ? std::to_string(found->get<std::int64_t>()) : std::string();
}

bool is_true(const Json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_boolean() && found->get<bool>();
}

std::vector<std::string> texts_at(const Json& object, const char* key) {
    std::vector<std::string> texts;
    const auto found = object.find(key);
    if (found == object.end() || !found->is_array()) return texts;
    for (const Json& item : *found) {
        if (item.is_string()) texts.push_back(item.get<std::string>());
    }
    return texts;
}

std::int64_t time_at(const Json& object) {
    for (const char* key : {"edited_at", "updated_at"}) {
        if (const auto time = parse_iso_milliseconds(text_at(object, key))) return *time / 1000;
    }
    return 0;
}

// The path of an address: "/hc/en-us/articles/1-Name".
std::string path_of(std::string_view url) {
    const std::size_t host = url.find("://");
    const std::size_t slash = host == std::string_view::npos ? host : url.find('/', host + 3);
    if (slash == std::string_view::npos) return {};
    const std::string_view path = url.substr(slash);
    return std::string(path.substr(0, path.find_first_of("?#")));
}

// The English name gives the readable address, else any.
std::string best_name(const std::map<std::string, std::string>& names) {
    for (const auto& [locale, name] : names) {
        if (language_of_locale(locale) == "en") return name;
    }
    return names.empty() ? std::string() : names.begin()->second;
}

std::string short_slug(std::string_view text) {
    std::string slug = slugify(text);
    if (slug.size() > max_name) slug.resize(slug.find_last_not_of('-', std::min(slug.rfind('-', max_name), max_name)) + 1);
    return slug;
}

}  // namespace

class ZendeskReader {
public:
    ZendeskReader(ZendeskExport& into, const std::string& file) : into_(into), file_(file) {}

    void read(const Json& json) {
        if (json.is_array()) {
            for (const Json& item : json) read_object(item);
        } else {
            read_object(json);
        }
        if (found_ == 0)
            into_.problems_.push_back({{file_, 0, 0}, Severity::warning, "unknown-json", "no articles, translations, sections or categories here",
                                       "give the answers of Zendesk's Help Center API"});
    }

private:
    void read_object(const Json& object) {
        if (!object.is_object()) return;
        note_pages(object);
        each(object, "categories", "category", [this](const Json& item) { read_folder(item, into_.categories_, ""); });
        each(object, "sections", "section", [this](const Json& item) { read_folder(item, into_.sections_, "category_id"); });
        each(object, "articles", "article", [this](const Json& item) { read_article(item); });
        each(object, "translations", "translation", [this](const Json& item) { read_translation(item); });
        if (object.contains("body") && object.contains("section_id")) take(object, [this](const Json& item) { read_article(item); });
    }

    // Each page of an answer says which one it is, and how many there are.
    void note_pages(const Json& object) {
        for (const char* list : {"articles", "sections", "categories"}) {
            if (!object.contains(list)) continue;
            const auto number = [&](const char* key) {
                const auto found = object.find(key);
                return found != object.end() && found->is_number_unsigned() ? found->get<std::size_t>() : std::size_t{0};
            };
            const auto meta = object.find("meta");
            ZendeskExport::Pages& pages = into_.pages_[list];
            if (pages.file.empty()) pages.file = file_;
            pages.read.insert(number("page"));
            pages.wanted = std::max(pages.wanted, number("page_count"));
            if (meta == object.end() || !meta->is_object()) continue;
            ++pages.cursors;
            pages.open_ends += is_true(*meta, "has_more") ? 1 : 0;
        }
    }

    template <class Read>
    void each(const Json& object, const char* many, const char* one, const Read& read) {
        if (const auto list = object.find(many); list != object.end() && list->is_array()) {
            ++found_;
            for (const Json& item : *list) take(item, read);
        }
        if (const auto item = object.find(one); item != object.end()) take(*item, read);
    }

    template <class Read>
    void take(const Json& item, const Read& read) {
        if (!item.is_object()) return;
        ++found_;
        read(item);
    }

    void read_folder(const Json& item, std::map<std::string, ZendeskExport::Folder>& folders, const char* parent) {
        ZendeskExport::Folder& folder = folders[text_at(item, "id")];
        if (parent[0] != '\0') folder.parent = text_at(item, parent);
        folder.parent_section = text_at(item, "parent_section_id");
        folder.names.emplace(text_at(item, "locale"), text_at(item, "name"));
        for (const Json& translation : item.value("translations", Json::array())) {
            if (translation.is_object()) folder.names[text_at(translation, "locale")] = text_at(translation, "title");
        }
    }

    void read_article(const Json& item) {
        const std::string id = text_at(item, "id");
        ZendeskExport::Article& article = into_.articles_[id];
        article.section = text_at(item, "section_id");
        article.labels = texts_at(item, "label_names");
        article.outdated_locales = texts_at(item, "outdated_locales");
        const auto segment = item.find("user_segment_id");
        article.is_internal = (segment != item.end() && !segment->is_null()) || !texts_at(item, "user_segment_ids").empty() ||
                              item.value("user_segment_ids", Json::array()).size() > 0;
        article.is_promoted = is_true(item, "promoted");
        add_page(article, id, item);
        for (const Json& translation : item.value("translations", Json::array())) {
            if (translation.is_object()) add_page(article, id, translation);
        }
    }

    void read_translation(const Json& item) {
        const std::string type = text_at(item, "source_type"), source = text_at(item, "source_id"), locale = text_at(item, "locale");
        if (type == "Section") into_.sections_[source].names[locale] = text_at(item, "title");
        else if (type == "Category") into_.categories_[source].names[locale] = text_at(item, "title");
        else if (!source.empty()) add_page(into_.articles_[source], source, item);
    }

    void add_page(ZendeskExport::Article& article, const std::string& id, const Json& item) {
        ZendeskPage page;
        page.id = id;
        page.locale = text_at(item, "locale");
        page.lang = language_of_locale(page.locale);
        page.title = text_at(item, "title");
        if (page.title.empty()) page.title = text_at(item, "name");
        page.body = text_at(item, "body");
        page.url = text_at(item, "html_url");
        page.file = file_;
        page.is_draft = is_true(item, "draft");
        // A translation that is hidden is not for everybody.
        page.is_internal = is_true(item, "hidden");
        page.is_outdated = is_true(item, "outdated");
        page.updated = time_at(item);
        article.pages.insert_or_assign(page.locale, std::move(page));
    }

    ZendeskExport& into_;
    const std::string& file_;
    std::size_t found_ = 0;
};

void ZendeskExport::read(std::string_view text, const std::string& file) {
    Json json = is_json_deeper(text) ? Json(Json::value_t::discarded) : Json::parse(text, nullptr, false);
    if (json.is_discarded()) {
        problems_.push_back({{file, 0, 0}, Severity::error, "bad-json", "not JSON", "save the answer of the API as it came"});
        return;
    }
    try {
        ZendeskReader(*this, file).read(json);
    } catch (const Json::exception& error) {
        problems_.push_back({{file, 0, 0}, Severity::error, "bad-json", fmt::format("not as the API has it: {}", error.what()), "save the answer of the API as it came"});
    }
}

void ZendeskExport::name_folders(std::map<std::string, Folder>& folders) {
    std::set<std::string> taken;
    for (auto& [id, folder] : folders) {
        folder.name = short_slug(best_name(folder.names));
        if (folder.name.empty()) folder.name = id;
        if (!taken.insert(folder.parent + "/" + folder.name).second) folder.name += "-" + id;
    }
}

// The folders of an article, which get their titles by the way.
std::string ZendeskExport::folder_of(const Article& article, const std::string& locale) {
    const std::string lang = language_of_locale(locale);
    std::string path;
    const auto add = [&](const Folder& folder) {
        path += folder.name + "/";
        const auto name = folder.names.find(locale);
        const std::string title = name != folder.names.end() ? name->second : best_name(folder.names);
        if (!title.empty() && !lang.empty()) folder_titles_.emplace(lang + "/" + path.substr(0, path.size() - 1), title);
    };
    const auto section = sections_.find(article.section);
    if (section == sections_.end()) return article.section.empty() ? "" : article.section + "/";
    if (const auto category = categories_.find(section->second.parent); category != categories_.end()) add(category->second);
    // The sections around it; Zendesk has five levels at most, and a file that was changed by hand may go round.
    std::vector<const Folder*> around = {&section->second};
    while (around.size() < max_sections) {
        const auto parent = sections_.find(around.back()->parent_section);
        if (around.back()->parent_section.empty() || parent == sections_.end()) break;
        around.push_back(&parent->second);
    }
    for (auto folder = around.rbegin(); folder != around.rend(); ++folder) add(**folder);
    return path;
}

void ZendeskExport::report_missing_pages() {
    for (const auto& [list, pages] : pages_) {
        std::size_t missing = 0;
        for (std::size_t page = 1; page <= std::min(pages.wanted, max_pages); ++page) missing += pages.read.count(page) == 0 ? 1 : 0;
        // Of answers with cursors the last one alone has no more.
        if (missing == 0 && pages.cursors > 0 && pages.open_ends == pages.cursors) missing = 1;
        if (missing > 0)
            problems_.push_back({{pages.file, 0, 0}, Severity::warning, "missing-pages", fmt::format("{} {} of the answer with {} {} not here", missing, missing == 1 ? "page" : "pages", list, missing == 1 ? "is" : "are"),
                                 "save the answers of all pages: follow next_page, or links.next"});
    }
}

std::vector<ZendeskPage> ZendeskExport::take_pages() {
    report_missing_pages();
    name_folders(categories_);
    name_folders(sections_);
    std::set<std::string> taken;
    std::vector<ZendeskPage> pages;
    for (auto& [id, article] : articles_) {
        std::map<std::string, std::string> titles;
        for (const auto& [locale, page] : article.pages) titles.emplace(locale, page.title);
        article.name = short_slug(best_name(titles));
        if (article.name.empty() || !taken.insert(article.section + "/" + article.name).second) article.name += (article.name.empty() ? "" : "-") + id;
        for (auto& [locale, page] : article.pages) {
            page.labels = article.labels;
            page.is_internal |= article.is_internal;
            page.is_promoted = article.is_promoted;
            const auto& outdated = article.outdated_locales;
            page.is_outdated |= std::find(outdated.begin(), outdated.end(), locale) != outdated.end();
            page.path = fmt::format("{}/{}{}.html", locale.empty() ? "xx-xx" : locale, folder_of(article, locale), article.name);
            pages.push_back(std::move(page));
        }
    }
    return pages;
}

ImportedPage read_zendesk_page(const ZendeskPage& from, const LinkMap& links, LinkPlace place) {
    ImportedPage page;
    page.source = place.source = from.path;
    place.base = from.path;
    page.title = one_line(from.title);
    page.lang = from.locale;
    page.tags = from.labels;
    page.visibility = from.is_draft ? Visibility::draft : from.is_internal ? Visibility::internal : Visibility::open;
    // The address with the title in it, and the short one that links use as well.
    const std::string path = path_of(from.url);
    if (!path.empty()) page.aliases.push_back(path);
    const std::size_t number = path.rfind("/" + from.id + "-");
    if (number != std::string::npos) page.aliases.push_back(path.substr(0, number + 1 + from.id.size()));
    const auto say = [&](std::string rule, std::string what, std::string hint) {
        page.problems.push_back({{from.path, 0, 0}, Severity::warning, std::move(rule), std::move(what), std::move(hint)});
    };
    if (from.is_promoted) say("promoted", "the article was promoted", "articles here are not; give its category a place at the top, or link to it in kb.yaml");
    if (from.is_outdated) say("outdated", "the translation was marked as outdated", "compare it with the original");
    if (from.body.size() > max_html_page) {
        page.is_page = false;
        page.problems.push_back({{from.path, 0, 0}, Severity::error, "limit-exceeded", "larger than 8 MiB", "split the article"});
        return page;
    }
    const HtmlTree tree = parse_html(from.body);
    page.script_lang = language_of_script(from.title + from.body);
    const HtmlNode* content = &tree.root;
    for (const HtmlNode& child : tree.root.children) {
        if (child.is("body")) content = &child;
    }
    write_body(*content, links, place, page, TitleOf::given);
    page.is_page = true;  // an empty article is one, too
    return page;
}

}  // namespace kb
