// Mails to support and to customers.
#include <sstream>

#include <catch2/catch.hpp>

#include "kb/base/base64.h"
#include "server/delivery/mail.h"
#include "server/delivery/mail_header.h"
#include "tests/server/delivery_world.h"

using namespace kb;
using namespace kb::server;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

std::string header_of(const std::string& mail) {
    return mail.substr(0, mail.find("\n\n") + 1);
}

bool has_line(const std::string& mail, const std::string& line) {
    return ("\n" + header_of(mail)).find("\n" + line + "\n") != std::string::npos;
}

// The other way round, without a library: only what subject_header writes.
std::string decoded(std::string header) {
    static const std::string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t at; (at = header.find("=?UTF-8?B?")) != std::string::npos;) {
        const std::size_t end = header.find("?=", at);
        unsigned bits = 0, count = 0;
        for (const char c : header.substr(at + 10, end - at - 10)) {
            if (c == '=') break;
            bits = bits << 6 | static_cast<unsigned>(letters.find(c));
            if ((count += 6) >= 8) text += static_cast<char>(bits >> (count -= 8) & 0xff);
        }
        header.erase(0, end + 2);
    }
    return text;
}

}  // namespace

TEST_CASE("mail: a ticket becomes one that can be answered") {
    const Ticket ticket = test::sample_ticket();
    const std::string mail = ticket_mail(ticket, "kb@example.com", "support@example.com");
    CHECK(has_line(mail, "From: kb@example.com"));
    CHECK(has_line(mail, "To: support@example.com"));
    CHECK(has_line(mail, "Reply-To: anna@example.com"));
    CHECK(has_line(mail, "Date: Mon, 21 Sep 2026 14:13:20 +0000"));
    CHECK(has_line(mail, "Message-ID: <0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b@example.com>"));
    CHECK(has_line(mail, "Auto-Submitted: no"));
    CHECK(has_line(mail, "Content-Transfer-Encoding: base64"));
    CHECK(decoded(header_of(mail)) == "Не приходит код");
    CHECK(mail == ticket_mail(ticket, "kb@example.com", "support@example.com"));
    std::string body = mail.substr(mail.find("\n\n") + 2);
    std::erase(body, '\n');
    CHECK(body == base64("Здравствуйте!\r\nКод <b>не</b> приходит & всё.\r\n\r\n-- \r\nTicket: 12345678\r\nEmail: anna@example.com\r\n"
                         "order: A-17; срочно\r\nphone: +7 900\r\nPage: /ru/articles/login\r\nArticles offered: ru/login, ru/code\r\n"));
}

TEST_CASE("mail: no line is longer than 76 characters, whatever the subject") {
    Ticket ticket = test::sample_ticket();
    for (const char* subject : {"Очень длинная тема письма, в которой клиент рассказывает обо всём сразу, чтобы ничего не забыть",
                                "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀", "a", "=?UTF-8?B?dHJpY2s=?=",
                                "plain letters that go on and on and on and on and on and on and on and on and on"}) {
        ticket.text.subject = subject;
        const std::string mail = ticket_mail(ticket, "kb@example.com", "support@example.com");
        for (const std::string& line : lines_of(mail)) CHECK(line.size() <= 76);
        if (ticket.text.subject != "a") CHECK(decoded(header_of(mail)) == subject);
    }
}

TEST_CASE("mail: encoded words hold whole characters") {
    for (const std::string& line : lines_of(subject_header("x😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀"))) {
        const std::string text = decoded(line);
        CHECK((static_cast<unsigned char>(text.front()) & 0xc0) != 0x80);
    }
    CHECK(subject_header("\x80\x80\x80").starts_with("Subject: =?UTF-8?B?"));
}

TEST_CASE("mail: nothing that was typed makes a header line of its own") {
    Ticket ticket = test::sample_ticket();
    ticket.text.subject = "Hi\r\nBcc: all@example.com\n\nbody";
    ticket.text.email = "a@example.com\r\nBcc: all@example.com";
    ticket.key = "k>\r\nBcc: all@example.com";
    ticket.text.fields = {{"order\r\nBcc", "all\nBcc: x"}};
    const std::string mail = ticket_mail(ticket, "kb@example.com", "support@example.com");
    CHECK(header_of(mail).find("\nBcc") == std::string::npos);
    CHECK(header_of(mail).find('\r') == std::string::npos);
    CHECK(header_of(mail).find("Reply-To") == std::string::npos);
    CHECK(has_line(mail, "Subject: Hi  Bcc: all@example.com  body"));
    CHECK(has_line(mail, "Message-ID: <kBccallexamplecom@example.com>"));
}

TEST_CASE("mail: without a subject the message's beginning stands for it") {
    Ticket ticket = test::sample_ticket();
    ticket.text.subject.clear();
    ticket.text.message = "Короткое\nсообщение\n";
    CHECK(decoded(ticket_mail(ticket, "a@example.com", "b@example.com")) == "Короткое сообщение");
    ticket.text.message = std::string(79, 'x') + "😀 and more";
    CHECK(decoded(ticket_mail(ticket, "a@example.com", "b@example.com")) == std::string(79, 'x') + "…");
    ticket.text.message = " \n ";
    CHECK(has_line(ticket_mail(ticket, "a@example.com", "b@example.com"), "Subject: Ticket 12345678"));
}

TEST_CASE("mail: a receipt says that a machine wrote it") {
    const Receipt receipt{"anna@example.com", "Мы получили ваше обращение", "Номер 12345678\n", "key-1", 0};
    const std::string mail = receipt_mail(receipt, "kb@example.com");
    CHECK(has_line(mail, "To: anna@example.com"));
    CHECK(has_line(mail, "Auto-Submitted: auto-replied"));
    CHECK(has_line(mail, "X-Auto-Response-Suppress: All"));
    CHECK(has_line(mail, "Message-ID: <key-1.receipt@example.com>"));
    CHECK(mail.ends_with("\n\n" + base64("Номер 12345678\r\n") + "\n"));
    CHECK(receipt_mail({"a@example.com, b@example.com", "s", "b", "k", 0}, "kb@example.com").empty());
    CHECK(receipt_mail({"a@example.com\nBcc: b@example.com", "s", "b", "k", 0}, "kb@example.com").empty());
}

TEST_CASE("mail: addresses are plain ones") {
    for (const char* good : {"a@b", "first.last+tag@mail.example.com", "x_y=z@xn--e1aybc.xn--p1ai", "o'neil@example.com"})
        CHECK(is_mail_address(good));
    for (const char* bad : {"", "a", "@b", "a@", "a@b@c", "a b@c", "<a@b>", "a@b,c@d", "a..b@c", ".a@c", "a@c.", "\"a\"@b",
                            "a@[127.0.0.1]", "почта@example.com", "a@b\n", "a@b\r\nX: y"})
        CHECK_FALSE(is_mail_address(bad));
    CHECK_FALSE(is_mail_address(std::string(65, 'a') + "@example.com"));
}

TEST_CASE("mail: times are those of the calendar") {
    CHECK(mail_time(0) == "Thu, 01 Jan 1970 00:00:00 +0000");
    CHECK(mail_time(951'782'399) == "Mon, 28 Feb 2000 23:59:59 +0000");
}
