#include "kb/import/import_plan.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "kb/article/parse.h"
#include "kb/base/ascii.h"
#include "kb/base/slug.h"

namespace kb {

namespace {

constexpr std::size_t max_name = 100;
constexpr std::size_t folders_around = 2;  // at most, around those of languages

// A page as its path says it: the folder of a language set apart.
struct Path {
    std::string lang;                  // of the folder
    bool is_foreign = false;           // in the folder of a language that is not ours
    std::vector<std::string> folders;
    std::string stem;
    bool is_index = false;
};

bool is_language_code(std::string_view name) {
    const bool letters = name.size() >= 2 && std::all_of(name.begin(), name.begin() + 2, [](char c) { return lower_ascii(c) >= 'a' && lower_ascii(c) <= 'z'; });
    return letters && name.size() == 5 && (name[2] == '-' || name[2] == '_');
}

// Names of files and folders that are easy to link to, and none that begins like the site's own.
std::string plain_name(std::string_view name) {
    const bool plain = name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.") == std::string_view::npos;
    std::string out = plain ? std::string(name) : slugify(name);
    out.erase(0, std::min(out.find_first_not_of("_."), out.size()));
    if (out.size() > max_name) out.resize(max_name);
    return out.empty() ? "page" : out;
}

bool is_index_name(std::string_view stem) {
    const std::string lower = lower_ascii(stem);
    return lower == "index" || lower == "_index" || lower == "readme" || lower == "default";
}

// Of "https://old.example/docs/use", "/docs/use". Empty when it names no page.
std::string path_of_address(std::string_view address) {
    if (const std::size_t host = address.find("://"); host != std::string_view::npos) {
        const std::size_t slash = address.find('/', host + 3);
        address = slash == std::string_view::npos ? std::string_view() : address.substr(slash);
    }
    address = address.substr(0, address.find_first_of("?#"));
    return address == "/" ? std::string() : std::string(address);
}

Path read_path(std::string_view source) {
    Path path;
    for (std::size_t slash; (slash = source.find('/')) != std::string_view::npos; source.remove_prefix(slash + 1))
        path.folders.emplace_back(source.substr(0, slash));
    path.stem = source.substr(0, source.rfind('.'));
    // Below a folder or two around all: "docs/ru", "site/content/en".
    for (std::size_t i = 0; i < std::min(path.folders.size(), folders_around + 1); ++i) {
        path.lang = language_of_locale(path.folders[i]);
        path.is_foreign = i == 0 && path.lang.empty() && is_language_code(path.folders[i]);
        if (path.lang.empty()) continue;
        path.folders.erase(path.folders.begin() + static_cast<std::ptrdiff_t>(i));
        break;
    }
    // Hugo's "use.ru.md".
    if (const std::size_t dot = path.stem.rfind('.'); dot != std::string::npos && dot > 0) {
        if (const std::string lang = language_of_locale(path.stem.substr(dot + 1)); !lang.empty()) {
            path.lang = lang;
            path.stem.resize(dot);
        }
    }
    path.is_index = is_index_name(path.stem);
    return path;
}

class Planner {
public:
    Planner(const std::vector<ImportedPage>& pages, const ImportPlanOptions& options) : pages_(pages), options_(options) {}

    ImportPlan plan() {
        read_paths();
        drop_common_folders();
        for (const std::size_t i : order_) place(i);
        for (const std::size_t i : order_) add_category(i);
        for (const std::size_t i : titled_) add_category(i);
        std::sort(plan_.pages.begin(), plan_.pages.end(), [](const PlannedPage& a, const PlannedPage& b) { return a.target < b.target; });
        for (const char* lang : {"ru", "en"}) {
            if (languages_.count(lang) != 0) plan_.languages.emplace_back(lang);
        }
        return std::move(plan_);
    }

private:
    void read_paths() {
        for (std::size_t i = 0; i < pages_.size(); ++i) {
            paths_.push_back(read_path(pages_[i].source));
            if (!pages_[i].is_page) {
                take_empty(i);
                continue;
            }
            if (paths_[i].is_foreign || is_foreign(pages_[i], paths_[i])) {
                plan_.problems.push_back({{pages_[i].source, 0, 0}, Severity::warning, "other-language",
                                          fmt::format("a page in '{}'", paths_[i].is_foreign ? read_first(pages_[i].source) : pages_[i].lang),
                                          "only Russian and English pages are imported"});
                continue;
            }
            order_.push_back(i);
        }
        std::sort(order_.begin(), order_.end(), [this](std::size_t a, std::size_t b) { return pages_[a].source < pages_[b].source; });
    }

    // Some index pages have a title alone, which is that of their folder.
    void take_empty(std::size_t i) {
        const ImportedPage& page = pages_[i];
        if (!page.problems.empty()) return;  // it could not be read
        if (paths_[i].is_index && !paths_[i].folders.empty() && !page.title.empty() && !page.title_is_from_name) titled_.push_back(i);
        else plan_.problems.push_back({{page.source, 0, 0}, Severity::warning, "empty-page", "there is nothing to read on the page", "it was left out"});
    }

    static std::string read_first(std::string_view source) { return std::string(source.substr(0, source.find('/'))); }

