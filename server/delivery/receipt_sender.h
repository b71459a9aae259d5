// Tells those who wrote, by mail, that it has come.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "server/delivery/receiver.h"

namespace kb::server {

// In the language of the ticket; nothing of what was written.
struct ReceiptText {
    std::string subject, body;
};

class ReceiptSender : public Receiver {
public:
    using Words = std::function<ReceiptText(const Ticket&)>;

    ReceiptSender(std::vector<std::string> command, std::string from, Words words, const std::atomic<bool>* stopping)
        : command_(std::move(command)), from_(std::move(from)), words_(std::move(words)), stopping_(stopping) {}
    Delivery deliver(const Ticket& ticket) override;

private:
    std::vector<std::string> command_;
    std::string from_;
    Words words_;
    const std::atomic<bool>* stopping_;
};

}  // namespace kb::server
