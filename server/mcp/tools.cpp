#include "server/mcp/tools.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kb/base/address.h"
#include "kb/base/date.h"
#include "kb/base/utf8.h"
#include "kb/search/similar_finder.h"
#include "server/api/search_parameters.h"
#include "server/page/frame.h"
#include "server/question_memory.h"

namespace kb::server {

using Given = nlohmann::json;
using Json = nlohmann::ordered_json;

namespace {

constexpr std::size_t default_found = 8, most_found = 20;
// Of a solved question's texts each, in bytes.
constexpr std::size_t longest_answer = 2 * 1024;
constexpr std::size_t most_named = 40;  // categories in a failure

// --- Arguments --------------------------------------------------------------------------------------------------------------

tl::expected<std::string, ToolFailure> text_of(const Given& arguments, std::string_view name) {
    const auto found = arguments.find(name);
    if (found == arguments.end() || found->is_null()) return std::string();
    if (found->is_string()) return found->get<std::string>();
    return tl::unexpected(fmt::format("'{}' must be a string", name));
}

tl::expected<std::size_t, ToolFailure> number_of(const Given& arguments, std::string_view name, std::size_t fallback, std::size_t least, std::size_t most) {
    const auto found = arguments.find(name);
    if (found == arguments.end() || found->is_null()) return fallback;
    if (found->is_number()) {  // some programs write whole numbers as 8.0
        const double number = found->get<double>();
        if (number >= static_cast<double>(least) && number <= static_cast<double>(most) && number == std::floor(number)) return static_cast<std::size_t>(number);
    }
    return tl::unexpected(fmt::format("'{}' must be a whole number from {} to {}", name, least, most));
}

tl::expected<std::string, ToolFailure> language_of(const Visit& visit, const Given& arguments) {
    auto lang = text_of(arguments, "lang");
    const auto& languages = visit.generation.site().languages;
    if (!lang || lang->empty() || std::find(languages.begin(), languages.end(), *lang) != languages.end()) return lang;
    return tl::unexpected(fmt::format("there is no language '{}' here; 'lang' is one of: {}", *lang, fmt::join(languages, ", ")));
}

// The path of a category that the visitor may see; models also write its title or its address.
tl::expected<std::string, ToolFailure> category_of(const Visit& visit, const Given& arguments) {
    auto given = text_of(arguments, "category");
    if (!given || is_blank(*given)) return given ? std::string() : given;
    std::set<std::string> known;
    for (const std::string& lang : visit.generation.site().languages) {
        for (const CategoryView& category : visit.snapshot().all_categories(lang, visit.audience())) {
            if (*given == category.path || *given == category.title || given->ends_with(fmt::format("/{}/categories/{}", lang, category.path))) return category.path;
            if (known.size() < most_named) known.insert(category.path);
        }
    }
    if (known.empty()) return tl::unexpected(ToolFailure("there are no categories here; leave 'category' out"));
    return tl::unexpected(fmt::format("there is no category '{}'; 'category' is one of: {}", *given, fmt::join(known, ", ")));
}

// --- Answers ----------------------------------------------------------------------------------------------------------------

// Whole when kb.yaml says where the site is.
std::string address_for(const Visit& visit, const std::string& address) {
    std::string whole = absolute_address(visit, address);
    return whole.empty() ? address : whole;
}

Json found_json(const Visit& visit, const Hit& hit) {
    std::string passage;
    for (const Fragment& fragment : hit.snippet) passage += fragment.text;
    Json json = {{"slug", hit.slug}, {"lang", hit.lang}, {"title", hit.title}, {"url", address_for(visit, hit.url)}, {"passage", passage}};
    if (!hit.category_slug.empty()) {
        json["category"] = hit.category_title;
        json["category_slug"] = hit.category_slug;
    }
    if (hit.section) json["section"] = hit.section->heading;
    if (hit.visibility == Visibility::internal) json["internal"] = true;
    return json;
}

Json question_json(const SimilarQuestion& similar) {
    const SolvedQuestion& question = similar.question;
    Json json = {{"id", question.id}, {"lang", question.lang}, {"message", cut_utf8(question.message, longest_answer)}, {"answer", cut_utf8(question.answer, longest_answer)},
                 {"article", question.article.empty() ? Json() : Json(question.article)}, {"solved", question.solved}, {"why", similar.why}};
    if (!question.subject.empty()) json["subject"] = cut_utf8(question.subject, longest_answer);
    return json;
}

ToolAnswer structured(Json json) {
    std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    return {std::move(text), std::move(json)};
}

constexpr std::string_view failed = "the search failed; try again in a moment";

tl::expected<ToolAnswer, ToolFailure> search(const Visit& visit, const Given& arguments) {
    auto query = text_of(arguments, "query"), category = category_of(visit, arguments), lang = language_of(visit, arguments);
    for (const auto* text : {&query, &category, &lang}) {
        if (!*text) return tl::unexpected(text->error());
    }
    const auto limit = number_of(arguments, "limit", default_found, 1, most_found);
    if (!limit) return tl::unexpected(limit.error());
    if (is_blank(*query)) return tl::unexpected(ToolFailure("'query' is empty: give what to look for"));
    SearchRequest request;
    request.text = std::move(*query);
    request.lang = std::move(*lang);
    request.category = std::move(*category);
    request.limit = *limit;
    request.audience = visit.audience();
    const auto results = visit.generation.searcher.search(request);
    if (!results) return tl::unexpected(ToolFailure(failed));
    Json articles = Json::array();
    for (const Hit& hit : results->hits) articles.push_back(found_json(visit, hit));
    Json json = {{"total", results->total}, {"articles", std::move(articles)}};
    if (results->interpretation) json["read_as"] = results->interpretation->text;
    if (!results->did_you_mean.empty()) json["did_you_mean"] = results->did_you_mean;
    return structured(std::move(json));
}

tl::expected<ToolAnswer, ToolFailure> similar(const Visit& visit, const Given& arguments) {
    auto text = text_of(arguments, "text"), lang = language_of(visit, arguments);
    for (const auto* given : {&text, &lang}) {
        if (!*given) return tl::unexpected(given->error());
    }
    const auto limit = number_of(arguments, "limit", default_found, 1, most_found);
    if (!limit) return tl::unexpected(limit.error());
    if (is_blank(*text)) return tl::unexpected(ToolFailure("'text' is empty: give what the customer wrote"));
    SimilarRequest request{{}, std::move(*text), std::move(*lang), *limit, visit.audience(), {}, {}, visit.audience() == Audience::staff};
    if (visit.questions != nullptr) request.past = visit.questions->current();
    const auto results = visit.generation.similar_finder.find(request);
    if (!results) return tl::unexpected(ToolFailure(failed));
    Json articles = Json::array();
    for (const SimilarArticle& similar : results->articles) {
        Json article = found_json(visit, similar.hit);
        article["why"] = similar.why;
        if (similar.confirmed > 0) article["confirmed"] = similar.confirmed;
        articles.push_back(std::move(article));
    }
    Json questions = Json::array();
    for (const SimilarQuestion& similar : results->questions) questions.push_back(question_json(similar));
    return structured({{"articles", std::move(articles)}, {"questions", std::move(questions)}});
}

// The article of a slug or a former one, in this language or, when none is given, in any.
const CatalogEntry* find_article(const Visit& visit, const std::string& slug, const std::string& lang) {
    const SiteConfig& site = visit.generation.site();
    std::vector<std::string> languages = {lang};
    if (lang.empty()) {
        languages = {site.default_language};
        languages.insert(languages.end(), site.languages.begin(), site.languages.end());
    }
    for (const std::string& each : languages) {
        const CatalogEntry* entry = visit.snapshot().find(each, slug, visit.audience());
        if (entry == nullptr) entry = visit.snapshot().find_alias(each, slug, visit.audience());
        if (entry != nullptr) return entry;
    }
    return nullptr;
}

// At most longest_piece of `text`, whole letters, from an offset on.
std::string_view piece_of(std::string_view text, std::size_t offset) {
    if (offset >= text.size()) return {};
    while (offset > 0 && (static_cast<unsigned char>(text[offset]) & 0xC0) == 0x80) --offset;
    return cut_utf8(text.substr(offset), longest_piece);
}

tl::expected<ToolAnswer, ToolFailure> get_article(const Visit& visit, const Given& arguments) {
    auto slug = text_of(arguments, "slug"), lang = language_of(visit, arguments);
    for (const auto* given : {&slug, &lang}) {
        if (!*given) return tl::unexpected(given->error());
    }
    const auto offset = number_of(arguments, "offset", 0, 0, 16 * 1024 * 1024);
    if (!offset) return tl::unexpected(offset.error());
    const CatalogEntry* entry = find_article(visit, *slug, *lang);
    if (entry == nullptr) return tl::unexpected(ToolFailure("there is no such article; slugs are in the answers of 'search'"));
    const auto article = visit.snapshot().article(*entry);
    const auto markdown = article ? article->markdown() : Result<std::string>(fail(article.error()));
    if (!markdown) return tl::unexpected(ToolFailure("this article cannot be read; try again in a moment"));
    const std::string_view piece = piece_of(*markdown, *offset);
    const std::size_t end = piece.empty() ? markdown->size() : static_cast<std::size_t>(piece.data() + piece.size() - markdown->data());
    Json json = {{"slug", entry->slug}, {"lang", entry->lang}, {"title", entry->title},
                 {"url", address_for(visit, article_address(visit.generation.base_path, entry->lang, entry->slug))},
                 {"updated", to_iso_time(article->updated)}, {"markdown", piece}};
    if (!entry->description.empty()) json["description"] = entry->description;
    if (entry->half == Half::internal) json["internal"] = true;
    if (end < markdown->size()) json["next_offset"] = end;
    Json translations = Json::array();
    for (const CatalogEntry* other : visit.snapshot().translations(*entry, visit.audience()))
        translations.push_back({{"lang", other->lang}, {"slug", other->slug}, {"title", other->title}});
    json["translations"] = std::move(translations);
    std::string text = fmt::format("# {}\n\n{}\n\n{}", entry->title, json["url"].get<std::string>(), piece);
    if (end < markdown->size()) text += fmt::format("\n\n(It goes on: ask again with offset {}.)", end);
    return ToolAnswer{std::move(text), std::move(json)};
}

// --- The table --------------------------------------------------------------------------------------------------------------

constexpr std::string_view search_input = R"({"type":"object","additionalProperties":false,"required":["query"],"properties":{
"query":{"type":"string","minLength":1,"maxLength":1024,"description":"What to look for, in the customer's words; Russian or English, typos and the wrong keyboard layout are understood"},
"lang":{"type":"string","description":"The preferred language, such as ru or en; articles in others are found, too"},
"category":{"type":"string","description":"Only in this category and those below it: category_slug of an answer"},
"limit":{"type":"integer","minimum":1,"maximum":20,"default":8}}})";

