// Any bytes asked of a help center: searching, explaining and suggesting never fail, whatever was meant.
#include "kb/search/searcher.h"
#include "fuzz/little_site.h"
#include "fuzz/require.h"
#include "kb/base/utf8.h"
#include "kb/search/suggester.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const LittleSite site;
    static const std::shared_ptr<const kb::Snapshot> snapshot = site.snapshot();
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
