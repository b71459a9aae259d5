#include "server/settings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>

#include <fmt/format.h>

#include "kb/base/ascii.h"
#include "kb/base/files.h"
#include "kb/base/near_miss.h"
#include "kb/base/yaml.h"
#include "server/delivery/receiver_settings.h"

namespace kb::server {

namespace {

constexpr std::uint64_t most_bytes = 64 * 1024;
constexpr std::size_t most_cache_mebibytes = 64 * 1024, most_connections = 1'000'000, most_retention_days = 3650;
// Questions are open for 30 days at most, and events come up to a day late.
constexpr std::size_t least_statistics_days = 35;

constexpr std::array<std::string_view, 16> keys = {
    "cache",        "connections",  "per_address_limits", "trusted_proxies", "client_address_header", "hosts",
    "cors_origins", "metrics_from", "receiver",           "clock_file",      "retention_days",
    "statistics_retention_days", "sign_in", "desk", "drafts", "popular_queries"};
constexpr std::string_view not_an_origin =
    "is not an origin as browsers write it (no port 443 of https or 80 of http, international names as xn--)";
constexpr std::array<std::string_view, 1> desk_keys = {"origins"};
constexpr std::array<std::string_view, 3> limit_keys = {"requests_per_second", "burst", "connections"};

bool is_off(const Yaml& value) {
    constexpr std::array<std::string_view, 4> words = {"off", "false", "no", "0"};
    return value.is_scalar() && std::find(words.begin(), words.end(), value.scalar) != words.end();
}

bool is_on(const Yaml& value) {
    return value.is_scalar() && (value.scalar == "on" || value.scalar == "true" || value.scalar == "yes");
}

bool is_host(std::string_view text) {
    return !text.empty() && text.find_first_of("/: \t@") == text.npos;
}

// As browsers write it, else it never matches: international names in their ASCII form, no port that its scheme implies.
bool is_origin(std::string_view text) {
    const std::size_t scheme = text.find("://");
    if (text == "*") return true;
    const bool is_https = text.starts_with("https://");
    if (!is_https && !text.starts_with("http://")) return false;
    const bool is_plain = std::all_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x80; });
    return is_plain && !text.ends_with(is_https ? ":443" : ":80") && text.size() > scheme + 3 && text.find_first_of("/ *\"", scheme + 3) == text.npos;
}

// Not any: whoever shows the desk in a frame is sent what agents copy.
bool is_single_origin(std::string_view text) {
    return text != "*" && is_origin(text) && text.find_first_of(";,'?#@") == text.npos;
}

class SettingsReader {
public:
    explicit SettingsReader(std::filesystem::path folder) : folder_(std::move(folder)) {}

    Result<Settings> read(const Yaml& root) {
        if (!root.is_map() && !root.is_null()) error("expected 'key: value' lines", "see docs/deploying.md", root.at);
        for (const auto& [key, value] : root.map) {
            check_key(key, keys);
            read_field(key.scalar, value);
        }
        // Else nobody's word would count, or everybody's.
        if (settings_.sign_in && settings_.trusted_proxies.empty())
            error("sign_in counts from trusted proxies only, and there is none", "write trusted_proxies: [127.0.0.1]", root.find("sign_in")->at);
        if (first_error_) return fail(*first_error_);
        return std::move(settings_);
    }

private:
    void read_field(std::string_view name, const Yaml& value) {
        Settings& to = settings_;
        if (name == "cache") to.cache_bytes = is_off(value) ? 0 : cache_size(value);
        if (name == "connections") to.connections = number(value, 1, most_connections);
        if (name == "per_address_limits") read_limits(value);
        if (name == "trusted_proxies") to.trusted_proxies = networks(value);
        if (name == "client_address_header") read_header(value);
        if (name == "hosts") to.hosts = texts(value, is_host, "is not a name of a host", "write hosts: [help.example.com]");
        if (name == "cors_origins")
            to.cors_origins = texts(value, is_origin, not_an_origin, "write cors_origins: [https://app.example.com], or [\"*\"]");
        if (name == "metrics_from") to.metrics_from = networks(value);
        if (name == "receiver") read_receiver(value);
        if (name == "sign_in") read_sign_in(value);
        if (name == "retention_days") to.retention = std::chrono::days(number(value, 0, most_retention_days));
        if (name == "statistics_retention_days")
            to.statistics_retention = std::chrono::days(number(value, least_statistics_days, most_retention_days));
        if (name == "desk") read_desk(value);
        if (name == "drafts") read_drafts(value);
        if (name == "popular_queries") read_popular_queries(value);
        if (name == "clock_file") read_clock_file(value);
    }

    void read_receiver(const Yaml& value) {
        auto receiver = read_receiver_settings(value, folder_);
        if (receiver) settings_.receiver = std::move(*receiver);
        else if (!first_error_) first_error_ = receiver.error();
    }

    void read_sign_in(const Yaml& value) {
        auto sign_in = read_proxy_sign_in(value);
        if (sign_in) settings_.sign_in = std::move(*sign_in);
        else if (!first_error_) first_error_ = sign_in.error();
    }

    void read_desk(const Yaml& value) {
        constexpr std::string_view hint = "write desk: { origins: [https://desk.example.com] }";
        if (!value.is_map()) return error("expected who may show the desk in a frame", std::string(hint), value.at);
        for (const auto& [key, field] : value.map) {
            check_key(key, desk_keys);
            if (key.scalar == "origins") settings_.desk.origins = texts(field, is_single_origin, not_an_origin, hint);
        }
    }

