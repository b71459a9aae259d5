// Work on untrusted input in processes of their own, so that what exhausts or crashes a parser costs its own
// answer and nothing else.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kb/base/error.h"
#include "kb/base/files.h"

namespace kb {

struct WorkLimits {
    double cpu_seconds = 1.8;                      // for one request
    std::size_t memory_bytes = 512 * 1024 * 1024;  // address space of a worker
};

// Forks: to be made and used while the process has one thread, and before it grows.
class WorkerPool {
public:
    using Handler = std::function<std::string(std::string_view request)>;

    // `handle` runs in the workers and sees the program as it was when the pool was made.
    WorkerPool(unsigned workers, Handler handle, WorkLimits limits = {});
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    // Works through requests 0 … count - 1 and calls `done` for each, in the order they finish. A request that
    // breaks a limit or ends its worker yields limit_exceeded; one whose worker was ended from outside is given to another.
    // Fails with io when no worker can be had, or they are ended again and again.
    Result<void> run(std::size_t count, const std::function<std::string(std::size_t)>& request,
                     const std::function<void(std::size_t, Result<std::string>)>& done);

private:
    struct Worker {
        int pid = -1;
        FileDescriptor channel;
        std::size_t request = 0;
        bool busy = false;
    };
    Result<void> start(Worker& worker);
    Error bury(Worker& worker, bool kill);

    Handler handle_;
    WorkLimits limits_;
    std::vector<Worker> workers_;
};

}  // namespace kb
