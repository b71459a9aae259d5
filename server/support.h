// What is behind the contact form while a server runs: taking messages in, keeping them and passing them on.
#pragma once

#include <filesystem>
#include <memory>

#include "kb/base/error.h"
#include "kb/base/log.h"
#include "kb/store/outbox.h"
#include "server/clock.h"
#include "server/contact/intake.h"
#include "server/delivery/dispatch.h"
#include "server/language/texts.h"
#include "server/live_index.h"
#include "server/metrics.h"
#include "server/settings.h"
#include "server/statistics.h"

namespace kb::server {

class Support {
public:
    struct Parts {
        const Settings& settings;
        const std::filesystem::path& data;
        const LiveIndex& index;
        const Texts& texts;
        Metrics& metrics;
        Statistics& statistics;
        Clock clock;
        Log log;
    };

    // Fails when the outbox cannot be opened, or the receiver cannot be used as it is set up.
    static Result<std::unique_ptr<Support>> open(Parts parts);

    Intake& intake() { return *intake_; }
    const Dispatch& dispatch() const { return *dispatch_; }
    void start() { dispatch_->start(); }

private:
    Support() = default;

    std::unique_ptr<Outbox> outbox_;
    std::unique_ptr<Dispatch> dispatch_;
    std::unique_ptr<Intake> intake_;
};

// Whether the receiver that the settings name, if any, can be used: its secret, template and command.
Result<void> check_receiver(const Settings& settings);

}  // namespace kb::server
