// Any bytes as an article that is checked: checking ends, and places lie in the text.
#include <algorithm>

#include "fuzz/require.h"
#include "kb/base/utf8.h"
#include "kb/check/file_checker.h"

namespace {

kb::FileChecker checker() {
    auto dictionaries = kb::Dictionaries::open(OTVET_DICTIONARIES);
    require(dictionaries.has_value(), "the dictionaries open");
    kb::FileCheckerOptions options;
    options.dictionaries = std::move(*dictionaries);
    options.terms = {{{"функционал"}, "функциональность", "", "", 1}, {{"личный кабинет", "юзер"}, "учётная запись", "", "", 2}, {{"utilize", "end user"}, "use", "", "", 3}};
    return kb::FileChecker(std::move(options));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const kb::FileChecker checks = checker();
    const auto text = kb::normalize_text("ru/fuzz.md", text_of(data, size));
    if (!text) return 0;
    const auto lines = 1 + std::count(text->begin(), text->end(), '\n');
    for (const kb::Problem& problem : checks.check(kb::parse_article("ru/fuzz.md", *text, {}), *text).problems) {
        require(problem.at.line >= 1 && problem.at.line <= lines, "a line is one of the text");
        require(problem.at.column >= 1, "a column counts from 1");
        require(!kb::find_invalid_utf8(problem.what) && !kb::find_invalid_utf8(problem.hint), "what is said is UTF-8");
    }
    return 0;
}