constexpr std::string_view search_output = R"({"type":"object","required":["total","articles"],"properties":{
"total":{"type":"integer","description":"How many articles were found"},
"read_as":{"type":"string","description":"How the query was read, when not as it was typed"},
"did_you_mean":{"type":"array","items":{"type":"string"}},
"articles":{"type":"array","items":{"type":"object","required":["slug","lang","title","url","passage"],"properties":{
"slug":{"type":"string"},"lang":{"type":"string"},"title":{"type":"string"},"url":{"type":"string"},
"category":{"type":"string","description":"Its title"},"category_slug":{"type":"string"},"section":{"type":"string","description":"The heading that the passage stands under"},
"passage":{"type":"string"},"internal":{"type":"boolean","description":"For staff only: not to be shown or linked to customers"}}}}}})";

constexpr std::string_view article_input = R"({"type":"object","additionalProperties":false,"required":["slug"],"properties":{
"slug":{"type":"string","minLength":1,"description":"As in the answers of search"},
"lang":{"type":"string","description":"The article's language; without it the site's default language comes first"},
"offset":{"type":"integer","minimum":0,"description":"Where to go on, in bytes: next_offset of the answer before"}}})";

constexpr std::string_view article_output = R"({"type":"object","required":["slug","lang","title","url","updated","markdown","translations"],"properties":{
"slug":{"type":"string"},"lang":{"type":"string"},"title":{"type":"string"},"description":{"type":"string"},"url":{"type":"string"},
"updated":{"type":"string","format":"date-time"},"markdown":{"type":"string"},
"next_offset":{"type":"integer","description":"There is more; ask again with this offset"},
"internal":{"type":"boolean","description":"For staff only: not to be shown or linked to customers"},
"translations":{"type":"array","items":{"type":"object","required":["lang","slug","title"],"properties":{
"lang":{"type":"string"},"slug":{"type":"string"},"title":{"type":"string"}}}}}})";

