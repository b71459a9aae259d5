#include <catch2/catch.hpp>

#include "server/contact/form_id.h"
#include "server/contact/submission.h"

namespace kb::server {

using Faults = std::vector<FieldFault>;

namespace {

ContactForm a_form() {
    ContactForm form;
    form.fields = {{"order", ContactField::Kind::text, {{"", "Order"}}, {}, true, {}},
                   {"story", ContactField::Kind::multiline, {{"", "Story"}}, {}, false, {}},
                   {"pay", ContactField::Kind::choice, {{"", "Payment"}}, {}, false, {{"card", {}}, {"cash", {}}}},
                   {"call", ContactField::Kind::checkbox, {{"", "You may call"}}, {}, false, {}}};
    return form;
}

Submission a_submission() {
    Submission submission;
    submission.text.message = "Where is my refund?";
    return submission;
}

Faults faults_of_email(const std::string& email) {
    Submission submission = a_submission();
    submission.text.email = email;
    return find_faults(submission, {});
}

std::string tidied(const std::string& message) {
    Submission submission;
    submission.text.message = message;
    tidy(submission);
    return submission.text.message;
}

}  // namespace

TEST_CASE("a posted form is decoded") {
    CHECK(read_form("").empty());
    CHECK(read_form("a=1&b=%D0%B4%D0%B0&c=x+y%2Bz") == FormFields{{"a", "1"}, {"b", "да"}, {"c", "x y+z"}});
    CHECK(read_form("shown=a&shown=b") == FormFields{{"shown", "a"}, {"shown", "b"}});
    CHECK(read_form("a&b=&=c&&d=e=f") == FormFields{{"a", ""}, {"b", ""}, {"", "c"}, {"d", "e=f"}});
    CHECK(read_form("a%3Db=%26") == FormFields{{"a=b", "&"}});
}

TEST_CASE("what is no escape stays as it was typed") {
    CHECK(read_form("a=100%&b=%zz&c=%4&d=%%41") == FormFields{{"a", "100%"}, {"b", "%zz"}, {"c", "%4"}, {"d", "%A"}});
}

TEST_CASE("bytes that are not UTF-8 are replaced") {
    CHECK(read_form("a=%FFx%C3") == FormFields{{"a", "\xef\xbf\xbdx\xef\xbf\xbd"}});
}

TEST_CASE("a form of thousands of fields is read to its bound") {
    std::string body;
    for (int i = 0; i < 5'000; ++i) body += "a=1&";
    CHECK(read_form(body).size() == most_form_fields);
}

TEST_CASE("a posted form is what somebody wrote and where they came from") {
    const auto fields = read_form(
        "id=7&lang=ru&subject=S&message=M&email=a%40b.c&page=%2Fru%2F&shown=x&shown=y&search_id=z&form=t&website=w"
        "&field.order=12&field.call=on&field.unknown=1&other=2");
    const Submission submission = read_submission(fields, a_form());
    CHECK(submission.id == "7");
    CHECK(submission.form == "t");
    CHECK(submission.trap == "w");
    CHECK_FALSE(submission.is_from_form);
    TicketText text;
    text.lang = "ru";
    text.subject = "S";
    text.message = "M";
    text.email = "a@b.c";
    text.fields = {{"order", "12"}, {"call", std::string(ticked)}};
    text.page = "/ru/";
    text.search_id = "z";
    text.shown = {"x", "y"};
    CHECK(submission.text == text);
}

TEST_CASE("a message keeps its lines and loses what cannot be shown") {
    CHECK(tidied(" \r\n Hello,\r\nworld\r\rbye \t\n") == "Hello,\nworld\n\nbye");
    CHECK(tidied("a\tb") == "a\tb");
    CHECK(tidied(std::string("a\0b\x1b[1m\x7f", 9)) == "ab[1m");
    CHECK(tidied("a\xc2\x80\xc2\x9f" "b") == "ab");
    CHECK(tidied("a\xe2\x80\xa8" "b\xc2\x85" "c") == "a\nb\nc");
    CHECK(tidied("\xc2\xa0\xe2\x80\x8b\xef\xbb\xbf \n").empty());
    CHECK(tidied("👩‍🚀 привет") == "👩‍🚀 привет");
}

TEST_CASE("subject and email are one line each") {
    Submission submission;
    submission.text.subject = " Refund\r\nBcc: x@example.com\t! ";
    submission.text.email = " a@example.com\r\n";
    tidy(submission);
    CHECK(submission.text.subject == "Refund Bcc: x@example.com !");
    CHECK(submission.text.email == "a@example.com");
}

TEST_CASE("fields of the site are tidied, and empty ones are none") {
    Submission submission;
    submission.text.fields = {{"order", " 12 "}, {"story", "a\r\nb"}, {"pay", " \n"}};
    tidy(submission);
    CHECK(submission.text.fields == std::vector<std::pair<std::string, std::string>>{{"order", "12"}, {"story", "a\nb"}});
}

TEST_CASE("circumstances that no form sends are dropped") {
    const auto page = [](const std::string& from) {
        Submission submission;
        submission.text.page = from;
        tidy(submission);
        return submission.text.page;
    };
    CHECK(page("/ru/articles/refund") == "/ru/articles/refund");
    CHECK(page("https://example.com/").empty());
    CHECK(page("/a\nb").empty());
    CHECK(page("/" + std::string(300, 'a')).empty());
    Submission submission;
    submission.text.search_id = std::string(101, 'a');
    submission.text.session = "a\rb";
    submission.text.shown.assign(30, "refund");
    submission.text.shown[0].clear();
    submission.text.shown[1] = std::string(500, 'a');
    tidy(submission);
    CHECK(submission.text.search_id.empty());
    CHECK(submission.text.session.empty());
    CHECK(submission.text.shown == std::vector<std::string>(20, "refund"));
}

TEST_CASE("a message is all that must be written") {
    CHECK(find_faults(a_submission(), {}).empty());
    CHECK(find_faults(Submission{}, {}) == Faults{{"message", Fault::missing}});
    ContactForm strict;
    strict.needs_email = strict.needs_subject = true;
    CHECK(find_faults(Submission{}, strict) == Faults{{"subject", Fault::missing}, {"message", Fault::missing}, {"email", Fault::missing}});
}

TEST_CASE("length is counted as browsers count it") {
    Submission submission = a_submission();
    std::string longest;
    for (std::size_t i = 0; i < longest_message / 2; ++i) longest += "😀";
    submission.text.message = longest;
    CHECK(find_faults(submission, {}).empty());
    submission.text.message += "a";
    CHECK(find_faults(submission, {}) == Faults{{"message", Fault::too_long}});
    submission = a_submission();
    submission.text.subject = std::string(longest_subject + 1, 'a');
    CHECK(find_faults(submission, {}) == Faults{{"subject", Fault::too_long}});
}

TEST_CASE("an address to answer to can stand in the header of a mail") {
    for (const char* good : {"a@b", "a.b+c@example.com", "o'brien@example.co.uk", "клиент@почта.рф", "a!#$%&*/=?^_`{|}~-@example.com"})
        CHECK(faults_of_email(good).empty());
    for (const char* bad : {"a", "@", "a@", "@b", "a@b@c", "a b@c", "a@b c", "<a@b>", "a,b@c", "a@b;c@d", "a:b@c", "\"a\"@b", "a(b)@c", "a@[127.0.0.1]",
                            "a\\b@c", "a@b\r\nBcc: x", "a\t@b", "a@b\x7f"})
        CHECK(faults_of_email(bad) == Faults{{"email", Fault::invalid}});
    CHECK(faults_of_email(std::string(longest_email - 2, 'a') + "@b").empty());
    CHECK(faults_of_email(std::string(longest_email - 1, 'a') + "@b") == Faults{{"email", Fault::too_long}});
}

TEST_CASE("the same form with the same text has the same id, and looks like a UUID") {
    const Submission submission = a_submission();
    const std::string id = form_id(submission, 1);
    CHECK_THAT(id, Catch::Matches("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}"));
    CHECK(form_id(submission, 1) == id);
    CHECK(form_id(submission, 2) != id);
    Submission other = submission;
    other.form = "x";
    CHECK(form_id(other, 1) != id);
    other = submission;
    other.text.message += ".";
    CHECK(form_id(other, 1) != id);
    // The same letters, cut elsewhere.
    other = submission;
    other.text.subject = "Where is";
    other.text.message = " my refund?";
    CHECK(form_id(other, 1) != id);
    other = submission;
    other.text.shown = {"ru/refund"};
    CHECK(form_id(other, 1) == id);
}

TEST_CASE("fields of the site are held against what it says of them") {
    Submission submission = a_submission();
    const auto faults = [&](std::vector<std::pair<std::string, std::string>> fields) {
        submission.text.fields = std::move(fields);
        return find_faults(submission, a_form());
    };
    CHECK(faults({}) == Faults{{"order", Fault::missing}});
    CHECK(faults({{"order", "12"}, {"story", "a\nb"}, {"pay", "cash"}, {"call", "yes"}}).empty());
    CHECK(faults({{"order", "1\n2"}, {"pay", "gold"}, {"call", "on"}}) ==
          Faults{{"order", Fault::invalid}, {"pay", Fault::invalid}, {"call", Fault::invalid}});
    // What programs add is passed on, within bounds.
    CHECK(faults({{"order", "12"}, {"app_version", "4.2\nbeta"}}).empty());
    CHECK(faults({{"order", "12"}, {"app_version", std::string(longest_field + 1, '4')}}) == Faults{{"app_version", Fault::too_long}});
    CHECK(faults({{"order", std::string(longest_field + 1, '1')}}) == Faults{{"order", Fault::too_long}});
}

}  // namespace kb::server
