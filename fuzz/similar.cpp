// Any bytes as a customer's message: finding articles for it never fails.
#include "kb/search/similar_finder.h"
#include "fuzz/little_site.h"
#include "fuzz/require.h"
#include "kb/base/utf8.h"
#include "kb/search/message.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const LittleSite site;
    static const std::shared_ptr<const kb::Snapshot> snapshot = site.snapshot();
    static const kb::Searcher searcher(snapshot);
    kb::SimilarRequest request;
    request.body = text_of(data, size);
    request.subject = request.body.substr(0, request.body.find('\n'));
    if (size > 0) request.lang = data[0] % 3 == 0 ? "" : data[0] % 3 == 1 ? "ru" : "en";
    const std::string message = kb::read_message(request.subject, request.body);
    require(!kb::find_invalid_utf8(message), "a message is UTF-8");
    const auto results = kb::SimilarFinder(searcher).find(request);
    require(results.has_value(), "a message is answered");
    require(results->articles.size() <= request.limit, "no more than were asked for");
    for (const kb::SimilarArticle& article : results->articles) {
        require(article.why.size() <= kb::most_reasons, "reasons are few");
        for (const std::string& word : article.why) require(message.find(word) != message.npos, "a reason was typed");
    }
    return 0;
}
