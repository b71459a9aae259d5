// kb-server outbox: what operators see of tickets on their way, and decide about them.
#pragma once

namespace kb::server {

// As main() gets them, from "outbox" on. The exit status: 0 done, 1 something could not be done, 2 wrong usage.
int run_outbox_command(int argc, char** argv);

}  // namespace kb::server
