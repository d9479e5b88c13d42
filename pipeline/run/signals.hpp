// Signals that ask a run to stop, read like a file.
#pragma once

#include <signal.h>

#include "pipeline/files.hpp"

namespace nuskha {

// Blocks SIGINT and SIGTERM for its lifetime and lets them be read; a broken pipe is an error of
// writing, no signal. One at a time in a process.
class Signals {
  public:
    Signals();
    ~Signals();
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

    int descriptor() const { return descriptor_.get(); }  // readable when one has come
    const sigset_t& before() const { return before_; }    // what was blocked before
    int take() const;                                     // how many came since the last call

  private:
    sigset_t before_{};
    Descriptor descriptor_;
};

}  // namespace nuskha
