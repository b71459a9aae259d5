// Where every imported page stands in the new repository: language, folders, file name, slug, former addresses.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kb/import/imported_page.h"

namespace kb {

struct PlannedPage {
    std::size_t page = 0;              // which of the pages it is
    std::string target;                // "en/payments/refund.md"
    std::string lang;
    std::string slug;                  // empty when the name of the file says it
    std::vector<std::string> aliases;  // those of the page, and its former address
};

// A folder with a title of its own.
struct PlannedCategory {
    std::string target;  // "en/payments/_category.md"
    std::string title, description;
    int order = 0;
};

struct ImportPlan {
    std::vector<PlannedPage> pages;  // by target
    std::vector<PlannedCategory> categories;
    std::vector<std::string> languages;
    std::vector<Problem> problems;
};

struct ImportPlanOptions {
    std::string lang;       // of pages in no language's folder; empty goes by what the page and its letters say
    std::string base_path;  // where the source was served, "/hc"; without a slash at the end
    bool path_is_address = true;  // pages were served by the path of their file
};

// "ru" or "en" of "ru-RU", "en_us", …; empty for other languages.
std::string language_of_locale(std::string_view locale);

ImportPlan plan_import(const std::vector<ImportedPage>& pages, const ImportPlanOptions& options);

}  // namespace kb