constexpr std::string_view similar_input = R"({"type":"object","additionalProperties":false,"required":["text"],"properties":{
"text":{"type":"string","minLength":1,"maxLength":16384,"description":"A customer's whole message, as it was written"},
"lang":{"type":"string","description":"The preferred language of articles"},
"limit":{"type":"integer","minimum":1,"maximum":20,"default":8}}})";

constexpr std::string_view similar_output = R"({"type":"object","required":["articles","questions"],"properties":{
"articles":{"type":"array","items":{"type":"object","required":["slug","lang","title","url","passage","why"],"properties":{
"slug":{"type":"string"},"lang":{"type":"string"},"title":{"type":"string"},"url":{"type":"string"},
"category":{"type":"string","description":"Its title"},"category_slug":{"type":"string"},"section":{"type":"string"},"passage":{"type":"string"},
"why":{"type":"array","items":{"type":"string"},"description":"The words of the message that mattered"},
"confirmed":{"type":"integer","description":"So many solved questions like this one were answered by it"},
"internal":{"type":"boolean","description":"For staff only: not to be shown or linked to customers"}}}},
"questions":{"type":"array","description":"Solved questions like this one; for staff only","items":{"type":"object","required":["id","lang","message","answer","article","solved","why"],"properties":{
"id":{"type":"string"},"lang":{"type":"string"},"subject":{"type":"string"},"message":{"type":"string"},"answer":{"type":"string"},
"article":{"type":["string","null"],"description":"lang/slug of the article that solved it"},"solved":{"type":"boolean"},
"why":{"type":"array","items":{"type":"string"}}}}}}})";

