#include "server/outbox_command.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <filesystem>
#include <iostream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "kb/base/date.h"
#include "kb/base/utf8.h"
#include "kb/store/audit_log.h"
#include "kb/store/outbox.h"
#include "server/subcommands.h"

namespace kb::server {

namespace {

using Json = nlohmann::ordered_json;

struct Arguments {
    std::filesystem::path data;
    bool json = false;
    std::vector<std::string> numbers, states;
    bool all = false;
};

constexpr std::array<std::string_view, 3> undelivered = {"waiting", "held", "rejected"};

// One row for each subcommand.
struct Command {
    const char* name;
    const char* help;
    Result<int> (*run)(Outbox& outbox, const Arguments& arguments);
    enum class Takes { states, one, many, many_or_all } takes;
    const char* all_help = nullptr;  // of --all
};

// Nothing that would move the cursor of a terminal or turn its writing round: controls of ASCII and ISO 8859-1, and marks of direction.
std::string for_terminal(std::string_view text) {
    const auto is_harmful = [](char16_t unit) {
        const bool is_control = (unit < 0x20 && unit != u'\n' && unit != u'\t') || (unit >= 0x7f && unit < 0xa0);
        return is_control || (unit >= 0x202a && unit <= 0x202e) || (unit >= 0x2066 && unit <= 0x2069);
    };
    std::u16string units = to_utf16(text);
    std::replace_if(units.begin(), units.end(), is_harmful, u' ');
    return to_utf8(units);
}

std::string one_line(std::string_view text) {
    std::string line = for_terminal(text);
    std::replace_if(line.begin(), line.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
    return line;
}

Json json_of(const ListedTicket& listed) {
    const Ticket& ticket = listed.ticket;
    return {{"ticket", ticket.number},
            {"state", name_of(listed.state)},
            {"received", to_iso_time(ticket.received)},
            {"changed", to_iso_time(listed.changed)},
            {"attempts", listed.attempts},
            {"reason", listed.reason},
            {"receipt", listed.receipt ? Json(name_of(*listed.receipt)) : Json()},
            {"key", ticket.key},
            {"subject", ticket.text.subject}};
}

Json whole_json_of(const ListedTicket& listed) {
    const TicketText& text = listed.ticket.text;
    Json json = json_of(listed);
    json.update({{"message", text.message}, {"email", text.email}, {"lang", text.lang}, {"page", text.page}, {"shown", text.shown}});
    json["fields"] = Json::object();
    for (const auto& [name, value] : text.fields) json["fields"][name] = value;
    return json;
}

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::vector<ErrandState> states_of(const Arguments& arguments) {
    if (arguments.all) return {};
    std::vector<ErrandState> states;
    for (const std::string& name : arguments.states) states.push_back(*parse_errand_state(name));
    if (!states.empty()) return states;
    for (const std::string_view name : undelivered) states.push_back(*parse_errand_state(name));
    return states;
}

void print_table(const std::vector<ListedTicket>& tickets) {
    if (tickets.empty()) return void(std::cout << "no such tickets\n");
    std::cout << fmt::format("{:<10}{:<11}{:<22}{:<7}{}\n", "TICKET", "STATE", "RECEIVED", "TRIES", "SUBJECT");
    for (const ListedTicket& listed : tickets) {
        std::cout << fmt::format("{:<10}{:<11}{:<22}{:<7}{}\n", listed.ticket.number, name_of(listed.state),
                                 to_iso_time(listed.ticket.received), listed.attempts, one_line(listed.ticket.text.subject));
        if (listed.receipt == ErrandState::rejected) std::cout << fmt::format("{:<10}{}\n", "", "its receipt was rejected");
        if (!listed.reason.empty()) std::cout << fmt::format("{:<10}{}\n", "", one_line(listed.reason));
    }
}

Result<int> list(Outbox& outbox, const Arguments& arguments) {
    const auto tickets = outbox.list(states_of(arguments));
    if (!tickets) return fail(tickets.error());
    if (!arguments.json) {
        print_table(*tickets);
        return 0;
    }
    Json json = {{"tickets", Json::array()}};
    for (const ListedTicket& listed : *tickets) json["tickets"].push_back(json_of(listed));
    std::cout << dump(json) << '\n';
    return 0;
}

void print_whole(const ListedTicket& listed) {
    const TicketText& text = listed.ticket.text;
    const auto line = [](std::string_view name, std::string_view value) {
        if (!value.empty()) std::cout << fmt::format("{:<10}{}\n", one_line(name), one_line(value));
    };
    line("ticket", listed.ticket.number);
    line("state", fmt::format("{} since {}", name_of(listed.state), to_iso_time(listed.changed)));
    line("reason", listed.reason);
    line("received", to_iso_time(listed.ticket.received));
    line("from", text.email);
    line("page", text.page);
    for (const auto& [name, value] : text.fields) line(name, value);
    line("subject", text.subject);
    std::cout << '\n' << (text.message.empty() ? "(its text has been erased)" : for_terminal(text.message)) << '\n';
}

Result<int> show(Outbox& outbox, const Arguments& arguments) {
    const std::string& number = arguments.numbers.front();
    const auto found = outbox.find(number);
    if (!found) return fail(found.error());
    if (!*found) return fail(ErrorCode::not_found, fmt::format("there is no ticket {}", number), "see kb-server outbox list --all");
    if (arguments.json) std::cout << dump(whole_json_of(**found)) << '\n';
    else print_whole(**found);
    return 0;
}

// A line for each, so that what became of one can be looked up. What is done stays done when it cannot be written down.
void note(const Arguments& arguments, std::string_view action, const Moved& moved) {
    const AuditLog audit(arguments.data);
    for (const std::string& number : moved.moved) {
        const auto written = audit.write(command_line_entry(fmt::format("outbox {}", action), {{"ticket", number}}), std::time(nullptr));
        if (!written) return void(std::cerr << "kb-server: " << to_string(written.error()) << '\n');
    }
}

int report(const Moved& moved, std::string_view done, std::string_view hint, bool json) {
    if (json) std::cout << dump({{done, moved.moved}, {"others", moved.others}}) << '\n';
    else std::cout << fmt::format("{} {}\n", moved.moved.size(), done);
    for (const std::string& number : moved.others)
        std::cerr << fmt::format("kb-server: {} was not {}: there is no such ticket, or its state is another; {}\n", number, done, hint);
    return moved.others.empty() ? 0 : 1;
}

constexpr std::string_view see_list = "see kb-server outbox show";

Result<int> retry(Outbox& outbox, const Arguments& arguments) {
    const auto moved = outbox.retry({arguments.numbers, arguments.all}, std::time(nullptr));
    if (!moved) return fail(moved.error());
    note(arguments, "retry", *moved);
    return report(*moved, "retried", see_list, arguments.json);
}

Result<int> release(Outbox& outbox, const Arguments& arguments) {
    const auto moved = outbox.release({arguments.numbers, arguments.all}, std::time(nullptr));
    if (!moved) return fail(moved.error());
    note(arguments, "release", *moved);
    return report(*moved, "released", see_list, arguments.json);
}

Result<int> drop(Outbox& outbox, const Arguments& arguments) {
    // All at once only of what was held: what waits or was rejected somebody wants to be answered.
    const auto states = arguments.all ? std::vector{ErrandState::held}
                                      : std::vector{ErrandState::waiting, ErrandState::held, ErrandState::rejected};
    const auto moved = outbox.drop({arguments.numbers, arguments.all}, states, std::time(nullptr));
    if (!moved) return fail(moved.error());
    note(arguments, "drop", *moved);
    return report(*moved, "dropped", see_list, arguments.json);
}

constexpr std::array<Command, 5> commands = {{
    {"list", "Tickets that were not delivered, or those of other states", list, Command::Takes::states, "Of every state"},
    {"show", "One ticket with its text", show, Command::Takes::one},
    {"retry", "Deliver again, now: what waits or was rejected", retry, Command::Takes::many_or_all, "All that wait or were rejected, as without numbers"},
    {"release", "Deliver what was held as spam", release, Command::Takes::many, "All that are held"},
    {"drop", "Give up, and erase the text", drop, Command::Takes::many, "All that are held"},
}};

void add(CLI::App& app, const Command& command, Arguments& arguments) {
    CLI::App* sub = app.add_subcommand(command.name, command.help);
    sub->add_option("--data", arguments.data, "Folder of the server's data")->required()->type_name("DIR");
    sub->add_flag("--json", arguments.json, "Print one JSON object");
    if (command.all_help != nullptr) sub->add_flag("--all", arguments.all, command.all_help);
    if (command.takes == Command::Takes::states) {
        sub->add_option("--state", arguments.states, "Only of this state; may be given again")
            ->type_name("STATE")
            ->check(CLI::IsMember({"waiting", "held", "rejected", "delivered", "dropped"}));
        return;
    }
    auto* numbers = sub->add_option("TICKET", arguments.numbers, "Numbers of tickets");
    if (command.takes == Command::Takes::one) {
        numbers->expected(1)->required();
        return;
    }
    sub->callback([sub, &arguments, takes = command.takes] {
        if (takes == Command::Takes::many_or_all) arguments.all = arguments.all || arguments.numbers.empty();
        if (arguments.numbers.empty() != arguments.all)
            throw CLI::ValidationError(sub->get_name(), "give the numbers of tickets, or --all");
    });
}

Result<int> run(const Command& command, const Arguments& arguments) {
    if (!std::filesystem::exists(arguments.data / "outbox.db"))
        return fail(ErrorCode::not_found, "there is no outbox here", "name the folder that kb-server has as --data", {arguments.data.string()});
    const auto outbox = Outbox::open(arguments.data);
    if (!outbox) return fail(outbox.error());
    return command.run(**outbox, arguments);
}

}  // namespace

int run_outbox_command(int argc, char** argv) {
    CLI::App app("Tickets on their way to support.", "kb-server outbox");
    app.require_subcommand(1);
    Arguments arguments;
    for (const Command& command : commands) add(app, command, arguments);
    return run_subcommands(app, argc, argv, commands, [&](const Command& command) { return run(command, arguments); });
}

}  // namespace kb::server
