#include "server/contact/form_id.h"

#include <fmt/format.h>

#include "kb/base/hash.h"

namespace kb::server {

std::string form_id(const Submission& submission, int attempt) {
    const TicketText& text = submission.text;
    std::string all = fmt::format("{}", attempt);
    const auto add = [&](std::string_view part) { all += fmt::format("\n{}:{}", part.size(), part); };
    for (const std::string* part : {&submission.form, &text.lang, &text.subject, &text.message, &text.email}) add(*part);
    for (const auto& [name, value] : text.fields) {
        add(name);
        add(value);
    }
    const std::string hash = sha256_hex(all);
    const std::string_view digits = hash;
    return fmt::format("{}-{}-8{}-a{}-{}", digits.substr(0, 8), digits.substr(8, 4), digits.substr(12, 3),
                       digits.substr(15, 3), digits.substr(18, 12));
}

}  // namespace kb::server
