// A search engine inside another program: articles from memory, an index in a folder, one question.
#include <ctime>
#include <iostream>
#include <stdexcept>

#include <kb/base/files.h>
#include <kb/index/generation_store.h>
#include <kb/index/index_writer.h>
#include <kb/search/searcher.h>

// The library returns its errors; this program would rather throw them.
template <class T>
T need(kb::Result<T> result) {
    if (!result) throw std::runtime_error(kb::to_string(result.error()));
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

kb::Article article(std::string slug, std::string title, std::string text) {
    return {.lang = "en", .slug = slug, .title = title, .sections = {{.text = text}}, .html = "<p>" + text + "</p>"};
}

int main(int count, char** arguments) try {
    const auto dictionaries = need(kb::Dictionaries::find(OTVET_DICTIONARIES));
    const auto folder = need(kb::TemporaryDirectory::create("otvet-example"));
    const kb::GenerationStore store(folder.path() / "index");
    const auto lock = need(store.lock());
    auto generation = need(store.begin(lock));
    auto writer = need(kb::IndexWriter::create(generation.directory(), {dictionaries}));
    need(writer.put(article("refund", "Refunds", "Your money is back on the card within five days.")));
    need(writer.put(article("sign-in", "Signing in", "We send a code to your phone.")));
    need(writer.finish({.number = generation.number(), .created = std::time(nullptr)}));
    need(store.publish(lock, std::move(generation)));

    const kb::Searcher searcher(need(kb::Snapshot::open(store.index(), dictionaries)));
    for (const kb::Hit& hit :
         need(searcher.search({.text = count > 1 ? arguments[1] : "money back", .lang = "en"})).hits)
        std::cout << hit.title << "  " << hit.url << "  " << hit.score << '\n';
} catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
