#include "kb/check/secrets.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "kb/base/ascii.h"
#include "kb/base/utf8.h"

namespace kb {

namespace {

bool is_alnum(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

using Letters = bool (*)(char);
bool is_base62(char c) {
    return is_alnum(c);
}
bool is_url64(char c) {
    return is_alnum(c) || c == '-' || c == '_';
}
bool is_upper36(char c) {
    return is_digit(c) || (c >= 'A' && c <= 'Z');
}
bool is_lower16(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f');
}

// A token begins with the mark, and as many letters follow.
struct Shape {
    std::string_view mark, what;
    Letters letters;
    std::size_t least, most;
};

// As their makers document them; each mark is kept for tokens.
constexpr std::array<Shape, 34> shapes = {{
    {"AKIA", "an access key of AWS", is_upper36, 16, 16},
    {"ASIA", "an access key of AWS", is_upper36, 16, 16},
    {"ghp_", "a token of GitHub", is_base62, 36, 36},
    {"gho_", "a token of GitHub", is_base62, 36, 36},
    {"ghu_", "a token of GitHub", is_base62, 36, 36},
    {"ghs_", "a token of GitHub", is_base62, 36, 36},
    {"ghr_", "a token of GitHub", is_base62, 36, 76},
    {"github_pat_", "a token of GitHub", is_url64, 82, 82},
    {"glpat-", "a token of GitLab", is_url64, 20, 60},
    {"xoxb-", "a token of Slack", is_url64, 40, 120},
    {"xoxp-", "a token of Slack", is_url64, 40, 120},
    {"xapp-", "a token of Slack", is_url64, 40, 160},
    {"sk_live_", "a key of Stripe", is_base62, 24, 120},
    {"rk_live_", "a key of Stripe", is_base62, 24, 120},
    {"whsec_", "a key of Stripe", is_base62, 32, 64},
    {"AIza", "a key of Google", is_url64, 35, 35},
    {"ya29.", "a token of Google", is_url64, 60, 400},
    {"npm_", "a token of npm", is_base62, 36, 36},
    {"pypi-AgEI", "a token of PyPI", is_url64, 60, 300},
    {"SG.", "a key of SendGrid", [](char c) { return is_url64(c) || c == '.'; }, 66, 66},
    {"sk-ant-", "a key of Anthropic", is_url64, 80, 140},
    {"sk-proj-", "a key of OpenAI", is_url64, 48, 200},
    {"dop_v1_", "a token of DigitalOcean", is_lower16, 64, 64},
    {"hvs.", "a token of Vault", is_url64, 90, 200},
    {"y0_", "a token of Yandex", is_url64, 50, 70},
    {"AQVN", "a key of Yandex Cloud", is_url64, 35, 38},
    {"shpat_", "a token of Shopify", is_lower16, 32, 32},
    {"glsa_", "a token of Grafana", is_url64, 41, 41},
    {"glrt-", "a token of GitLab", is_url64, 20, 60},
    {"sk_test_", "a key of Stripe", is_base62, 24, 120},
    {"GOCSPX-", "a secret of Google", is_url64, 28, 28},
    {"hf_", "a token of Hugging Face", is_base62, 34, 34},
    {"otvet-token-", "a token of Otvet", is_url64, 32, 80},
    {"ATATT3", "a token of Atlassian", is_url64, 150, 250},
}};

constexpr std::size_t shortest_token = 20;

// Words of whoever shows what a secret looks like.
constexpr std::array<std::string_view, 14> marks_of_examples = {"example", "xxxx", "0000", "1234567", "abcdef0", "abcdefg", "placeholder", "sample",
                                                               "your", "dummy", "replace", "changeme", "secret", "fake"};

// Shannon's entropy in bits a letter.
double entropy(std::string_view text) {
    std::array<std::size_t, 256> counts{};
    for (const char c : text) ++counts[static_cast<unsigned char>(c)];
    double bits = 0;
    for (const std::size_t count : counts) {
        if (count == 0) continue;
        const double share = static_cast<double>(count) / static_cast<double>(text.size());
        bits -= share * std::log2(share);
    }
    return bits;
}

// Letters drawn by lot repeat some: sixteen of them have above 3 bits nearly always, words less.
bool looks_drawn(std::string_view body) {
    const std::string lower = lower_ascii(body);
    const bool is_example = std::any_of(marks_of_examples.begin(), marks_of_examples.end(), [&](std::string_view mark) { return lower.find(mark) != std::string::npos; });
    const bool mixed = std::any_of(body.begin(), body.end(), is_digit) && std::any_of(body.begin(), body.end(), [](char c) { return !is_digit(c); });
    return !is_example && mixed && entropy(body) >= 2.8;
}

class SecretFinder {
public:
    explicit SecretFinder(std::string_view text) : text_(text) {}

    std::vector<FoundSecret> find() {
        find_tokens();
        find_private_keys();
        find_telegram_tokens();
        find_passwords();
        std::sort(found_.begin(), found_.end(), [](const FoundSecret& a, const FoundSecret& b) { return a.begin < b.begin; });
        return std::move(found_);
    }

private:
    char at(std::size_t place) const { return place < text_.size() ? text_[place] : '\0'; }

    std::size_t run(std::size_t begin, Letters letters) const {
        std::size_t end = begin;
        while (end < text_.size() && letters(text_[end])) ++end;
        return end;
    }

    // Each mark begins a run of letters of its own; only long runs are looked at.
    void find_tokens() {
        for (std::size_t begin = 0; begin < text_.size();) {
            std::size_t end = begin;
            while (end < text_.size() && (is_url64(text_[end]) || text_[end] == '.')) ++end;
            if (end - begin >= shortest_token) {
                for (const Shape& shape : shapes) find_shape(shape, begin);
            }
            begin = end + 1;
        }
    }

    void find_shape(const Shape& shape, std::size_t begin) {
        if (text_.compare(begin, shape.mark.size(), shape.mark) != 0) return;
        const std::size_t body = begin + shape.mark.size(), end = run(body, shape.letters);
        if (end - body >= shape.least && end - body <= shape.most && looks_drawn(text_.substr(body, end - body)))
            found_.push_back({begin, end, std::string(shape.what)});
    }

    // The head of a key alone is what documentation shows; a key has lines of letters behind it.
    void find_private_keys() {
        constexpr std::string_view opening = "-----BEGIN ", closing = "PRIVATE KEY";
        constexpr std::size_t longest_head = 80;
        for (std::size_t begin = text_.find(opening); begin != std::string_view::npos; begin = text_.find(opening, begin + 1)) {
            const std::size_t line_end = std::min(text_.substr(0, std::min(text_.size(), begin + longest_head)).find('\n', begin), text_.size());
            const std::string_view head = text_.substr(begin, std::min(line_end - begin, longest_head));
            if (head.find(closing) == std::string_view::npos || !head.ends_with("-----")) continue;
            const std::string_view body = text_.substr(line_end, 400);
            std::string letters;
            for (const char c : body.substr(0, body.find("-----"))) {
                if (is_alnum(c) || c == '+' || c == '/') letters += c;
                else if (c == '.' || c == '*' || c == '<') letters.clear();
            }
            if (letters.size() >= 60 && entropy(letters) > 4 && letters.find("xxxx") == std::string::npos) found_.push_back({begin, line_end, "a private key"});
        }
    }

    // 123456789:AA and 33 letters.
    void find_telegram_tokens() {
        constexpr std::string_view mark = ":AA";
        for (std::size_t colon = text_.find(mark); colon != std::string_view::npos; colon = text_.find(mark, colon + 1)) {
            std::size_t begin = colon;
            while (begin > 0 && colon - begin < 12 && is_digit(text_[begin - 1])) --begin;
            const std::size_t end = run(colon + 1, is_url64), digits = colon - begin;
            if (digits >= 8 && digits <= 10 && end - colon - 1 == 35 && looks_drawn(text_.substr(colon + 1, end - colon - 1)))
                found_.push_back({begin, end, "a token of a Telegram bot"});
        }
    }

    // scheme://user:password@host
    void find_passwords() {
        constexpr std::size_t longest = 200;
        for (std::size_t mark = text_.find("://"); mark != std::string_view::npos; mark = text_.find("://", mark + 1)) {
            const std::size_t begin = mark + 3;
            const std::size_t end = std::min(text_.substr(0, std::min(text_.size(), begin + longest)).find_first_of(" \t\n/\"'<>`|()[]", begin), std::min(text_.size(), begin + longest));
            const std::string_view authority = text_.substr(begin, end - begin);
            const std::size_t sign = authority.rfind('@'), colon = authority.find(':');
            if (sign == std::string_view::npos || colon == std::string_view::npos || colon + 1 >= sign || colon == 0) continue;
            if (is_real_password(authority.substr(colon + 1, sign - colon - 1)) && is_real_host(authority.substr(sign + 1)))
                found_.push_back({begin, end, "a password in an address"});
        }
    }

    static bool is_real_password(std::string_view password) {
        const std::string lower = lower_ascii(password);
        for (const std::string_view word : {"pass", "pwd", "secret", "user", "token", "key", "qwerty", "xxx", "***", "..."}) {
            if (lower.find(word) != std::string::npos) return false;
        }
        if (password.find_first_of("${}%*") != std::string_view::npos) return false;
        const bool has_digit = std::any_of(password.begin(), password.end(), is_digit);
        const bool has_letter = std::any_of(password.begin(), password.end(), [](char c) { return is_alnum(c) && !is_digit(c); });
        return password.size() >= 8 && has_digit && has_letter && looks_drawn(password);
    }

    // A name with a dot that is not reserved for examples (RFC 2606, RFC 6761).
    static bool is_real_host(std::string_view host) {
        const std::string name = lower_ascii(host.substr(0, host.find(':')));
        if (name.find('.') == std::string::npos || name.find("example") != std::string::npos || name.find("127.0.0.1") == 0) return false;
        for (const std::string_view ending : {".test", ".local", ".localhost", ".invalid", ".internal"}) {
            if (name.ends_with(ending)) return false;
        }
        return true;
    }

    std::string_view text_;
    std::vector<FoundSecret> found_;
};

}  // namespace

std::vector<FoundSecret> find_secrets(std::string_view text) {
    return SecretFinder(text).find();
}

std::string shown_of(std::string_view secret) {
    return std::string(cut_utf8(secret, std::min<std::size_t>(4, secret.size() / 4))) + "…";
}

std::string without_secrets(std::string_view text) {
    std::string shown;
    std::size_t at = 0;
    for (const FoundSecret& secret : find_secrets(text)) {
        if (secret.begin < at) continue;
        shown.append(text.substr(at, secret.begin - at)).append(shown_of(text.substr(secret.begin, secret.end - secret.begin)));
        at = secret.end;
    }
    return shown.append(text.substr(at));
}

}  // namespace kb
