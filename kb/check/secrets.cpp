#include "kb/check/secrets.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "kb/base/ascii.h"
#include "kb/base/letter_case.h"
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
constexpr std::array<Shape, 35> shapes = {{
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
    {"y0_", "a token of Yandex", is_url64, 40, 120},
    {"t1.", "a token of Yandex Cloud", [](char c) { return is_url64(c) || c == '.' || c == '='; }, 90, 500},
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

// Letters and digits take turns as they do not in words: "k7m2p9", but not "prod-2024".
bool takes_turns(std::string_view text) {
    constexpr int few = 4;
    int turns = 0;
    char last = 0;
    for (const char c : text) {
        if (!is_alnum(c)) continue;
        if (last != 0 && is_digit(c) != is_digit(last)) ++turns;
        last = c;
    }
    return turns >= few;
}

// Of capitals, small letters, digits and signs: names and versions have two of them at most.
bool has_three_kinds(std::string_view text) {
    const auto has = [&](auto fits) { return std::any_of(text.begin(), text.end(), fits); };
    return has([](char c) { return c >= 'a' && c <= 'z'; }) + has([](char c) { return c >= 'A' && c <= 'Z'; }) + has(is_digit) +
               has([](char c) { return !is_alnum(c) && std::string_view("-_./").find(c) == std::string_view::npos; }) >=
           3;
}

// P@ssw0rd is an example, too.
std::string without_disguise(std::string_view text) {
    constexpr std::string_view disguised = "@$0135", meant = "asoies";
    std::string plain = lower_ascii(text);
    for (char& c : plain) {
        if (const std::size_t at = disguised.find(c); at != std::string_view::npos) c = meant[at];
    }
    return plain;
}

template <class List>
bool has_any(std::string_view text, const List& words) {
    return std::any_of(std::begin(words), std::end(words), [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

// What whoever documents a password writes in place of it.
bool is_example_password(std::string_view value) {
    constexpr std::array<std::string_view, 17> words = {"pass", "pwd", "user", "token", "key", "qwert", "xxx", "***", "...", "admin", "test", "demo", "welcome", "contoso", "strong", "12345", "parol"};
    return has_any(lower_ascii(value), words) || has_any(without_disguise(value), words);
}

// How a key or a password is named where its value follows.
enum class Named { nothing, password, key };

Named named_by(std::string name) {
    constexpr std::array<std::string_view, 4> passwords = {"password", "passwd", "pwd", "passphrase"};
    constexpr std::array<std::string_view, 10> keys = {"apikey", "secretkey", "accesskey", "accountkey", "clientsecret", "accesstoken", "authtoken", "refreshtoken", "apitoken", "bottoken"};
    std::erase_if(name, [](char c) { return c == '_' || c == '-' || c == '.'; });
    const auto ends_with = [&](std::string_view end) { return name.ends_with(end); };
    if (std::any_of(passwords.begin(), passwords.end(), ends_with) || name.ends_with("пароль")) return Named::password;
    return name == "token" || name == "secret" || std::any_of(keys.begin(), keys.end(), ends_with) ? Named::key : Named::nothing;
}

class SecretFinder {
public:
    explicit SecretFinder(std::string_view text) : text_(text) {}

    std::vector<FoundSecret> find() {
        find_tokens();
        find_private_keys();
        find_telegram_tokens();
        find_passwords();
        find_web_tokens();
        find_webhooks();
        find_authorizations();
        find_named_values();
        std::stable_sort(found_.begin(), found_.end(), [](const FoundSecret& a, const FoundSecret& b) { return a.begin < b.begin; });
        std::vector<FoundSecret> apart;
        for (FoundSecret& each : found_) {
            if (apart.empty() || each.begin >= apart.back().end) apart.push_back(std::move(each));
        }
        return apart;
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

    // Header, claims and signature of RFC 7519. Who shows what one is takes the claims of jwt.io, or names an example.
    void find_web_tokens() {
        constexpr std::string_view mark = "eyJ";
        constexpr std::size_t least_signature = 20;
        for (std::size_t begin = text_.find(mark); begin != std::string_view::npos; begin = text_.find(mark, begin + 1)) {
            const std::size_t claims = run(begin, is_url64) + 1, dot = run(std::min(claims, text_.size()), is_url64), end = run(std::min(dot + 1, text_.size()), is_url64);
            if (at(claims - 1) != '.' || text_.compare(std::min(claims, text_.size()), mark.size(), mark) != 0 || at(dot) != '.' || end - dot - 1 < least_signature) continue;
            const std::string said = lower_ascii(decoded(text_.substr(claims, dot - claims)));
            constexpr std::array<std::string_view, 3> of_examples = {"example", "1234567890", "john doe"};
            if (!has_any(said, of_examples) && looks_drawn(text_.substr(dot + 1, end - dot - 1))) found_.push_back({begin, end, "a JSON web token"});
            begin = end - 1;
        }
    }

    // Of base 64 in either alphabet, as far as it is that.
    static std::string decoded(std::string_view text) {
        constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        std::string bytes;
        unsigned bits = 0, count = 0;
        for (const char c : text) {
            const std::size_t value = letters.find(c == '-' ? '+' : c == '_' ? '/' : c);
            if (value == std::string_view::npos) break;
            bits = (bits << 6 | static_cast<unsigned>(value)) & 0xFFFF;
            if ((count += 6) >= 8) bytes += static_cast<char>(bits >> (count -= 8) & 0xFF);
        }
        return bytes;
    }

    // Whoever has the address may write.
    void find_webhooks() {
        constexpr std::array<std::pair<std::string_view, std::string_view>, 3> hooks = {{{"hooks.slack.com/services/", "a webhook of Slack"},
                                                                                        {"discord.com/api/webhooks/", "a webhook of Discord"},
                                                                                        {"discordapp.com/api/webhooks/", "a webhook of Discord"}}};
        constexpr std::size_t least = 40;
        for (const auto& [mark, what] : hooks) {
            for (std::size_t begin = text_.find(mark); begin != std::string_view::npos; begin = text_.find(mark, begin + 1)) {
                const std::size_t path = begin + mark.size(), end = run(path, [](char c) { return is_url64(c) || c == '/'; });
                if (end - path >= least && looks_drawn(text_.substr(path, end - path))) found_.push_back({begin, end, std::string(what)});
            }
        }
    }

    // Authorization: Bearer …
    void find_authorizations() {
        for (const std::string_view scheme : {"Bearer ", "bearer ", "Basic ", "basic ", "OAuth ", "Api-Key "}) {
            for (std::size_t at = text_.find(scheme); at != std::string_view::npos; at = text_.find(scheme, at + 1)) {
                const std::string_view before = text_.substr(at - std::min<std::size_t>(at, 24), std::min<std::size_t>(at, 24));
                if (lower_ascii(before).find("authorization") == std::string::npos) continue;
                const std::size_t begin = at + scheme.size(), end = run(begin, [](char c) { return is_url64(c) || std::string_view(".~+/=").find(c) != std::string_view::npos; });
                const std::string_view value = text_.substr(begin, end - begin);
                const bool is_real = scheme[1] == 'a' ? is_real_pair(decoded(value)) : is_real_key(value);
                if (is_real) found_.push_back({begin, end, "what an Authorization header proves who one is by"});
            }
        }
    }

    // user:password
    static bool is_real_pair(std::string_view pair) {
        const std::size_t colon = pair.find(':');
        return colon != std::string_view::npos && is_real_password(pair.substr(colon + 1));
    }

    static bool is_real_key(std::string_view key) {
        constexpr std::size_t least = 16;
        constexpr std::string_view of_azurite = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq";  // Azure's emulator has no other
        return key.size() >= least && looks_drawn(key) && takes_turns(key) && !key.starts_with(of_azurite);
    }

    // password: …, api_key=…, "client_secret": "…", «Пароль от почты: …»
    void find_named_values() {
        for (std::size_t sign = text_.find_first_of(":="); sign != std::string_view::npos; sign = text_.find_first_of(":=", sign + 1)) {
            const Named named = name_before(sign);
            if (named == Named::nothing) continue;
            const std::size_t begin = std::min(text_.find_first_not_of("\"'`* \t>=", sign + 1), text_.size());
            const std::size_t end = value_end(begin);
            const std::string_view value = text_.substr(begin, end - begin);
            const bool is_called = at(end) == '(' || at(end) == '[' || at(end) == '{';
            if (begin - sign > 6 || text_.substr(sign, begin - sign).find('\n') != std::string_view::npos || is_called) continue;
            if (named == Named::key ? is_real_key_letters(value) : is_labelled_password(value))
                found_.push_back({begin, end, named == Named::key ? "a key or token" : "a password"});
        }
    }

    Named name_before(std::size_t sign) const {
        constexpr std::size_t reach = 60;
        const std::size_t from = sign - std::min(sign, reach);
        std::string_view before = text_.substr(from, sign - from);
        before.remove_prefix(std::min(before.rfind('\n') + 1, before.size()));
        while (!before.empty() && std::string_view("\"'`* \t:").find(before.back()) != std::string_view::npos) before.remove_suffix(1);
        std::size_t begin = before.size();
        const auto is_of_name = [](char c) { return is_url64(c) || c == '.' || static_cast<unsigned char>(c) >= 0x80; };
        while (begin > 0 && is_of_name(before[begin - 1])) --begin;
        if (const Named named = named_by(to_lower(before.substr(begin))); named != Named::nothing || text_[sign] != ':') return named;
        return is_label_of_password(to_lower(before)) ? Named::password : Named::nothing;
    }

    // Within the sentence, and without an address in it.
    static bool is_label_of_password(std::string_view words) {
        words.remove_prefix(std::min(words.find_last_of(".!?/;,|") + 1, words.size()));
        return has_any(words, std::array<std::string_view, 2>{"пароль", "password"});
    }

    std::size_t value_end(std::size_t begin) const {
        constexpr std::size_t longest = 200;
        const std::size_t most = std::min(text_.size(), begin + longest);
        std::size_t end = std::min(text_.substr(0, most).find_first_of(" \t\n\"'`<>|&;,()[]{}", begin), most);
        while (end > begin && (text_[end - 1] == '.' || text_[end - 1] == '*')) --end;
        return end;
    }

    static bool is_real_key_letters(std::string_view value) {
        const bool is_plain = std::all_of(value.begin(), value.end(), [](char c) { return is_url64(c) || std::string_view("+/=.").find(c) != std::string_view::npos; });
        return is_plain && is_real_key(value);
    }

    static bool is_labelled_password(std::string_view value) {
        constexpr std::size_t least = 8, most = 64;
        const bool is_ascii = std::all_of(value.begin(), value.end(), [](char c) { return c > 0x20 && c < 0x7F; });
        if (!is_ascii || value.size() < least || value.size() > most || value.find("://") != std::string_view::npos || value.find("\\") != std::string_view::npos) return false;
        if (std::string_view("$%/-@~").find(value[0]) != std::string_view::npos || is_example_password(value)) return false;
        return looks_drawn(value) && (has_three_kinds(value) || takes_turns(value));
    }

    // scheme://user:password@host, scheme://:password@host, https://token@host
    void find_passwords() {
        constexpr std::size_t longest = 200;
        for (std::size_t mark = text_.find("://"); mark != std::string_view::npos; mark = text_.find("://", mark + 1)) {
            const std::size_t begin = mark + 3;
            const std::size_t end = std::min(text_.substr(0, std::min(text_.size(), begin + longest)).find_first_of(" \t\n/\"'<>`|()[]", begin), std::min(text_.size(), begin + longest));
            const std::string_view authority = text_.substr(begin, end - begin);
            const std::size_t sign = authority.rfind('@'), colon = authority.find(':');
            if (sign == std::string_view::npos || !is_real_host(authority.substr(sign + 1))) continue;
            if (colon < sign ? is_real_password(authority.substr(colon + 1, sign - colon - 1)) : is_real_key(authority.substr(0, sign)))
                found_.push_back({begin, end, colon < sign ? "a password in an address" : "a token in an address"});
        }
    }

    static bool is_real_password(std::string_view password) {
        if (is_example_password(password) || password.find_first_of("${}%*") != std::string_view::npos) return false;
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
