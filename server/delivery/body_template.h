// A webhook's body as the operator wants it: a Mustache template that makes JSON.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "kb/base/error.h"
#include "kb/store/ticket.h"

namespace kb::server {

// Tags are those of webhook_view() and stand within quotes: {"title": "{{subject}}"}. `fields` is a list of {name, value}, `shown`
// one of {article}; both have `last` in the last. What is empty is false for a section.
class BodyTemplate {
public:
    // Tried with a ticket that has everything, quotes and line breaks included, and with one that is empty. `path` is for errors.
    static Result<BodyTemplate> parse(std::string_view text, const std::filesystem::path& path);
    BodyTemplate(BodyTemplate&&) noexcept;
    BodyTemplate& operator=(BodyTemplate&&) noexcept;
    ~BodyTemplate();

    // Fails when it is no JSON, without repeating anything of the ticket.
    Result<std::string> render(const Ticket& ticket) const;

private:
    struct Parsed;
    explicit BodyTemplate(std::unique_ptr<Parsed> parsed);
    std::unique_ptr<Parsed> parsed_;
};

}  // namespace kb::server
