#include "pipeline/run/worker_process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "models/failure.hpp"

extern char** environ;

namespace nuskha {

WorkerProcess start_worker(const std::string& program, const sigset_t& signals,
                           const std::string& log) {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        throw Failure(Exit::store,
                      fmt::format("worker: cannot make a channel: {}", std::strerror(errno)));
    const Descriptor theirs(ends[1]);
    WorkerProcess worker;
    worker.channel = Descriptor(ends[0]);
    worker.reader = std::make_unique<MessageReader>(ends[0]);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, theirs.get(), 0);
    posix_spawn_file_actions_adddup2(&actions, theirs.get(), 1);
    posix_spawn_file_actions_addopen(&actions, 2, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &signals);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    std::string name = "nuskha", verb = "worker", parent = std::to_string(::getpid());
    char* arguments[] = {name.data(), verb.data(), parent.data(), nullptr};
    const int error =
        ::posix_spawn(&worker.pid, program.c_str(), &actions, &attributes, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (error)
        throw Failure(Exit::engine,
                      fmt::format("{}: cannot start a worker: {}", program, std::strerror(error)));
    return worker;
}

int end_worker(WorkerProcess& worker, int signal) {
    if (signal) ::kill(worker.pid, signal);
    worker.channel = Descriptor();  // end of its input
    int status = 0;
    ::waitpid(worker.pid, &status, 0);
    worker = WorkerProcess();
    return status;
}

std::string how_it_ended(int status) {
    return WIFSIGNALED(status)
               ? fmt::format("by signal {} ({})", WTERMSIG(status), strsignal(WTERMSIG(status)))
               : fmt::format("with status {}", WEXITSTATUS(status));
}

}  // namespace nuskha
