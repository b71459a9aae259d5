// A ticket for the tests of its receivers.
#pragma once

#include "kb/store/ticket.h"

namespace kb::server::test {

inline Ticket sample_ticket() {
    Ticket ticket;
    ticket.number = "12345678";
    ticket.key = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b";
    ticket.received = 1'790'000'000;
    ticket.text = {.lang = "ru",
                   .subject = "Не приходит код",
                   .message = "Здравствуйте!\nКод <b>не</b> приходит & всё.",
                   .email = "anna@example.com",
                   .fields = {{"order", "A-17; срочно"}, {"phone", "+7 900"}, {"empty", ""}},
                   .page = "/ru/articles/login",
                   .session = "s1",
                   .search_id = "q1",
                   .shown = {"ru/login", "ru/code"}};
    return ticket;
}

}  // namespace kb::server::test
