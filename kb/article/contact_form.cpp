#include "kb/article/contact_form.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "kb/article/field_reader.h"
#include "kb/base/ascii.h"

namespace kb {

namespace {

// More would be a questionnaire, and hardly anybody would fill it in.
constexpr std::size_t most_fields = 30, most_options = 100;
constexpr std::size_t longest_name = 60;  // bytes

constexpr std::array<std::string_view, 2> form_keys = {"enabled", "fields"};
constexpr std::array<std::string_view, 6> field_keys = {"name", "type", "label", "hint", "required", "options"};
constexpr std::array<std::string_view, 2> demand_keys = {"name", "required"};
constexpr std::array<std::string_view, 2> option_keys = {"value", "label"};
constexpr std::array<std::string_view, 10> taken_names = {"id",   "lang",  "subject",   "message", "email",
                                                          "page", "shown", "search_id", "form",    "website"};
constexpr std::array<std::pair<std::string_view, ContactField::Kind>, 4> kinds = {{
    {"text", ContactField::Kind::text},
    {"multiline", ContactField::Kind::multiline},
    {"choice", ContactField::Kind::choice},
    {"checkbox", ContactField::Kind::checkbox},
}};

bool is_name(std::string_view text) {
    return is_name_ascii(text) && text.size() <= longest_name;
}

bool says_anything(const Localized& texts) {
    return std::any_of(texts.begin(), texts.end(), [](const auto& text) { return !text.second.empty(); });
}

class ContactReader : FieldReader {
public:
    ContactReader(ContactForm& form, std::vector<Problem>& problems) : FieldReader(problems), form_(form) {}

    void read(const Yaml& value) {
        if (value.is_null()) return;
        if (value.is_scalar()) return read_flag(value, "contact", [&](bool enabled) { form_.enabled = enabled; });
        if (!value.is_map())
            return error("'contact' must have fields", "write enabled: and fields: below it, or contact: false", value.at);
        for (const auto& [key, inner] : value.map) {
            check_key(key, form_keys);
            if (key.scalar == "enabled") read_flag(inner, "enabled", [&](bool enabled) { form_.enabled = enabled; });
            if (key.scalar == "fields") read_fields(inner);
        }
    }

private:
    template <class Set>
    void read_flag(const Yaml& value, std::string_view name, Set set) {
        const auto is_any_of = [&](std::initializer_list<std::string_view> words) {
            return std::find(words.begin(), words.end(), value.scalar) != words.end();
        };
        if (is_any_of({"true", "True", "TRUE", "yes", "Yes", "YES"})) return set(true);
        if (is_any_of({"false", "False", "FALSE", "no", "No", "NO"})) return set(false);
        error(fmt::format("'{}' is neither true nor false", value.scalar),
              fmt::format("write {}: true or {}: false", name, name), value.at);
    }

    void read_fields(const Yaml& value) {
        if (!value.is_list()) return error("'fields' must be a list", "write - name: … and label: … below it", value.at);
        for (const Yaml& item : value.list) {
            if (form_.fields.size() == most_fields)
                return error(fmt::format("more than {} fields", most_fields), "ask for less: every field costs answers", item.at);
            const Yaml* name = item.find("name");
            if (name == nullptr) {
                error("a field needs a name", "write name: order and label: Order number", item.at);
            } else if (name->scalar == "email" || name->scalar == "subject") {
                read_demand(item, name->scalar == "email" ? form_.needs_email : form_.needs_subject);
            } else if (check_name(*name)) {
                read_field(item, *name);
            }
        }
    }

    // Whether a field that every form has must be filled in.
    void read_demand(const Yaml& item, bool& is_needed) {
        for (const auto& [key, value] : item.map) {
            check_key(key, demand_keys);
            if (key.scalar == "required") read_flag(value, "required", [&](bool required) { is_needed = required; });
        }
    }