    void read_drafts(const Yaml& value) {
        auto drafts = read_draft_settings(value);
        if (drafts) settings_.desk.drafts = std::move(*drafts);
        else if (!first_error_) first_error_ = drafts.error();
    }

    void read_popular_queries(const Yaml& value) {
        settings_.popular_queries = !is_off(value);
        if (!is_off(value) && !is_on(value)) error(fmt::format("'{}' is neither on nor off", value.scalar), "write popular_queries: off", value.at);
    }

    void read_clock_file(const Yaml& value) {
        if (value.scalar.empty()) error("expected the path of a file", "write clock_file: clock", value.at);
        settings_.clock_file = folder_ / value.scalar;
    }

    void read_header(const Yaml& value) {
        settings_.client_address_header = lower_ascii(value.scalar);
        const bool is_name = !value.scalar.empty() && value.scalar.find_first_of(" \t:,") == std::string::npos;
        if (!is_name || settings_.client_address_header == "forwarded")
            error(fmt::format("'{}' is not a header that lists addresses", value.scalar), "write client_address_header: X-Forwarded-For",
                  value.at);
    }

    void read_limits(const Yaml& value) {
        if (is_off(value)) return settings_.per_address.reset();
        settings_.limits_loopback = true;
        if (!value.is_map())
            return error("expected limits", "write per_address_limits: { requests_per_second: 50, burst: 200, connections: 200 }, or off",
                         value.at);
        AddressLimits& limits = *settings_.per_address;
        for (const auto& [key, field] : value.map) {
            check_key(key, limit_keys);
            if (key.scalar == "requests_per_second") limits.rate.per_second = rate(field);
            if (key.scalar == "burst") limits.rate.burst = static_cast<unsigned>(number(field, 1, most_connections));
            if (key.scalar == "connections") limits.connections = number(field, 1, most_connections);
        }
    }

    // "64 MiB", or the number alone.
    std::size_t cache_size(const Yaml& value) {
        Yaml digits = value;
        for (const std::string_view unit : {"MiB", "MB", "M"}) {
            if (digits.scalar.ends_with(unit)) digits.scalar.resize(digits.scalar.size() - unit.size());
        }
        while (digits.scalar.ends_with(' ')) digits.scalar.pop_back();
        return number(digits, 1, most_cache_mebibytes, "write cache: 64 MiB, or off") * 1024 * 1024;
    }

    std::size_t number(const Yaml& value, std::size_t least, std::size_t most, std::string hint = {}) {
        std::size_t number = 0;
        const std::string& text = value.scalar;
        const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (failure != std::errc() || end != text.data() + text.size() || number < least || number > most) {
            if (hint.empty()) hint = fmt::format("write a whole number from {} to {}", least, most);
            error(fmt::format("'{}' is not such a number", text), std::move(hint), value.at);
            return least;
        }
        return number;
    }

    double rate(const Yaml& value) {
        double number = 0;
        const std::string& text = value.scalar;
        const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (failure == std::errc() && end == text.data() + text.size() && number >= 0.01 && number <= 1e6) return number;
        error(fmt::format("'{}' is not a rate", text), "write a number from 0.01 to 1000000", value.at);
        return 1;
    }

    template <class Accepts>
    std::vector<std::string> texts(const Yaml& list, Accepts accepts, std::string_view wrong, std::string_view hint) {
        std::vector<std::string> found;
        if (!list.is_list()) error("expected a list", std::string(hint), list.at);
        for (const Yaml& item : list.list) {
            found.push_back(lower_ascii(item.scalar));
            if (!accepts(item.scalar)) error(fmt::format("'{}' {}", item.scalar, wrong), std::string(hint), item.at);
        }
        return found;
    }

    std::vector<Network> networks(const Yaml& list) {
        const auto accepts = [](std::string_view text) { return Network::parse(text).has_value(); };
        std::vector<Network> found;
        for (const std::string& text : texts(list, accepts, "is not an address or a network", "write [127.0.0.1, 10.0.0.0/8]"))
            found.push_back(Network::parse(text).value_or(Network()));
        return found;
    }

    void check_key(const Yaml& key, std::span<const std::string_view> known) {
        if (std::find(known.begin(), known.end(), key.scalar) != known.end()) return;
        const auto meant = near_miss(key.scalar, known);
        error(fmt::format("unknown field '{}'", key.scalar),
              meant ? fmt::format("did you mean '{}'?", *meant) : "see docs/deploying.md", key.at);
    }

    void error(std::string what, std::string hint, const Location& at) {
        if (!first_error_) first_error_ = Error{ErrorCode::invalid_content, std::move(what), std::move(hint), at};
    }

    const std::filesystem::path folder_;
    Settings settings_;
    std::optional<Error> first_error_;
};

}  // namespace

Result<Settings> read_settings(std::string_view yaml, std::string_view path) {
    const auto root = parse_yaml(yaml, path);
    if (!root) return fail(root.error());
    return SettingsReader(std::filesystem::path(path).parent_path()).read(*root);
}

Result<Settings> read_settings_file(const std::filesystem::path& path) {
    const auto yaml = read_file(path, most_bytes);
    if (!yaml) return fail(yaml.error());
    return read_settings(*yaml, path.string());
}

}  // namespace kb::server
