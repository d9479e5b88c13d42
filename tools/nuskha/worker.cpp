#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "pipeline/run/worker.hpp"
#include "tools/nuskha/commands.hpp"

namespace nuskha {

void add_worker(CLI::App& app, const Chosen& chosen) {
    auto* sub =
        app.add_subcommand("worker", "Serves a run; started by it, not by people")->group("");
    auto parent = std::make_shared<pid_t>(0);
    sub->add_option("PARENT", *parent, "Process to die with")->required();
    sub->callback([=] {
        chosen([=] {
            ::signal(SIGINT, SIG_IGN);   // Ctrl-C is the coordinator's to answer,
            ::signal(SIGTERM, SIG_IGN);  // and so is what stops a whole process group
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            if (::getppid() != *parent) return Exit::interrupted;
            return static_cast<Exit>(serve(STDIN_FILENO, STDOUT_FILENO, toolbox()));
        });
    });
}

}  // namespace nuskha
