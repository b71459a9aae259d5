#include "server/contact/submission.h"

#include <algorithm>
#include <optional>

#include "kb/base/ascii.h"
#include "kb/base/utf8.h"

namespace kb::server {

namespace {

constexpr std::size_t longest_page = 300, longest_mark = 100, longest_article = 300, most_shown = 20;  // bytes, articles
constexpr std::string_view field_prefix = "field.";
// Has a meaning in mail headers, or cannot stand there.
constexpr std::string_view not_in_addresses = " <>,;:\"()[]\\";

bool is_line_break(char16_t unit) {
    return unit == u'\n' || unit == u'\u2028' || unit == u'\u2029' || unit == u'\u0085';
}

bool is_control(char16_t unit) {
    return unit < 0x20 || (unit >= 0x7f && unit < 0xa0);
}

bool is_blank(char16_t unit) {
    return unit == u' ' || unit == u'\n' || unit == u'\t' || unit == u'\u00a0' || unit == u'\ufeff' || unit == u'\u200b';
}

std::string trimmed(std::u16string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return to_utf8(text);
}

std::string tidy_lines(std::string_view text) {
    std::u16string kept;
    char16_t last = 0;
    for (const char16_t unit : to_utf16(text)) {
        const bool is_second_half = unit == u'\n' && last == u'\r';
        if (unit == u'\r' || is_line_break(unit)) {
            if (!is_second_half) kept += u'\n';
        } else if (unit == u'\t' || !is_control(unit)) {
            kept += unit;
        }
        last = unit;
    }
    return trimmed(kept);
}

std::string tidy_line(std::string_view text) {
    std::string line = tidy_lines(text);
    std::replace_if(line.begin(), line.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
    return line;
}

void tidy_circumstances(TicketText& text) {
    const auto drop_unless = [](std::string& value, std::size_t longest) {
        if (value.size() > longest || std::any_of(value.begin(), value.end(), is_control_ascii)) value.clear();
    };
    drop_unless(text.page, longest_page);
    if (!text.page.starts_with('/')) text.page.clear();
    drop_unless(text.session, longest_mark);
    drop_unless(text.search_id, longest_mark);
    for (std::string& article : text.shown) drop_unless(article, longest_article);
    std::erase(text.shown, std::string());
    if (text.shown.size() > most_shown) text.shown.resize(most_shown);
}

std::optional<Fault> fault_of_text(std::string_view text, bool is_needed, std::size_t longest) {
    if (text.empty()) return is_needed ? std::optional(Fault::missing) : std::nullopt;
    return utf16_length(text) > longest ? std::optional(Fault::too_long) : std::nullopt;
}

// It will stand in the header of a mail. Whether there is such a mailbox only a mail can tell.
bool is_address(std::string_view text) {
    const std::size_t at = text.find('@');
    const bool has_sides = at != std::string_view::npos && at > 0 && at + 1 < text.size();
    return has_sides && text.rfind('@') == at && std::none_of(text.begin(), text.end(), [](char c) {
        return is_control_ascii(c) || not_in_addresses.find(c) != std::string_view::npos;
    });
}

std::optional<Fault> fault_of_email(std::string_view text, bool is_needed) {
    if (text.empty()) return is_needed ? std::optional(Fault::missing) : std::nullopt;
    if (text.size() > longest_email) return Fault::too_long;
    return is_address(text) ? std::nullopt : std::optional(Fault::invalid);
}

bool is_value_of(std::string_view text, const ContactField& field) {
    switch (field.kind) {
        case ContactField::Kind::text: return text.find('\n') == std::string_view::npos;
        case ContactField::Kind::multiline: return true;
        case ContactField::Kind::checkbox: return text == ticked;
        case ContactField::Kind::choice:
            return std::any_of(field.options.begin(), field.options.end(), [&](const auto& option) { return option.value == text; });
    }
    return false;
}

std::optional<Fault> fault_of_field(std::string_view text, const ContactField& field) {
    if (const auto fault = fault_of_text(text, field.required, longest_field)) return fault;
    return text.empty() || is_value_of(text, field) ? std::nullopt : std::optional(Fault::invalid);
}

bool has_field(const ContactForm& form, std::string_view name) {
    return std::any_of(form.fields.begin(), form.fields.end(), [&](const ContactField& field) { return field.name == name; });
}

}  // namespace

std::string_view name_of(Fault fault) {
    switch (fault) {
        case Fault::missing: return "missing";
        case Fault::invalid: return "invalid";
        case Fault::too_long: break;
    }
    return "too_long";
}

std::string_view field_value(const TicketText& text, std::string_view name) {
    return form_value(text.fields, name);
}

Submission read_submission(const FormFields& fields, const ContactForm& form) {
    const auto value = [&](std::string_view name) { return std::string(form_value(fields, name)); };
    Submission submission;
    submission.id = value("id");
    submission.text = {value("lang"), value("subject"), value("message"), value("email"), {}, value("page"), {},
                       value("search_id"), {}};
    submission.form = value("form");
    submission.trap = value("website");
    for (const auto& [name, article] : fields) {
        if (name == "shown") submission.text.shown.push_back(article);
    }
    for (const ContactField& field : form.fields) {
        std::string typed = value(std::string(field_prefix) + field.name);
        // Browsers send "on" for a box without a value.
        if (field.kind == ContactField::Kind::checkbox && !typed.empty()) typed = ticked;
        if (!typed.empty()) submission.text.fields.emplace_back(field.name, std::move(typed));
    }
    return submission;
}

void tidy(Submission& submission) {
    TicketText& text = submission.text;
    text.subject = tidy_line(text.subject);
    text.email = tidy_line(text.email);
    text.message = tidy_lines(text.message);
    for (auto& [name, value] : text.fields) value = tidy_lines(value);
    std::erase_if(text.fields, [](const auto& field) { return field.second.empty(); });
    tidy_circumstances(text);
}

std::vector<FieldFault> find_faults(const Submission& submission, const ContactForm& form) {
    std::vector<FieldFault> faults;
    const auto note = [&](const std::string& field, std::optional<Fault> fault) {
        if (fault) faults.push_back({field, *fault});
    };
    const TicketText& text = submission.text;
    note("subject", fault_of_text(text.subject, form.needs_subject, longest_subject));
    note("message", fault_of_text(text.message, true, longest_message));
    note("email", fault_of_email(text.email, form.needs_email));
    for (const ContactField& field : form.fields) note(field.name, fault_of_field(field_value(text, field.name), field));
    // What programs add of their own, such as their version, is passed on.
    for (const auto& [name, value] : text.fields) note(name, has_field(form, name) ? std::nullopt : fault_of_text(value, false, longest_field));
    return faults;
}

}  // namespace kb::server
