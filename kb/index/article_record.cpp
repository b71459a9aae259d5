#include "kb/index/article_record.h"

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

std::string encode_words(const std::vector<AnalyzedToken>& tokens) {
    ByteWriter out;
    std::size_t at = 0;
    for (const AnalyzedToken& analyzed : tokens) {
        const Token& token = analyzed.token;
        if (token.is_whole) continue;  // its parts follow
        out.number(token.begin - at);
        out.number(token.end - token.begin);
        out.fixed32(analyzed.key_hash());
        at = token.end;
    }
    return std::move(out).bytes();
}

}  // namespace

std::string encode_article(const Article& article, const std::vector<std::vector<AnalyzedToken>>& words) {
    ByteWriter out;
    for (const std::string* text : {&article.lang, &article.slug, &article.category, &article.title, &article.description,
                                    &article.path, &article.owner, &article.last_reviewed, &article.review_every})
        out.string(*text);
    out.number(static_cast<std::uint64_t>(article.visibility));
    out.number(static_cast<std::uint64_t>(std::max<std::int64_t>(article.updated, 0)));
    for (const auto* list : {&article.tags, &article.questions, &article.aliases, &article.related}) write_list(out, *list);
    out.number(article.sections.size());
    for (std::size_t i = 0; i < article.sections.size(); ++i) {
        const Section& section = article.sections[i];
        out.string(section.anchor);
        out.string(section.heading);
        out.number(static_cast<std::uint64_t>(section.level));
        out.string(section.text);
        out.string(encode_words(words[i]));
    }
    out.string(compress(article.html));
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
    for (auto* list : {&article.tags, &article.questions, &article.aliases, &article.related}) *list = read_list(in);
    const std::uint64_t sections = in.number();
    for (std::uint64_t i = 0; i < sections && in.ok(); ++i) {
        StoredSection section;
        section.anchor = in.string();
        section.heading = in.string();
        section.level = static_cast<int>(in.number());
        section.text = in.string();
        section.encoded_words = in.string();
        article.sections.push_back(section);
    }
    article.compressed_page = in.string();
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

}  // namespace kb
