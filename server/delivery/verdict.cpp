#include "server/delivery/verdict.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace kb::server {

namespace {

constexpr std::chrono::seconds longest_wait = std::chrono::hours(1);
constexpr std::array wrong_requests = {400, 413, 415, 422};
constexpr std::size_t longest_name = 40;

Outcome outcome_of(int status) {
    if (status >= 200 && status < 300) return Outcome::delivered;
    const bool is_wrong = std::find(wrong_requests.begin(), wrong_requests.end(), status) != wrong_requests.end();
    return is_wrong ? Outcome::rejected : Outcome::failed;
}

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= longest_name && std::all_of(text.begin(), text.end(), [](char c) {
        return c == '_' || c == ' ' || std::isalnum(static_cast<unsigned char>(c)) != 0;
    });
}

std::string name_in(const nlohmann::json& value) {
    if (value.is_number_integer()) return value.dump();
    const auto* text = value.get_ptr<const std::string*>();
    return text && is_name(*text) ? *text : std::string();
}

}  // namespace

Delivery verdict_on(const Result<HttpAnswer>& answer) {
    if (!answer) return {Outcome::failed, answer.error().what, std::nullopt};
    Delivery delivery{outcome_of(answer->status), fmt::format("answered {}", answer->status), std::nullopt};
    if (delivery.outcome == Outcome::failed && answer->retry_after) delivery.retry_after = std::min(*answer->retry_after, longest_wait);
    return delivery;
}

std::string error_name(std::string_view body) {
    const auto answer = nlohmann::json::parse(body, nullptr, false);
    if (!answer.is_object()) return {};
    const nlohmann::json nothing, error = answer.value("error", nothing);
    const std::string name = name_in(error.is_object() ? error.value("code", nothing) : error);
    return name.empty() ? name_in(answer.value("code", nothing)) : name;
}

void add_error_name(Delivery& delivery, std::string_view body) {
    const std::string name = error_name(body);
    if (!name.empty()) delivery.reason += fmt::format(" ({})", name);
}

}  // namespace kb::server
