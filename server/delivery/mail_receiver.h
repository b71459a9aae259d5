// Support that reads its mail.
#pragma once

#include <string>
#include <vector>

#include "server/delivery/receiver.h"

namespace kb::server {

// Gives a mail to a sendmail-compatible command, which is to find the recipients in its header. Waits half a minute at most.
Delivery send_mail(const std::vector<std::string>& command, const std::string& mail, const std::atomic<bool>* stopping);

// What a command's exit status means (sysexits.h): 0 delivered, 65 and 67 (wrong data, nobody there) rejected.
Outcome outcome_of_exit(int status);

class MailReceiver : public Receiver {
public:
    MailReceiver(ReceiverSettings settings, const std::atomic<bool>* stopping) : settings_(std::move(settings)), stopping_(stopping) {}
    Delivery deliver(const Ticket& ticket) override;

private:
    ReceiverSettings settings_;
    const std::atomic<bool>* stopping_;
};

}  // namespace kb::server