constexpr std::array<Tool, 3> table = {{
    {"search", "Search the help center", "Finds the help center's articles for a question or a few words, best first, with the passage that answers.", search_input, search_output, search},
    {"get_article", "Read an article", "One article of the help center as Markdown, with its address.", article_input, article_output, get_article},
    {"similar_questions", "Find what answers a message", "Takes a customer's whole message and finds the articles, and for staff the solved questions, that answer it.", similar_input, similar_output, similar},
}};

}  // namespace

std::span<const Tool> tools() {
    return table;
}

const Tool* find_tool(std::string_view name) {
    const auto found = std::find_if(table.begin(), table.end(), [&](const Tool& tool) { return tool.name == name; });
    return found == table.end() ? nullptr : &*found;
}

tl::expected<ToolAnswer, ToolFailure> call(const Tool& tool, const Visit& visit, const Given& arguments) {
    const Given known = Given::parse(tool.input)["properties"];
    for (const auto& [name, value] : arguments.items()) {
        if (known.contains(name)) continue;
        std::vector<std::string> names;
        for (const auto& [each, schema] : known.items()) names.push_back(each);
        return tl::unexpected(fmt::format("'{}' is no argument of {}, which takes: {}", name, tool.name, fmt::join(names, ", ")));
    }
    return tool.answer(visit, arguments);
}

}  // namespace kb::server
