#include "pipeline/run/signals.hpp"

#include <sys/signalfd.h>
#include <unistd.h>

namespace nuskha {

Signals::Signals() {
    sigset_t wanted;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGINT);
    sigaddset(&wanted, SIGTERM);
    sigprocmask(SIG_BLOCK, &wanted, &before_);
    descriptor_ = Descriptor(::signalfd(-1, &wanted, SFD_NONBLOCK | SFD_CLOEXEC));
    ::signal(SIGPIPE, SIG_IGN);
}

Signals::~Signals() {
    sigprocmask(SIG_SETMASK, &before_, nullptr);
}

int Signals::take() const {
    int count = 0;
    signalfd_siginfo info;
    while (::read(descriptor_.get(), &info, sizeof info) == sizeof info)
        ++count;
    return count;
}

}  // namespace nuskha
