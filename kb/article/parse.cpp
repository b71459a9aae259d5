#include "kb/article/parse.h"

#include <algorithm>

#include <fmt/format.h>

#include "kb/article/include.h"
#include "kb/base/slug.h"
#include "kb/base/utf8.h"

namespace kb {

namespace {

std::vector<std::string> folders_of(std::string_view path) {
    std::vector<std::string> folders;
    for (std::size_t slash; (slash = path.find('/')) != std::string_view::npos; path.remove_prefix(slash + 1))
        folders.emplace_back(path.substr(0, slash));
    return folders;
}

std::string stem_of(std::string_view path) {
    if (const std::size_t slash = path.rfind('/'); slash != std::string_view::npos) path.remove_prefix(slash + 1);
    return std::string(path.substr(0, path.rfind('.')));
}

bool contains(const std::vector<std::string>& list, std::string_view item) {
    return std::find(list.begin(), list.end(), item) != list.end();
}

std::string trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\n");
    if (begin == std::string_view::npos) return {};
    return std::string(text.substr(begin, text.find_last_not_of(" \t\n") + 1 - begin));
}

// "how-to-pay_by card" → "How to pay by card".
std::string title_from_stem(std::string_view stem) {
    std::string title(stem);
    std::replace_if(title.begin(), title.end(), [](char c) { return c == '-' || c == '_'; }, ' ');
    if (!title.empty() && title[0] >= 'a' && title[0] <= 'z') title[0] = static_cast<char>(title[0] - 32);
    return title;
}

class ArticleParser {
public:
    ArticleParser(std::string_view path, const ParseOptions& options) : options_(options) {
        out_.article.path = path;
    }

    ParsedArticle parse(std::string_view raw) {
        auto text = normalize_text(out_.article.path, raw);
        if (!text) return fatal("unreadable-text", text.error());
        FrontMatterResult front = parse_front_matter(*text, out_.article.path);
        out_.problems = std::move(front.problems);
        out_.fatal = front.fatal;
        if (out_.fatal) return std::move(out_);
        take_front_matter(std::move(front.front), front.body);

        Expanded expanded = expand_includes(front.body, out_.article.path, front.body_line, options_.read);
        append(std::move(expanded.problems));
        out_.includes = std::move(expanded.includes);
        auto markdown =
            read_markdown({expanded.text, out_.article.path, out_.article.lang, &expanded.lines});
        if (!markdown) return fatal("limit-exceeded", markdown.error());
        take_markdown(std::move(*markdown));
        choose_title();
        return std::move(out_);
    }

    Placement place(std::string_view raw) {
        const auto text = normalize_text(out_.article.path, raw);
        if (!text) return {};
        FrontMatterResult front = parse_front_matter(*text, out_.article.path);
        if (front.fatal) return {};
        take_front_matter(std::move(front.front), front.body);
        if (has_front_matter_ && out_.article.title.empty()) return {};
        return {std::move(out_.article.lang), std::move(out_.article.slug), out_.article.visibility};
    }

private:
    ParsedArticle fatal(std::string rule, Error error) {
        report(Severity::error, std::move(rule), std::move(error.what), std::move(error.hint), error.at);
        out_.fatal = true;
        return std::move(out_);
    }

    void report(Severity severity, std::string rule, std::string what, std::string hint, Location at) {
        out_.problems.push_back({std::move(at), severity, std::move(rule), std::move(what), std::move(hint)});
    }

    void append(std::vector<Problem> problems) {
        std::move(problems.begin(), problems.end(), std::back_inserter(out_.problems));
    }

    void take_front_matter(FrontMatter front, std::string_view body) {
        Article& article = out_.article;
        has_front_matter_ = front.present;
        title_at_ = front.title_at.path.empty() ? Location{article.path, 1, 1} : front.title_at;
        out_.title_line = std::max(title_at_.line, 1);
        out_.description_line = std::max(front.description_at.line, 1);
        out_.aliases_line = std::max(front.aliases_at.line, 1);
        out_.related_line = std::max(front.related_at.line, 1);
        out_.reviewed_line = std::max(front.reviewed_at.line, 1);
        article.title = trimmed(front.title);
        article.description = trimmed(front.description);
        article.tags = std::move(front.tags);
        article.questions = std::move(front.questions);
        article.aliases = std::move(front.aliases);
        article.related = std::move(front.related);
        article.visibility = front.visibility;
        article.last_reviewed = std::move(front.last_reviewed);
        article.review_every = std::move(front.review_every);
        article.owner = std::move(front.owner);
        choose_place(front, body);
        choose_slug(front);
    }

    // Language: front matter, else the first folder, else the script. The other folders are the category.
    void choose_place(const FrontMatter& front, std::string_view body) {
        std::vector<std::string> folders = folders_of(out_.article.path);
        if (!folders.empty() && contains(options_.languages, folders.front())) folders.erase(folders.begin());
        out_.article.lang = language_of_file(out_.article.path, body, options_);
        if (contains(options_.languages, front.lang)) {
            out_.article.lang = front.lang;
        } else if (!front.lang.empty()) {
            report(Severity::error, "bad-language", fmt::format("'{}' is not a language of this site", front.lang),
                   fmt::format("write one of {}, or add it to 'languages' in kb.yaml", fmt::join(options_.languages, ", ")),
                   {out_.article.path, 1, 1});
        }
        // With a slash behind it, so that the last part is a folder, too.
        if (front.has_category) folders = folders_of(trimmed(front.category) + "/");
        std::erase(folders, "");
        out_.article.category = fmt::format("{}", fmt::join(folders, "/"));
    }

