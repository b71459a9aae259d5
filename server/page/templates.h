// Pages from templates; the only place that knows the template language (Mustache).
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "kb/base/error.h"
#include "server/language/texts.h"

namespace kb::server {

// Parsed once for each language, with the texts of the interface ({{t.key}}) and the parts ({{> name}}) put in.
// Values are escaped here and nowhere else, but for {{{values}}}, which are HTML already. Empty strings and lists,
// false and null hide their section. Any number of threads may use one.
class Templates {
public:
    // From the files built into the program. Fails when one is not Mustache, or names a part or a text that is not
    // there.
    static Result<Templates> load(const Texts& texts);

    Templates(Templates&&) noexcept;
    ~Templates();

    // `name` is that of a file under templates/, without its ending; `lang` one that the texts speak.
    std::string render(std::string_view name, std::string_view lang, const nlohmann::ordered_json& view) const;

private:
    struct Parsed;
    Templates();
    std::map<std::string, std::unique_ptr<Parsed>, std::less<>> parsed_;  // by "lang/name"
};

}  // namespace kb::server
