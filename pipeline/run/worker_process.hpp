// The coordinator's end of a worker: a process of its own behind a channel of messages.
#pragma once

#include <signal.h>
#include <sys/types.h>

#include <memory>
#include <string>

#include "pipeline/files.hpp"
#include "pipeline/run/wire.hpp"

namespace nuskha {

struct WorkerProcess {
    pid_t pid = -1;      // below 0: none
    Descriptor channel;  // both ways
    std::unique_ptr<MessageReader> reader;

    bool runs() const { return pid >= 0; }
};

// Starts `program` as a worker, with `signals` blocked and what it says on stderr added to `log`.
// Throws Failure: Exit::store where no channel can be made, Exit::engine where it does not start.
WorkerProcess start_worker(const std::string& program, const sigset_t& signals,
                           const std::string& log);

// Waits for its end, after sending `signal` where it is not 0 and ending its input; returns what
// waitpid tells. It is none afterwards.
int end_worker(WorkerProcess& worker, int signal);

// "by signal 11 (Segmentation fault)", "with status 4".
std::string how_it_ended(int status);

}  // namespace nuskha
