// GET and POST /{lang}/contact, and what follows: /{lang}/contact/sent and /{lang}/contact/solved
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kb/search/query.h"
#include "server/contact/form_id.h"
#include "server/contact/intake.h"
#include "server/contact/ticket_number.h"
#include "server/page/contact_link.h"
#include "server/page/contact_view.h"
#include "server/page/frame.h"
#include "server/page/offered_answers.h"
#include "server/pages/pages.h"

namespace kb::server {

using Json = nlohmann::ordered_json;

namespace {

std::string_view text_of(const Visit& visit, std::string_view key) {
    return visit.presentation.texts.get(visit.lang, key);
}

// `rest` is what follows the address of the form in that of the page, in every language.
Json frame_of(const Visit& visit, std::string_view title, std::string_view rest = {}) {
    const auto address = [&](const std::string& lang) { return contact_address(visit, lang).append(rest); };
    PageHead head;
    head.title = title;
    head.address = address(visit.lang);
    head.indexable = false;
    for (const std::string& lang : visit.generation.site().languages) head.translations.emplace(lang, address(lang));
    Json view = page_frame(visit, head);
    view["breadcrumbs"] = breadcrumbs(visit, "", false);
    view["breadcrumbs"].push_back({{"title", text_of(visit, "contact.title")},
                                   {"url", contact_address(visit, visit.lang)},
                                   {"here", !rest.starts_with('/')}});
    view["contact_url"] = contact_address(visit, visit.lang);
    return view;
}

// What the scripts say, and whom they ask.
void add_scripts(const Visit& visit, Json& view) {
    const std::string& base = visit.generation.base_path;
    view["form_script_url"] = fmt::format("{}/static/{}", base, visit.presentation.form.name);
    view["answers_script_url"] = fmt::format("{}/static/{}", base, visit.presentation.answers.name);
    view["contact_texts"] = script_texts(visit, "contact.script.");
}

// Below that of the form.
std::string sent_address(std::string_view ticket, bool has_receipt) {
    return fmt::format("/sent?ticket={}{}", ticket, has_receipt ? "&receipt=1" : "");
}

struct Outcome {
    int status = 200;
    std::vector<FieldFault> faults = {};
    std::string_view banner = {};  // key of a text: why it was not sent, and what to do
};

Response show_form(const Visit& visit, const Submission& submission, const Outcome& outcome) {
    const TicketText& text = submission.text;
    std::string title(text_of(visit, "contact.title"));
    const bool is_amiss = !outcome.faults.empty() || !outcome.banner.empty();
    if (is_amiss) title = visit.presentation.texts.format(visit.lang, "contact.title_amiss", {{"title", title}});
    Json view = frame_of(visit, title, contact_query({{}, text.page, text.search_id}));
    view.update(contact_form_view(visit, submission, outcome.faults));
    view["banner"] = outcome.banner.empty() ? std::string_view() : text_of(visit, outcome.banner);
    add_scripts(visit, view);
    return render_page(visit, outcome.status, "contact", view);
}

Response show_answers(const Visit& visit, Submission submission) {
    OfferedAnswers answers = offered_answers(visit, submission.text);
    for (std::string& article : answers.articles) {
        auto& shown = submission.text.shown;
        if (std::find(shown.begin(), shown.end(), article) == shown.end()) shown.push_back(std::move(article));
    }
    Json view = frame_of(visit, text_of(visit, "contact.answers.title"));
    view.update(typed_view(visit, submission));
    view["has_answers"] = !answers.views.empty();
    view["answers"] = std::move(answers.views);
    return render_page(visit, 200, "contact_answers", view);
}

Outcome outcome_of(ErrorCode code) {
    if (code == ErrorCode::busy) return {429, {}, "contact.banner.busy"};
    return {503, {}, "contact.banner.failed"};
}

// An id that stands for another text is given up once.
Result<Taken> take(const Visit& visit, Submission& submission) {
    if (visit.intake == nullptr) return fail(ErrorCode::io, "nothing takes what visitors write");
    submission.id = form_id(submission, 1);
    auto taken = visit.intake->take(submission, visit.request);
    if (taken || taken.error().code != ErrorCode::invalid_argument) return taken;
    submission.id = form_id(submission, 2);
    return visit.intake->take(submission, visit.request);
}

Response send(const Visit& visit, Submission submission) {
    const auto taken = take(visit, submission);
    if (!taken) {
        const bool is_busy = taken.error().code == ErrorCode::busy;
        return show_form(visit, submission, outcome_of(taken.error().code)).with("Retry-After", is_busy ? "3600" : "60");
    }
    return redirect(303, contact_address(visit, visit.lang) + sent_address(taken->number, taken->sends_receipt));
}

Submission read_posted(const Visit& visit, const FormFields& fields) {
    Submission submission = read_submission(fields, visit.generation.site().contact);
    submission.text.lang = visit.lang;
    submission.is_from_form = true;
    tidy(submission);
    return submission;
}

}  // namespace

Response show_contact(const Visit& visit) {
    if (!has_contact(visit)) return show_failure(visit, 404);
    const auto clean = [&](std::string_view name, std::size_t limit) { return clean_text(visit.request.parameter(name), limit); };
    Submission submission;
    submission.text.subject = clean("q", longest_subject);
    submission.text.page = clean("page", max_query);
    submission.text.search_id = clean("search_id", max_query);
    if (visit.intake != nullptr) submission.form = visit.intake->new_form();
    tidy(submission);
    return show_form(visit, submission, {});
}

Response take_contact(const Visit& visit) {
    if (!has_contact(visit)) return show_failure(visit, 404);
    const FormFields fields = read_form(visit.request.body);
    const Submission submission = read_posted(visit, fields);
    const std::string_view step = form_value(fields, "step");
    if (step == "edit") return show_form(visit, submission, {});
    if (auto faults = find_faults(submission, visit.generation.site().contact); !faults.empty())
        return show_form(visit, submission, {422, std::move(faults), {}});
    return step == "answers" ? show_answers(visit, submission) : send(visit, submission);
}

Response show_contact_sent(const Visit& visit) {
    const std::string_view ticket = visit.request.parameter("ticket");
    if (!has_contact(visit) || !is_ticket_number(ticket)) return show_failure(visit, 404);
    const bool has_receipt = visit.request.parameter("receipt") == "1";
    Json view = frame_of(visit, text_of(visit, "contact.sent.title"), sent_address(ticket, has_receipt));
    view["number"] = visit.presentation.texts.format(visit.lang, "contact.sent.number", {{"number", grouped(ticket)}});
    view["receipt"] = has_receipt;
    return render_page(visit, 200, "contact_sent", view);
}

Response show_contact_solved(const Visit& visit) {
    if (!has_contact(visit)) return show_failure(visit, 404);
    Json view = frame_of(visit, text_of(visit, "contact.solved.title"), "/solved");
    const CatalogEntry* entry = visit.snapshot().find(visit.lang, visit.request.parameter("article"), visit.audience());
    if (entry != nullptr) view["article"] = article_links(visit, {entry}).front();
    return render_page(visit, 200, "contact_solved", view);
}

}  // namespace kb::server
