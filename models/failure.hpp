// What stops the program: an exception with a kind that is also the exit status.
// What is merely found to be so about a scan, page, item or store is a Finding instead.
#pragma once

#include <stdexcept>
#include <string>

namespace nuskha {

// Exit statuses of every nuskha command; docs/exit-status.md lists them for users.
enum class Exit : int {
    ok = 0,             // all well
    findings = 1,       // done, but with error findings
    usage = 2,          // wrong command line, recipe or option
    input = 3,          // the batch or file cannot be used at all
    store = 4,          // the store or the disk: not writable, full, not an OCFL root
    fixity = 5,         // bytes differ from what was recorded
    engine = 6,         // recognition engine or trained model missing or broken
    interrupted = 130,  // stopped by Ctrl-C or SIGTERM, nothing lost
};

// "where: what is wrong; what to do". Caught in two places only: per page in the worker, and in
// main.
class Failure : public std::runtime_error {
  public:
    Failure(Exit kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
    Exit kind() const { return kind_; }

  private:
    Exit kind_;
};

}  // namespace nuskha
