// Any bytes asked of a help center: searching, explaining and suggesting never fail, whatever was meant.
#include "kb/search/searcher.h"
#include "fuzz/dictionaries.h"
#include "fuzz/require.h"
#include "kb/base/files.h"
#include "kb/base/utf8.h"
#include "kb/index/index_writer.h"
#include "kb/search/suggester.h"

namespace {

kb::Article an_article(const char* lang, const char* slug, const char* title, const char* text) {
    kb::Article article;
    article.lang = lang;
    article.slug = slug;
    article.title = title;
    article.sections = {{{}, {}, 0, text}};
    return article;
}

// In a folder that stays until the fuzzer ends.
std::shared_ptr<const kb::Snapshot> help_center() {
    static const auto folder = kb::TemporaryDirectory::create("otvet-fuzz");
    require(folder.has_value(), "a folder is made");
    auto dictionaries = kb::Dictionaries::open(OTVET_DICTIONARIES);
    require(dictionaries.has_value(), "the dictionaries open");
    auto writer = kb::IndexWriter::create(folder->path() / "generation", {*dictionaries});
    require(writer.has_value(), "a writer is made");
    for (const kb::Article& article : {an_article("ru", "password", "Восстановить пароль", "Код придёт в СМС. Пароль не подходит, личный кабинет."),
                                       an_article("ru", "refund", "Возврат денег", "Деньги вернутся на карту. Чек по почте."),
                                       an_article("en", "password", "Reset the password", "We send a code. Sign in again."),
                                       an_article("en", "refund", "Refund", "The money comes back to the card, cancelled orders too.")})
        require(writer->put(article).has_value(), "an article is written");
    kb::GenerationInfo info;
    info.number = 1;
    info.site.languages = {"ru", "en"};
    info.synonyms = {{"ru", true, {"вернуть деньги", "манибэк"}}, {"en", false, {"money back", "refund"}}};
    require(writer->finish(info).has_value(), "the index is finished");
    auto snapshot = kb::Snapshot::open_generation(folder->path() / "generation", *dictionaries);
    require(snapshot.has_value(), "the index opens");
    return *snapshot;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::shared_ptr<const kb::Snapshot> snapshot = help_center();
    static const kb::Searcher searcher(snapshot);
    static const kb::Suggester suggester(snapshot);
    kb::SearchRequest request;
    request.text = text_of(data, size);
    if (size > 0) request.lang = data[0] % 3 == 0 ? "" : data[0] % 3 == 1 ? "ru" : "en";
    const auto results = searcher.search(request);
    require(results.has_value(), "a search answers");
    require(results->hits.size() <= results->total, "what is shown was found");
    if (results->interpretation) {
        require(!kb::find_invalid_utf8(results->interpretation->text), "a reading is UTF-8");
        require(results->interpretation->text != results->query, "a reading differs from what was typed");
    }
    request.verbatim = true;
    const auto verbatim = searcher.search(request);
    require(verbatim.has_value() && !verbatim->interpretation, "what is taken as it is has no reading");
    require(searcher.explain(request).has_value(), "a search can be explained");
    for (const kb::Suggestion& suggestion : suggester.suggest({request.text, request.lang, 5}).suggestions)
        require(!suggestion.text.empty(), "a suggestion has a text");
    return 0;
}
