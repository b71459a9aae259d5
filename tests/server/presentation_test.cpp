// Templates with the values of a page.
#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>

#include "server/page/presentation.h"

using namespace kb::server;
using Json = nlohmann::ordered_json;

TEST_CASE("every template is well-formed and finds its parts and texts, in each language") {
    const auto presentation = Presentation::load();
    if (!presentation) FAIL(kb::to_string(presentation.error()));
    for (const std::string& lang : presentation->texts.languages()) {
        for (const char* page : {"home", "search", "category", "article", "failure"}) {
            const std::string html = presentation->templates.render(page, lang, {{"lang", lang}});
            CHECK(html.starts_with("<!doctype html>"));
            CHECK(html.find("{{") == std::string::npos);
        }
    }
}

TEST_CASE("values are escaped, but for what is HTML already") {
    const auto presentation = Presentation::load();
    REQUIRE(presentation);
    const std::string html =
        presentation->templates.render("article", "en", {{"title", "<b> & \"c\""}, {"html", "<p>text</p>"}});
    CHECK(html.find("<h1>&lt;b&gt; &amp; &quot;c&quot;</h1>") != std::string::npos);
    CHECK(html.find("<p>text</p>") != std::string::npos);
}

TEST_CASE("what is empty hides its section") {
    const auto presentation = Presentation::load();
    REQUIRE(presentation);
    for (const Json& nothing : {Json(""), Json(), Json(false), Json::array()}) {
        const std::string html = presentation->templates.render(
            "article", "en", {{"title", "t"}, {"description", nothing}, {"date", nothing}});
        CHECK(html.find("name=\"description\"") == std::string::npos);
        CHECK(html.find("<time") == std::string::npos);
    }
}
