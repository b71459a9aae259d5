// What AI agents can do here: a table that carries its own help and schemas.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>
#include <tl/expected.hpp>

#include "server/visit.h"

namespace kb::server {

struct ToolAnswer {
    std::string text;                  // for models that read no structure
    nlohmann::ordered_json structure;  // as `output` says
};

// Why there is no answer and what to do about it, in words for a model.
using ToolFailure = std::string;

struct Tool {
    std::string_view name, title, help;
    std::string_view input, output;  // JSON Schemas
    tl::expected<ToolAnswer, ToolFailure> (*answer)(const Visit& visit, const nlohmann::json& arguments);
};

std::span<const Tool> tools();
const Tool* find_tool(std::string_view name);
// `arguments` are an object; whatever else is wrong with them is a failure.
tl::expected<ToolAnswer, ToolFailure> call(const Tool& tool, const Visit& visit, const nlohmann::json& arguments);

// What get_article gives of an article's Markdown at a time, in bytes.
constexpr std::size_t longest_piece = 24 * 1024;

}  // namespace kb::server
