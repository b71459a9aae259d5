#include "server/contact/spam_guard.h"

#include <catch2/catch.hpp>

#include "kb/base/files.h"

namespace {

using namespace kb;
using namespace kb::server;

constexpr std::int64_t noon = 1'780'000'000;

class World {
public:
    World() : folder_(*TemporaryDirectory::create("spam")), outbox_(std::move(*Outbox::open(folder_.path()))) {
        request.client = *IpAddress::parse("192.0.2.7");
    }
    // Why it would be held; it is stored, too.
    std::string send(Submission submission) {
        submission.id = std::to_string(++sent_);
        const std::string reason = guard.reason_to_hold(submission, request, noon);
        REQUIRE(outbox_->add({submission.id, submission.text, reason}, noon));
        return reason;
    }
    Submission typed(const std::string& message, std::int64_t opened = noon - 60) const {
        Submission submission;
        submission.text.message = message;
        submission.form = tokens.make(opened);
        submission.is_from_form = true;
        return submission;
    }

private:
    TemporaryDirectory folder_;
    std::unique_ptr<Outbox> outbox_;
    int sent_ = 0;

public:
    FormTokens tokens{"secret"};
    SpamGuard guard{*outbox_, tokens};
    Request request;
};

TEST_CASE("what a person writes passes") {
    World world;
    CHECK(world.send(world.typed("Где деньги?")).empty());
    Submission program;
    program.text.message = "Где деньги?";
    CHECK(world.send(program).empty());
}

TEST_CASE("a filled trap, haste and a form that was never opened hold a message") {
    World world;
    Submission trapped = world.typed("Где деньги?");
    trapped.trap = "http://example.com";
    CHECK(world.send(trapped).find("do not see") != std::string::npos);
    CHECK(world.send(world.typed("Где деньги?", noon - 2)).find("2 s after") != std::string::npos);
    CHECK(world.send(world.typed("Где деньги? 2", noon - 3)).empty());
    Submission made_up = world.typed("Где деньги? 3");
    made_up.form = "1779999900.abc.0000";
    CHECK(world.send(made_up) == "sent without opening the form");
    made_up.form.clear();
    CHECK(world.send(made_up) == "sent without opening the form");
    // One that was open over the weekend was opened; a month is too long, and a clock that was put back says nothing.
    CHECK(world.send(world.typed("Где деньги? 4", noon - 200'000)).empty());
    CHECK(world.send(world.typed("Где деньги? 5", noon - 3'000'000)) == "sent without opening the form");
    CHECK(world.send(world.typed("Где деньги? 6", noon + 5)).empty());
}

TEST_CASE("what a page of another site has its visitors send is held") {
    World world;
    world.request.is_from_elsewhere = true;
    CHECK(world.send(world.typed("Где деньги?")).find("another site") != std::string::npos);
}

TEST_CASE("the fourth message of the same text is held, whoever sends it") {
    World world;
    for (int time = 0; time < 3; ++time) {
        world.request.client = *IpAddress::parse("192.0.2." + std::to_string(time + 1));
        CHECK(world.send(world.typed("Заработок без вложений")).empty());
    }
    CHECK(world.send(world.typed("Заработок без вложений")).find("same text 4 times") != std::string::npos);
    CHECK(world.send(world.typed("Где деньги?")).empty());
    world.request.is_from_here = true;
    CHECK(world.send(world.typed("Заработок без вложений")).empty());
}

TEST_CASE("the eleventh message of one address is held, and somewhere there is an end") {
    World world;
    int held = 0, sent = 0;
    for (; !world.guard.is_flood(world.request) && sent < 1000; ++sent)
        held += world.guard.reason_to_hold(world.typed(std::to_string(sent)), world.request, noon).empty() ? 0 : 1;
    CHECK(sent == 100);
    CHECK(held == 90);
    world.request.client = *IpAddress::parse("192.0.2.8");
    CHECK_FALSE(world.guard.is_flood(world.request));
    world.request.client = *IpAddress::parse("192.0.2.7");
    world.request.is_unlimited = true;
    CHECK_FALSE(world.guard.is_flood(world.request));
    CHECK(world.send(world.typed("another")).empty());
}

TEST_CASE("a form's token says when it was made, and only to those who made it") {
    const FormTokens ours("secret"), others("another secret");
    const std::string token = ours.make(noon);
    CHECK(ours.read(token) == noon);
    CHECK_FALSE(others.read(token));
    CHECK(ours.make(noon) != token);
    std::string later = token;
    later[9] = later[9] == '9' ? '8' : '9';
    CHECK_FALSE(ours.read(later));
    for (const char* bad : {"", ".", "..", "1780000000", "1780000000.x."}) CHECK_FALSE(ours.read(bad));
}

}  // namespace
