#include "kb/index/generation.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kb/article/contact_form.h"
#include "kb/base/files.h"
#include "kb/index/schema.h"

namespace kb {

namespace {

using Json = nlohmann::json;

constexpr std::string_view name_prefix = "generation-";
constexpr std::size_t name_digits = 6;
constexpr std::uint64_t max_info = 64 * 1024 * 1024;

using Texts = std::map<std::string, std::string, std::less<>>;

Json to_json(const ContactField& field) {
    Json options = Json::array();
    for (const ContactField::Option& option : field.options) options.push_back({{"value", option.value}, {"label", option.label}});
    return {{"name", field.name},         {"type", name_of(field.kind)}, {"label", field.label}, {"hint", field.hint},
            {"required", field.required}, {"options", std::move(options)}};
}

Json to_json(const ContactForm& contact) {
    Json fields = Json::array();
    for (const ContactField& field : contact.fields) fields.push_back(to_json(field));
    return {{"enabled", contact.enabled ? Json(*contact.enabled) : Json()},
            {"needs_email", contact.needs_email},
            {"needs_subject", contact.needs_subject},
            {"fields", std::move(fields)}};
}

Json to_json(const SiteConfig& site) {
    Json links = Json::array();
    for (const SiteLink& link : site.links) links.push_back({{"title", link.title}, {"url", link.url}});
    return {{"title", site.title},         {"tagline", site.tagline},   {"languages", site.languages},
            {"default_language", site.default_language}, {"base_url", site.base_url}, {"timezone", site.timezone},
            {"accent", site.accent},       {"logo", site.logo},         {"links", std::move(links)},
            {"notice", {{"text", site.notice.text}, {"link", site.notice.link}, {"until", site.notice.until}}},
            {"contact", to_json(site.contact)},
            {"review_every", site.review_every},
            {"outcome_window", site.outcome_window.count()},
            {"holdout_percent", site.holdout_percent}};
}

ContactField field_from_json(const Json& json) {
    ContactField field;
    field.name = json.at("name").get<std::string>();
    field.kind = contact_field_kind(json.at("type").get<std::string>()).value_or(ContactField::Kind::text);
    field.label = json.at("label").get<Texts>();
    field.hint = json.at("hint").get<Texts>();
    field.required = json.at("required").get<bool>();
    for (const Json& option : json.at("options")) field.options.push_back({option.at("value").get<std::string>(), option.at("label").get<Texts>()});
    return field;
}

ContactForm contact_from_json(const Json& json) {
    ContactForm contact;
    if (!json.at("enabled").is_null()) contact.enabled = json.at("enabled").get<bool>();
    contact.needs_email = json.at("needs_email").get<bool>();
    contact.needs_subject = json.at("needs_subject").get<bool>();
    for (const Json& field : json.at("fields")) contact.fields.push_back(field_from_json(field));
    return contact;
}

SiteConfig site_from_json(const Json& json) {
    SiteConfig site;
    site.title = json.at("title").get<Texts>();
    site.tagline = json.at("tagline").get<Texts>();
    site.languages = json.at("languages").get<std::vector<std::string>>();
    site.default_language = json.at("default_language").get<std::string>();
    site.base_url = json.at("base_url").get<std::string>();
    site.timezone = json.at("timezone").get<std::string>();
    site.accent = json.at("accent").get<std::string>();
    site.logo = json.at("logo").get<std::string>();
    for (const Json& link : json.at("links")) site.links.push_back({link.at("title").get<Texts>(), link.at("url").get<std::string>()});
    const Json& notice = json.at("notice");
    site.notice = {notice.at("text").get<Texts>(), notice.at("link").get<std::string>(), notice.at("until").get<std::string>()};
    // Generations of earlier versions have none.
    if (const auto contact = json.find("contact"); contact != json.end()) site.contact = contact_from_json(*contact);
    site.review_every = json.value("review_every", site.review_every);
    site.outcome_window = std::chrono::seconds(json.value("outcome_window", site.outcome_window.count()));
    site.holdout_percent = json.value("holdout_percent", site.holdout_percent);
    return site;
}

Json to_json(const AnswerTemplate& one) {
    return {{"slug", one.slug}, {"lang", one.lang}, {"title", one.title}, {"tags", one.tags}, {"markdown", one.markdown}, {"text", one.text}, {"html", one.html}, {"fields", one.fields}};
}

AnswerTemplate template_from_json(const Json& json) {
    return {json.at("slug").get<std::string>(), json.at("lang").get<std::string>(), json.at("title").get<std::string>(), json.at("tags").get<std::vector<std::string>>(),
            json.at("markdown").get<std::string>(), json.at("text").get<std::string>(), json.at("html").get<std::string>(), json.at("fields").get<std::vector<std::string>>()};
}

}  // namespace

std::string generation_name(GenerationNumber number) {
    return fmt::format("{}{:06}", name_prefix, number);
}

std::optional<GenerationNumber> parse_generation_name(std::string_view name) {
    if (!name.starts_with(name_prefix)) return {};
    const std::string_view digits = name.substr(name_prefix.size());
    GenerationNumber number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool whole = error == std::errc() && end == digits.data() + digits.size();
    if (!whole || digits.size() < name_digits || number == 0 || generation_name(number) != name) return {};
    return number;
}

std::string_view folder_of(Half half) {
    return half == Half::open ? "public" : "internal";
}

Result<void> write_generation_info(const std::filesystem::path& directory, const GenerationInfo& info) {
    Json json = {{"generation", info.number},
                 {"commit", info.commit ? Json(*info.commit) : Json()},
                 {"analyzer", info.analyzer},
                 {"schema", info.schema},
                 {"created", info.created},
                 {"articles", info.articles},
                 {"site", to_json(info.site)},
                 {"categories", Json::array()},
                 {"words", Json::array()},
                 {"pins", Json::array()},
                 {"synonyms", Json::array()},
                 {"templates", Json::array()},
                 {"removed", Json::array()}};
    for (const Category& category : info.categories)
        json["categories"].push_back({{"lang", category.lang}, {"path", category.path}, {"title", category.title},
                                      {"description", category.description}, {"order", category.order}});
    for (const AddedWord& word : info.words) json["words"].push_back({word.lang, word.word, word.lemma});
    for (const Pin& pin : info.pins) json["pins"].push_back({pin.lang, pin.query, pin.slug});
    for (const SynonymRule& rule : info.synonyms)
        json["synonyms"].push_back({{"lang", rule.lang}, {"both_ways", rule.both_ways}, {"phrases", rule.phrases}});
    for (const AnswerTemplate& one : info.templates) json["templates"].push_back(to_json(one));
    for (const RemovedArticle& removed : info.removed) json["removed"].push_back({removed.lang, removed.slug});
    return write_file(directory / "generation.json", json.dump(1) + "\n");
}

Result<GenerationInfo> read_generation_info(const std::filesystem::path& directory) {
    const auto text = read_file(directory / "generation.json", max_info);
    const auto damaged = [&](std::string what) {
        return fail(ErrorCode::index_damaged, std::move(what), "run kb-indexer build, or point to the folder of an index",
                    {directory.string()});
    };
    if (!text) return damaged("this generation is unfinished or not ours: generation.json cannot be read");
    try {
        const Json json = Json::parse(*text);
        GenerationInfo info;
        info.number = json.at("generation").get<GenerationNumber>();
        if (!json.at("commit").is_null()) info.commit = json.at("commit").get<std::string>();
        info.analyzer = json.at("analyzer").get<std::string>();
        info.schema = json.at("schema").get<int>();
        info.created = json.at("created").get<std::int64_t>();
        // What follows may differ in other versions; whoever uses it checks the versions first.
        if (info.schema != schema_version) return info;
        info.articles = json.at("articles").get<std::uint64_t>();
        info.site = site_from_json(json.at("site"));
        for (const Json& item : json.at("categories")) {
            info.categories.push_back({item.at("lang").get<std::string>(), item.at("path").get<std::string>(),
                                       item.at("title").get<std::string>(), item.at("description").get<std::string>(),
                                       item.at("order").get<int>()});
        }
        for (const Json& item : json.at("words"))
            info.words.push_back({item.at(0).get<std::string>(), item.at(1).get<std::string>(), item.at(2).get<std::string>()});
        for (const Json& item : json.at("pins"))
            info.pins.push_back({item.at(0).get<std::string>(), item.at(1).get<std::string>(), item.at(2).get<std::string>()});
        for (const Json& item : json.value("synonyms", Json::array())) {
            info.synonyms.push_back({item.at("lang").get<std::string>(), item.at("both_ways").get<bool>(),
                                     item.at("phrases").get<std::vector<std::string>>()});
        }
        for (const Json& item : json.value("templates", Json::array())) info.templates.push_back(template_from_json(item));
        for (const Json& item : json.value("removed", Json::array()))
            info.removed.push_back({item.at(0).get<std::string>(), item.at(1).get<std::string>()});
        std::sort(info.removed.begin(), info.removed.end());
        return info;
    } catch (const Json::exception&) {
        return damaged("generation.json is damaged");
    }
}

std::optional<Error> check_compatible(const GenerationInfo& info, std::string_view analyzer,
                                      const std::filesystem::path& directory) {
    if (info.analyzer == analyzer && info.schema == schema_version) return {};
    return Error{ErrorCode::index_foreign,
                 fmt::format("made with analyzer '{}' and schema {}; this program has '{}' and {}", info.analyzer,
                             info.schema, analyzer, schema_version),
                 fmt::format("run kb-indexer build --content CONTENT --index {}", directory.parent_path().string()),
                 {directory.string()}};
}

}  // namespace kb
