#include "kb/events/cases.h"

#include <algorithm>
#include <map>

namespace kb {

namespace {

bool begins_question(const StoredEvent& event) {
    return event.kind == EventKind::search || event.kind == EventKind::contact_open;
}
bool begins_form_visit(const StoredEvent& event) {
    return event.kind == EventKind::contact_open;
}

// Cases whose window is open, in the order in which they began, while time goes on.
class OpenCases {
public:
    OpenCases(std::vector<CoveringCase>& cases, const Lineage& lineage) : cases_(cases), lineage_(lineage) {}

    // The earliest that covers the event; nullptr when none does. Asked for events in the order of their time.
    CoveringCase* covering(const StoredEvent& event) {
        while (next_ < cases_.size() && cases_[next_].found.begins <= event.at) open_.push_back(next_++);
        std::erase_if(open_, [&](std::size_t place) { return cases_[place].found.ends <= event.at; });
        const auto found = std::find_if(open_.begin(), open_.end(), [&](std::size_t place) {
            return lineage_.continues(event.session, cases_[place].found.session);
        });
        return found == open_.end() ? nullptr : &cases_[*found];
    }

private:
    std::vector<CoveringCase>& cases_;
    const Lineage& lineage_;
    std::vector<std::size_t> open_;
    std::size_t next_ = 0;
};

template <class Begins>
std::vector<CoveringCase> find_cases(Case::Kind kind, Begins begins, const std::vector<StoredEvent>& events, const Lineage& lineage,
                                     const RuleBook& rules) {
    std::vector<CoveringCase> cases;
    OpenCases beginning(cases, lineage);
    for (const StoredEvent& event : events) {
        if (!begins(event) || beginning.covering(event) != nullptr) continue;
        Case begun;
        begun.kind = kind;
        begun.session = event.session;
        begun.begins = event.at;
        begun.ends = event.at + rules.at(event.at).window;
        begun.day = rules.day_of(event.at);
        begun.lang = event.lang;
        cases.push_back({begun, {}});
    }
    // What came in the same millisecond as the beginning, and before it, is covered, too.
    OpenCases covering(cases, lineage);
    for (const StoredEvent& event : events) {
        if (CoveringCase* found = covering.covering(event)) found->events.push_back(&event);
    }
    return cases;
}

bool has(const CoveringCase& found, EventKind kind) {
    return std::any_of(found.events.begin(), found.events.end(), [&](const StoredEvent* event) { return event->kind == kind; });
}

bool opens_article(const StoredEvent& event) {
    return event.kind == EventKind::open || event.kind == EventKind::contact_suggestion;
}

// What says that an article helped, and was not taken back: the last votes on each, and what was marked as the solution.
std::vector<const StoredEvent*> confirmations(const CoveringCase& question) {
    std::map<Place, const StoredEvent*> last_votes;
    for (const StoredEvent* event : question.events) {
        if (event->kind == EventKind::vote) last_votes[event->article] = event;
    }
    std::vector<const StoredEvent*> found;
    for (const StoredEvent* event : question.events) {
        const bool is_standing_vote = event->kind == EventKind::vote && last_votes[event->article] == event && event->helpful == true;
        if (is_standing_vote || event->kind == EventKind::contact_solved) found.push_back(event);
    }
    return found;
}

Place last_opened(const CoveringCase& question) {
    Place article = 0;
    for (const StoredEvent* event : question.events) {
        if (opens_article(*event) && event->article != 0) article = event->article;
    }
    return article;
}

}  // namespace

std::vector<CoveringCase> find_questions(const std::vector<StoredEvent>& events, const Lineage& lineage, const RuleBook& rules) {
    return find_cases(Case::Kind::question, begins_question, events, lineage, rules);
}

std::vector<CoveringCase> find_form_visits(const std::vector<StoredEvent>& events, const Lineage& lineage, const RuleBook& rules) {
    return find_cases(Case::Kind::form, begins_form_visit, events, lineage, rules);
}

void settle_question(CoveringCase& question) {
    const auto settle = [&](Outcome outcome) { question.found.outcome = static_cast<int>(outcome); };
    if (has(question, EventKind::contact_sent)) return settle(Outcome::ticket);
    const auto confirmed = confirmations(question);
    const bool has_opened = std::any_of(question.events.begin(), question.events.end(), [](const StoredEvent* event) { return opens_article(*event); });
    if (confirmed.empty() && !has_opened) return settle(Outcome::silent);
    settle(confirmed.empty() ? Outcome::potential : Outcome::confirmed);
    question.found.article = last_opened(question);
    for (const StoredEvent* event : confirmed) {
        if (event->article != 0) question.found.article = event->article;
    }
}

void settle_form_visit(CoveringCase& visit, const Lineage& lineage, const RuleBook& rules) {
    FormVisit form;
    form.was_shown = has(visit, EventKind::contact_shown);
    form.has_opened = has(visit, EventKind::contact_suggestion);
    form.is_held_out = holdout_number(lineage.mark_of(visit.found.session)) < rules.at(visit.found.begins).holdout_percent;
    if (form.has_opened) form.outcome = FormOutcome::read;
    if (has(visit, EventKind::contact_solved)) form.outcome = FormOutcome::solved;
    if (has(visit, EventKind::contact_sent)) form.outcome = FormOutcome::submitted;
    visit.found.outcome = form.code();
}

}  // namespace kb
