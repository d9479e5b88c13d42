#include "tools/measuring/program.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>

extern char** environ;

namespace nuskha {
namespace {

// Both at once: a program that fills one while we wait for the other would never end.
void read_both(const std::array<int, 2>& ends, const std::array<std::string*, 2>& texts) {
    std::array<pollfd, 2> open{pollfd{ends[0], POLLIN, 0}, pollfd{ends[1], POLLIN, 0}};
    while (open[0].fd >= 0 || open[1].fd >= 0) {
        if (poll(open.data(), open.size(), -1) < 0) return;
        for (std::size_t i = 0; i < 2; ++i) {
            if (open[i].revents == 0) continue;
            char some[4096];
            const ssize_t n = read(ends[i], some, sizeof some);
            if (n > 0)
                texts[i]->append(some, static_cast<std::size_t>(n));
            else
                open[i].fd = -1;
        }
    }
}

}  // namespace

Said run_program(std::vector<std::string> words) {
    int out[2], error[2];
    if (pipe(out) != 0) return {};
    if (pipe(error) != 0) {
        close(out[0]);
        close(out[1]);
        return {};
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, error[1], STDERR_FILENO);
    for (const int end : {out[0], error[0], out[1], error[1]})
        posix_spawn_file_actions_addclose(&actions, end);
    std::vector<char*> arguments;
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t child = 0;
    const int failed =
        posix_spawnp(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(out[1]);
    close(error[1]);
    Said said;
    if (failed == 0) {
        read_both({out[0], error[0]}, {&said.text, &said.complaint});
        rusage used{};
        int status = 0;
        wait4(child, &status, 0, &used);
        said.ran = WIFEXITED(status) && WEXITSTATUS(status) == 0;
        said.milliseconds = 1000.0 * double(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                            double(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1000.0;
    }
    close(out[0]);
    close(error[0]);
    return said;
}

void write_pgm(const Raster& grey, const std::filesystem::path& file) {
    std::ofstream out(file, std::ios::binary);
    out << fmt::format("P5\n{} {}\n255\n", grey.width, grey.height);
    out.write(reinterpret_cast<const char*>(grey.pixels.data()),
              static_cast<std::streamsize>(grey.pixels.size()));
}

}  // namespace nuskha
