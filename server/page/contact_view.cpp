#include "server/page/contact_view.h"

#include <algorithm>
#include <map>
#include <string>

#include <fmt/format.h>

namespace kb::server {

using Json = nlohmann::ordered_json;

namespace {

Json hidden(std::string_view name, std::string_view value) {
    return {{"name", name}, {"value", value}};
}

// What is not typed and goes with the text from step to step.
Json circumstances(const Submission& submission) {
    const TicketText& text = submission.text;
    Json fields = Json::array({hidden("form", submission.form), hidden("page", text.page), hidden("search_id", text.search_id)});
    for (const std::string& article : text.shown) fields.push_back(hidden("shown", article));
    if (!submission.trap.empty()) fields.push_back(hidden("website", submission.trap));
    return fields;
}

// The kinds of fields whose faults are worded alike.
std::string_view wording_of(const ContactField& field) {
    if (field.kind == ContactField::Kind::choice) return "choice";
    return field.kind == ContactField::Kind::checkbox ? "checkbox" : "field";
}

class FormView {
public:
    FormView(const Visit& visit, const Submission& submission, const std::vector<FieldFault>& faults)
        : visit_(visit), form_(visit.generation.site().contact), text_(submission.text), faults_(faults) {}

    Json first_fields() {
        Json message = built_in("message", text_.message, true, longest_message);
        message.update({{"multiline", true}, {"rows", "7"}});
        return Json::array({built_in("subject", text_.subject, form_.needs_subject, longest_subject), std::move(message)});
    }

    Json more_fields() {
        Json email = built_in("email", text_.email, form_.needs_email, longest_email);
        email.update({{"type", "email"}, {"inputmode", "email"}, {"autocomplete", "email"}});
        if (form_.needs_email) email["hint"] = text("contact.email.hint_needed");
        Json fields = Json::array({std::move(email)});
        for (const ContactField& field : form_.fields) fields.push_back(of_site(field));
        return fields;
    }

    // In the order of the form, each with a link to its field.
    Json faults() const {
        Json list = Json::array();
        for (const FieldFault& fault : faults_) {
            const auto reasons = reasons_.find(fault.field);
            if (reasons == reasons_.end()) continue;
            list.push_back({{"text", reasons->second.at(std::string(name_of(fault.fault)))}, {"url", "#contact-" + fault.field}});
        }
        return list;
    }

private:
    std::string text(std::string_view key) const { return std::string(visit_.presentation.texts.get(visit_.lang, key)); }

    Json built_in(const std::string& name, const std::string& value, bool is_needed, std::size_t longest) {
        const std::string key = "contact." + name;
        Json view = described(name, text(key + ".hint"));
        view.update({{"name", name}, {"label", text(key + ".label")}, {"required", is_needed}, {"optional", !is_needed},
                     {"value", value}, {"line", name != "message"}, {"maxlength", longest}});
        add_reasons(name, name, text(key + ".label"), longest, view);
        return view;
    }

    Json of_site(const ContactField& field) {
        const auto in_language = [&](const Localized& texts) {
            return std::string(localized(texts, visit_.lang, visit_.generation.site().default_language));
        };
        const std::string_view value = field_value(text_, field.name);
        Json view = described(field.name, in_language(field.hint));
        view.update({{"name", "field." + field.name}, {"label", in_language(field.label)}, {"required", field.required},
                     {"optional", !field.required}, {"value", value}, {"maxlength", longest_field}, {"rows", "4"},
                     {"line", field.kind == ContactField::Kind::text}, {"multiline", field.kind == ContactField::Kind::multiline},
                     {"choice", field.kind == ContactField::Kind::choice}, {"checkbox", field.kind == ContactField::Kind::checkbox},
                     {"checked", !value.empty()}, {"options", Json::array()}});
        for (const ContactField::Option& option : field.options)
            view["options"].push_back({{"value", option.value}, {"label", in_language(option.label)}, {"selected", option.value == value}});
        add_reasons(field.name, wording_of(field), view["label"], longest_field, view);
        return view;
    }

