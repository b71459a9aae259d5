#include "kb/index/article_record.h"

#include <algorithm>

#include "kb/base/bytes.h"
#include "kb/base/compress.h"

namespace kb {

namespace {

void write_list(ByteWriter& out, const std::vector<std::string>& list) {
    out.number(list.size());
    for (const std::string& item : list) out.string(item);
}

std::vector<std::string_view> read_list(ByteReader& in) {
    std::vector<std::string_view> list;
    const std::uint64_t count = in.number();
    for (std::uint64_t i = 0; i < count && in.ok(); ++i) list.push_back(in.string());
    return list;
}

void write_words(ByteWriter& out, const AnalyzedArticle::Text& places) {
    ByteWriter words;
    std::uint32_t at = 0;
    for (const AnalyzedArticle::Place& place : places) {
        words.number(place.begin - at);
        words.number(place.end - place.begin);
        words.number(place.word);
        at = place.begin;
    }
    out.string(words.bytes());
}

void write_keys(ByteWriter& out, const std::vector<Term>& terms) {
    out.number(terms.size() == 1 ? 1 : terms.size() - 1);
    for (const Term& term : terms) {
        if (term.tier != Tier::exact || terms.size() == 1) out.fixed32(term.hash());
    }
}

}  // namespace

std::string encode_article(const Article& article, const AnalyzedArticle& analyzed) {
    ByteWriter out;
    for (const std::string* text : {&article.lang, &article.slug, &article.category, &article.title, &article.description,
                                    &article.path, &article.owner, &article.last_reviewed, &article.review_every})
        out.string(*text);
    out.number(static_cast<std::uint64_t>(article.visibility));
    out.number(static_cast<std::uint64_t>(std::max<std::int64_t>(article.updated, 0)));
    out.string(article.commit);
    for (const auto* list : {&article.tags, &article.questions, &article.aliases, &article.related}) write_list(out, *list);
    out.number(analyzed.words.size());
    for (const std::vector<Term>* terms : analyzed.words) write_keys(out, *terms);
    write_words(out, analyzed.title);
    write_words(out, analyzed.description);
    for (const AnalyzedArticle::Text& question : analyzed.questions) write_words(out, question);
    for (const AnalyzedArticle::Text& tag : analyzed.tags) write_words(out, tag);
    out.number(article.sections.size());
    for (std::size_t i = 0; i < article.sections.size(); ++i) {
        const Section& section = article.sections[i];
        out.string(section.anchor);
        out.string(section.heading);
        out.number(static_cast<std::uint64_t>(section.level));
        out.string(section.text);
        write_words(out, analyzed.sections[i].heading);
        write_words(out, analyzed.sections[i].text);
    }
    out.string(compress(article.html));
    out.string(compress(article.markdown));
    return std::move(out).bytes();
}

Result<StoredArticle> decode_article(std::string_view record) {
    ByteReader in(record);
    StoredArticle article;
    for (std::string_view* text : {&article.lang, &article.slug, &article.category, &article.title, &article.description,
                                   &article.path, &article.owner, &article.last_reviewed, &article.review_every})
        *text = in.string();
    article.visibility = static_cast<Visibility>(in.number());
    article.updated = static_cast<std::int64_t>(in.number());
    article.commit = in.string();
    for (auto* list : {&article.tags, &article.questions, &article.aliases, &article.related}) *list = read_list(in);
    const std::uint64_t words = in.number();
    article.words.reserve(std::min<std::uint64_t>(words, in.left()));
    for (std::uint64_t i = 0; i < words && in.ok(); ++i) article.words.push_back({in.bytes(4 * in.number())});
    article.title_words = in.string();
    article.description_words = in.string();
    for (std::size_t i = 0; i < article.questions.size(); ++i) article.question_words.push_back(in.string());
    for (std::size_t i = 0; i < article.tags.size(); ++i) article.tag_words.push_back(in.string());
    const std::uint64_t sections = in.number();
    article.sections.reserve(std::min<std::uint64_t>(sections, in.left()));
    for (std::uint64_t i = 0; i < sections && in.ok(); ++i) {
        StoredSection section;
        section.anchor = in.string();
        section.heading = in.string();
        section.level = static_cast<int>(in.number());
        section.text = in.string();
        section.heading_words = in.string();
        section.text_words = in.string();
        article.sections.push_back(section);
    }
    article.compressed_page = in.string();
    article.compressed_markdown = in.string();
    if (!in.ok())
        return fail(ErrorCode::index_damaged, "an article in the index is damaged",
                    "run kb-indexer build --rebuild");
    return article;
}

StoredHeader decode_header(std::string_view record) {
    ByteReader in(record);
    StoredHeader header;
    for (std::string_view* text :
         {&header.lang, &header.slug, &header.category, &header.title, &header.description, &header.path})
        *text = in.string();
    return header;
}

Result<std::string> StoredArticle::page() const {
    return decompress(compressed_page);
}

Result<std::string> StoredArticle::markdown() const {
    return decompress(compressed_markdown);
}

}  // namespace kb
