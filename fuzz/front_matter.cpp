// Any text as front matter, as kb.yaml and as YAML by itself.
#include "kb/article/front_matter.h"
#include "fuzz/require.h"
#include "kb/article/parse.h"
#include "kb/article/site.h"
#include "kb/base/yaml.h"

namespace {

void check(const kb::FrontMatterResult& result, std::string_view text) {
    require(result.body.size() <= text.size(), "the body is part of the text");
    require(result.body.empty() || result.body.data() + result.body.size() == text.data() + text.size(),
            "the body is the end of the text");
    require(result.body_line >= 1, "lines count from 1");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto normal = kb::normalize_text("fuzz.md", text_of(data, size));
    if (!normal) return 0;
    check(kb::parse_front_matter(*normal, "fuzz.md"), *normal);
    check(kb::parse_front_matter(*normal, "_category.md", kb::FrontMatterOf::category), *normal);
    kb::parse_site_config(*normal, "kb.yaml");
    const auto yaml = kb::parse_yaml(*normal, "kb.yaml");
    require(yaml || !yaml.error().what.empty(), "an error says what it is");
    const auto again = kb::parse_yaml("key: " + kb::quote_yaml(*normal), "quoted.yaml");
    require(again && again->find("key") != nullptr, "what was quoted can be read");
    // The YAML library replaces what Unicode calls noncharacters.
    const std::string& read = again->find("key")->scalar;
    require(read == *normal || read.find("\uFFFD") != std::string::npos, "what was quoted is read as it was");
    return 0;
}