    Json described(const std::string& name, std::string hint) const {
        const bool has_fault = std::any_of(faults_.begin(), faults_.end(), [&](const FieldFault& fault) { return fault.field == name; });
        const std::string id = "contact-" + name;
        // No field has a dot in its name, so no ids meet.
        std::string described_by = has_fault ? id + ".error" : std::string();
        if (!hint.empty()) described_by += fmt::format("{}{}.hint", described_by.empty() ? "" : " ", id);
        // Names that the templates use elsewhere, too, must not shine through.
        return {{"id", id}, {"field", name}, {"hint", std::move(hint)}, {"described_by", std::move(described_by)}, {"type", "text"},
                {"inputmode", ""}, {"autocomplete", "off"}, {"multiline", false}, {"choice", false}, {"checkbox", false}, {"error", ""}};
    }

    // What is said of each fault, for the script, and of the one there is.
    void add_reasons(const std::string& name, std::string_view wording, const std::string& label, std::size_t longest, Json& view) {
        const Texts& texts = visit_.presentation.texts;
        const std::string most = std::to_string(longest);
        Json& reasons = reasons_[name];
        for (const std::string_view fault : {name_of(Fault::missing), name_of(Fault::invalid), name_of(Fault::too_long)}) {
            const std::string key = fmt::format("contact.fault.{}.{}", wording, fault);
            reasons[std::string(fault)] = texts.format(visit_.lang, key, {{"label", label}, {"n", most}});
        }
        view["reasons"] = reasons.dump();
        for (const FieldFault& fault : faults_) {
            if (fault.field == name) view["error"] = reasons.at(std::string(name_of(fault.fault)));
        }
    }

    const Visit& visit_;
    const ContactForm& form_;
    const TicketText& text_;
    const std::vector<FieldFault>& faults_;
    std::map<std::string, Json> reasons_;  // by field, then by fault
};

// What somebody chose, in the words that it was offered in.
std::string shown_value(const Visit& visit, const ContactField& field, std::string_view value) {
    const auto option = std::find_if(field.options.begin(), field.options.end(), [&](const auto& known) { return known.value == value; });
    if (option != field.options.end())
        return std::string(localized(option->label, visit.lang, visit.generation.site().default_language));
    if (field.kind == ContactField::Kind::checkbox) return std::string(visit.presentation.texts.get(visit.lang, "contact.ticked"));
    return std::string(value);
}

}  // namespace

Json contact_form_view(const Visit& visit, const Submission& submission, const std::vector<FieldFault>& faults) {
    FormView form(visit, submission, faults);
    Json view = {{"first_fields", form.first_fields()}, {"more_fields", form.more_fields()}, {"hidden", circumstances(submission)}};
    view["faults"] = form.faults();
    view["has_faults"] = !view["faults"].empty();
    return view;
}

Json typed_view(const Visit& visit, const Submission& submission) {
    const TicketText& text = submission.text;
    const SiteConfig& site = visit.generation.site();
    Json typed = Json::array(), fields = circumstances(submission);
    const auto add = [&](std::string_view label, std::string_view name, std::string_view value, std::string_view shown) {
        if (!value.empty()) typed.push_back({{"label", label}, {"text", shown}});
        if (!value.empty()) fields.push_back(hidden(name, value));
    };
    const auto label = [&](std::string_view key) { return visit.presentation.texts.get(visit.lang, key); };
    add(label("contact.subject.label"), "subject", text.subject, text.subject);
    add(label("contact.message.label"), "message", text.message, text.message);
    add(label("contact.email.label"), "email", text.email, text.email);
    for (const ContactField& field : site.contact.fields) {
        const std::string_view value = field_value(text, field.name);
        add(localized(field.label, visit.lang, site.default_language), "field." + field.name, value, shown_value(visit, field, value));
    }
    return {{"typed", std::move(typed)}, {"hidden", std::move(fields)}};
}

}  // namespace kb::server
