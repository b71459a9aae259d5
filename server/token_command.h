// kb-server token: who may see more than customers do.
#pragma once

namespace kb::server {

// As main() gets them, from "token" on. The exit status: 0 done, 1 something could not be done, 2 wrong usage.
int run_token_command(int argc, char** argv);

}  // namespace kb::server