    bool is_foreign(const ImportedPage& page, const Path& path) const {
        return path.lang.empty() && options_.lang.empty() && !page.lang.empty() && language_of_locale(page.lang).empty();
    }

    std::string language(std::size_t i) const {
        if (!paths_[i].lang.empty()) return paths_[i].lang;
        if (!options_.lang.empty()) return options_.lang;
        const std::string said = language_of_locale(pages_[i].lang);
        if (!said.empty()) return said;
        return std::string(pages_[i].is_page ? std::string_view(pages_[i].script_lang) : language_of_script(pages_[i].title));
    }

    // A folder that holds all folders with pages, and nothing else, says nothing. Those of Zendesk are categories.
    void drop_common_folders() {
        while (options_.path_is_address && order_.size() > 1) {
            const auto& first = paths_[order_.front()].folders;
            const bool common = !first.empty() && std::all_of(order_.begin(), order_.end(), [&](std::size_t i) {
                return paths_[i].folders.size() > 1 && paths_[i].folders.front() == first.front();
            });
            if (!common) return;
            std::erase_if(titled_, [&](std::size_t i) { return paths_[i].folders.front() != first.front() || paths_[i].folders.size() == 1; });
            for (const auto* places : {&order_, &titled_}) {
                for (const std::size_t i : *places) paths_[i].folders.erase(paths_[i].folders.begin());
            }
        }
    }

    void place(std::size_t i) {
        const Path& path = paths_[i];
        PlannedPage planned;
        planned.page = i;
        planned.lang = language(i);
        languages_.insert(planned.lang);
        std::string folder;
        for (const std::string& name : path.folders) folder += plain_name(name) + "/";
        const std::string key = folder + plain_name(path.is_index ? "index" : path.stem);
        // Translations have the same path, and so the same name here.
        std::string name = key;
        for (int n = 2; !targets_.insert(planned.lang + "/" + lower_ascii(name)).second; ++n) name = fmt::format("{}-{}", key, n);
        planned.target = fmt::format("{}/{}.md", planned.lang, name);
        planned.slug = slug_of(name, path);
        planned.aliases = aliases_of(i);
        plan_.pages.push_back(std::move(planned));
    }

    // One for all languages. Empty when the file's name would give the same.
    std::string slug_of(const std::string& name, const Path& path) {
        const auto [place, is_new] = slugs_.try_emplace(name);
        const std::string stem = slugify(name.substr(name.rfind('/') + 1));
        if (is_new) {
            std::string slug = path.is_index ? (path.folders.empty() ? "home" : slugify(path.folders.back())) : stem;
            if (slug.empty()) slug = "article";
            if (slug.size() > max_name) slug.resize(slug.find_last_not_of('-', max_name - 1) + 1);
            for (auto folder = path.folders.rbegin(); taken_.count(slug) != 0 && folder != path.folders.rend(); ++folder) {
                if (const std::string more = slugify(*folder); !more.empty() && slug.size() < max_name) slug += "-" + more;
            }
            const std::string base = slug;
            for (int n = 2; !taken_.insert(slug).second; ++n) slug = fmt::format("{}-{}", base, n);
            place->second = slug;
        }
        return place->second == stem ? std::string() : place->second;
    }

    std::vector<std::string> aliases_of(std::size_t i) {
        std::vector<std::string> aliases = pages_[i].aliases;
        if (options_.path_is_address) aliases.push_back(options_.base_path + "/" + pages_[i].source);
        const std::string lang = language(i);
        std::vector<std::string> kept;
        for (std::string& alias : aliases) {
            alias = path_of_address(alias);
            if (!alias.empty() && aliases_.emplace(lang + alias).second) kept.push_back(std::move(alias));
        }
        return kept;
    }

    // The title of a folder's index page is the category's.
    void add_category(std::size_t i) {
        const Path& path = paths_[i];
        const ImportedPage& page = pages_[i];
        if (!path.is_index || path.folders.empty() || page.title_is_from_name) return;
        std::string folder = language(i);
        for (const std::string& name : path.folders) folder += "/" + plain_name(name);
        if (!categories_.insert(folder).second) return;
        plan_.categories.push_back({folder + "/_category.md", page.title, page.description, page.order});
    }

    const std::vector<ImportedPage>& pages_;
    const ImportPlanOptions& options_;
    ImportPlan plan_;
    std::vector<Path> paths_;
    std::vector<std::size_t> order_;   // pages with a text
    std::vector<std::size_t> titled_;  // index pages without one
    std::set<std::string> targets_, taken_, aliases_, categories_, languages_;
    std::map<std::string, std::string> slugs_;
};

}  // namespace

std::string language_of_locale(std::string_view locale) {
    const std::string lower = lower_ascii(locale);
    for (const char* lang : {"ru", "en"}) {
        if (lower == lang || lower.starts_with(std::string(lang) + "-") || lower.starts_with(std::string(lang) + "_")) return lower.size() <= 10 ? lang : "";
    }
    return {};
}

ImportPlan plan_import(const std::vector<ImportedPage>& pages, const ImportPlanOptions& options) {
    return Planner(pages, options).plan();
}

}  // namespace kb