    void choose_slug(const FrontMatter& front) {
        out_.slug_is_explicit = !front.slug.empty();
        out_.slug_line = std::max(front.slug_at.line, 1);
        const std::string source = out_.slug_is_explicit ? front.slug : stem_of(out_.article.path);
        std::string slug = slugify(source);
        if (slug.empty()) slug = "article";
        if (slug.size() > 120) slug.resize(slug.find_last_not_of('-', 119) + 1);
        if (out_.slug_is_explicit && slug != front.slug)
            report(Severity::warning, "bad-slug", fmt::format("the slug '{}' is published as '{}'", front.slug, slug),
                   "use lower-case Latin letters, digits and single hyphens", front.slug_at);
        out_.article.slug = std::move(slug);
    }

    void take_markdown(Markdown markdown) {
        append(std::move(markdown.problems));
        first_heading_ = trimmed(markdown.first_heading);
        out_.article.html = std::move(markdown.html);
        out_.article.markdown = std::move(markdown.markdown);
        out_.article.sections = std::move(markdown.sections);
        out_.links = std::move(markdown.links);
        out_.files = std::move(markdown.files);
        out_.pages = std::move(markdown.pages);
        out_.anchors = std::move(markdown.anchors);
    }

    void choose_title() {
        Article& article = out_.article;
        if (!article.title.empty()) {
            // Writers often give the page a longer title than its own heading: both are what people search for.
            if (!first_heading_.empty() && first_heading_ != article.title) article.sections.insert(
                article.sections.begin(), Section{{}, first_heading_, 0, {}});
            return merge_leads();
        }
        if (has_front_matter_) {
            out_.fatal = true;
            return report(Severity::error, "missing-title", "the article has no title",
                          "add 'title: …' to its front matter", title_at_);
        }
        article.title = !first_heading_.empty() ? first_heading_ : title_from_stem(stem_of(article.path));
    }

    // A heading taken from the top and the lead that followed it are one section.
    void merge_leads() {
        auto& sections = out_.article.sections;
        if (sections.size() > 1 && sections[0].level == 0 && sections[1].level == 0) {
            sections[1].heading = std::move(sections[0].heading);
            sections.erase(sections.begin());
        }
    }

    const ParseOptions& options_;
    ParsedArticle out_;
    bool has_front_matter_ = false;
    Location title_at_;
    std::string first_heading_;
};

}  // namespace

Result<std::string> normalize_text(std::string_view path, std::string_view raw) {
    if (raw.starts_with("\xFF\xFE") || raw.starts_with("\xFE\xFF"))
        return fail(ErrorCode::invalid_content, "the text is UTF-16", "save the file as UTF-8",
                    {std::string(path), 1, 1});
    raw = without_bom(raw);
    std::size_t bad = find_invalid_utf8(raw).value_or(std::string_view::npos);
    const std::size_t zero = raw.find('\0');
    if (bad != std::string_view::npos || zero != std::string_view::npos) {
        const bool is_zero = zero < bad;
        bad = std::min(bad, zero);
        const std::string_view before = raw.substr(0, bad);
        const int line = 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
        const std::size_t line_begin = before.rfind('\n') + 1;
        return fail(ErrorCode::invalid_content, is_zero ? "a zero byte" : "not UTF-8 text",
                    is_zero ? "is this a text file? save it as UTF-8"
                            : "save the file as UTF-8; it may be in Windows-1251 or another old encoding",
                    {std::string(path), line, static_cast<int>(bad - line_begin) + 1});
    }
    std::string text;
    text.reserve(raw.size());
    for (std::size_t i = 0; i < raw.size(); ++i) {
        if (raw[i] != '\r') text += raw[i];
        else if (i + 1 >= raw.size() || raw[i + 1] != '\n') text += '\n';
    }
    return text;
}

std::string language_of_file(std::string_view path, std::string_view text, const ParseOptions& options) {
    const std::size_t slash = path.find('/');
    const std::string_view folder = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
    if (contains(options.languages, folder)) return std::string(folder);
    const std::string_view script = language_of_script(text);
    return contains(options.languages, script) ? std::string(script) : options.default_language;
}

std::string_view language_of_script(std::string_view text) {
    std::size_t cyrillic = 0, latin = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0xD0 && byte <= 0xD3) ++cyrillic;  // the lead bytes of U+0400 … U+04FF
        else if ((byte | 32) >= 'a' && (byte | 32) <= 'z') ++latin;
    }
    return cyrillic > latin ? "ru" : "en";
}

ParsedArticle parse_article(std::string_view path, std::string_view text, const ParseOptions& options) {
    return ArticleParser(path, options).parse(text);
}

Placement place_article(std::string_view path, std::string_view text, const ParseOptions& options) {
    return ArticleParser(path, options).place(text);
}

bool says_the_same(std::string_view before, std::string_view after) {
    const auto old_text = normalize_text("", before), new_text = normalize_text("", after);
    if (!old_text || !new_text) return false;
    const FrontMatterResult was = parse_front_matter(*old_text, ""), is = parse_front_matter(*new_text, "");
    return !was.fatal && !is.fatal && was.body == is.body && was.front.title == is.front.title && was.front.description == is.front.description &&
           was.front.questions == is.front.questions;
}

}  // namespace kb