    bool check_name(const Yaml& name) {
        const auto is_it = [&](const ContactField& field) { return field.name == name.scalar; };
        if (!is_name(name.scalar)) {
            error(fmt::format("'{}' is no name for a field", name.scalar), "use letters a-z, digits, - and _", name.at);
        } else if (std::find(taken_names.begin(), taken_names.end(), name.scalar) != taken_names.end()) {
            error(fmt::format("every form has '{}' of its own", name.scalar), "choose another name", name.at);
        } else if (std::any_of(form_.fields.begin(), form_.fields.end(), is_it)) {
            error(fmt::format("there are two fields '{}'", name.scalar), "rename one of them", name.at);
        } else {
            return true;
        }
        return false;
    }

    void read_field(const Yaml& item, const Yaml& name) {
        ContactField field;
        field.name = name.scalar;
        bool is_whole = true;
        for (const auto& [key, value] : item.map) {
            check_key(key, field_keys);
            if (key.scalar == "type") is_whole = read_kind(value, field.kind) && is_whole;
            if (key.scalar == "label") read_localized(value, field.label);
            if (key.scalar == "hint") read_localized(value, field.hint);
            if (key.scalar == "required") read_flag(value, "required", [&](bool required) { field.required = required; });
        }
        if (!is_whole || !check_label(field, name) || !read_options(item, field)) return;
        form_.fields.push_back(std::move(field));
    }

    bool read_kind(const Yaml& value, ContactField::Kind& kind) {
        if (const auto known = contact_field_kind(value.scalar)) {
            kind = *known;
            return true;
        }
        error(fmt::format("'{}' is no type of field", value.scalar), "write type: text, multiline, choice or checkbox",
              value.at);
        return false;
    }

    bool check_label(const ContactField& field, const Yaml& name) {
        if (says_anything(field.label)) return true;
        error(fmt::format("the field '{}' has no label", field.name), "write label: Order number, or one for each language",
              name.at);
        return false;
    }

    bool read_options(const Yaml& item, ContactField& field) {
        const Yaml* options = item.find("options");
        if (field.kind != ContactField::Kind::choice) {
            if (options != nullptr) error("only a choice has options", "write type: choice, or remove them", options->at);
            return options == nullptr;
        }
        if (options == nullptr || !options->is_list() || options->list.empty() || options->list.size() > most_options) {
            error("a choice needs a list of options", fmt::format("write options: [Card, Cash]; at most {}", most_options),
                  options == nullptr ? item.at : options->at);
            return false;
        }
        return std::all_of(options->list.begin(), options->list.end(),
                           [&](const Yaml& option) { return read_option(option, field); });
    }

    bool read_option(const Yaml& value, ContactField& field) {
        ContactField::Option option;
        if (value.is_scalar()) option = {value.scalar, {{"", value.scalar}}};
        for (const auto& [key, inner] : value.map) {
            check_key(key, option_keys);
            if (key.scalar == "value") option.value = inner.scalar;
            if (key.scalar == "label") read_localized(inner, option.label);
        }
        if (option.label.empty()) option.label = {{"", option.value}};
        const auto is_it = [&](const ContactField::Option& other) { return other.value == option.value; };
        const bool is_new = !option.value.empty() && std::none_of(field.options.begin(), field.options.end(), is_it);
        if (!is_new)
            error("every option needs a value of its own", "write - value: card and label: By card, or - By card", value.at);
        field.options.push_back(std::move(option));
        return is_new;
    }

    ContactForm& form_;
};

}  // namespace

ContactForm parse_contact_form(const Yaml& value, std::vector<Problem>& problems) {
    ContactForm form;
    ContactReader(form, problems).read(value);
    return form;
}

std::string_view name_of(ContactField::Kind kind) {
    return std::find_if(kinds.begin(), kinds.end(), [&](const auto& known) { return known.second == kind; })->first;
}

std::optional<ContactField::Kind> contact_field_kind(std::string_view name) {
    const auto found = std::find_if(kinds.begin(), kinds.end(), [&](const auto& known) { return known.first == name; });
    return found == kinds.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace kb
