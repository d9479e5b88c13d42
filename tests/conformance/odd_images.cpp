// Runs every image of the odd-images collection through open_image() in a child process of its own,
// with 20 seconds and 1 GiB, and compares what came out with what the collection expects. Every
// deviation must stand in odd_images_explained.tsv with its reason; that table must not hold more
// than what deviates. A crash, a hang or a breach of the limits is never explained away.
//
//     conformance_odd_images EXPLAINED.tsv [--verbose] [--only PART-OF-NAME]
//
// Where NUSKHA_SHARED is not set, it says that it skips.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "pipeline/imaging/decode.hpp"

namespace {

using namespace nuskha;

constexpr int most_seconds = 20;
constexpr rlim_t most_bytes = 1u << 30;

#if defined(__SANITIZE_ADDRESS__)
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif

struct Outcome {
    int pictures = 0, errors = 0, warnings = 0;
    std::string codes;         // of error findings, else of warnings; distinct, in order
    bool unsupported = false;  // refused by name
    std::string died;          // signal, limit; empty = it came to its end
};

std::vector<std::byte> bytes_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    const auto* data = reinterpret_cast<const std::byte*>(text.data());
    return {data, data + text.size()};
}

// In the child: one line that the parent reads.
std::string examine(const std::string& path) {
    const std::vector<std::byte> bytes = bytes_of(path);
    DecodeLimits limits;
    limits.max_memory = 600'000'000;
    limits.max_images = 200;
    OpenedImage opened = open_image(bytes, path.substr(path.rfind('/') + 1), limits);
    std::vector<Finding> findings = std::move(opened.findings);
    int pictures = 0;
    for (int i = 0; opened.file && i < opened.file->images(); ++i) {
        const ImageFacts facts = opened.file->facts(i);
        Decoded decoded = opened.file->decode(i);
        bool error = false;
        for (Finding& f : decoded.findings) {
            error = error || f.level == Level::error;
            findings.push_back(std::move(f));
        }
        if (decoded.raster.has_value() == error) return "contradiction";
        if (!decoded.raster) continue;
        ++pictures;
        const Raster& r = *decoded.raster;
        if (r.width != facts.width || r.height != facts.height ||
            r.pixels.size() != r.stride() * static_cast<std::size_t>(r.height))
            return "wrong size";
    }
    int errors = 0, warnings = 0;
    bool by_name = true;
    std::string codes, sentence;
    for (const Level level : {Level::error, Level::warning})
        for (const Finding& f : findings) {
            if (f.level != level) continue;
            ++(level == Level::error ? errors : warnings);
            if (level == Level::error && f.code != "scan.unsupported" &&
                f.code != "scan.not-an-image")
                by_name = false;
            if (codes.find(f.code) == std::string::npos)
                codes += (codes.empty() ? "" : ",") + f.code;
            if (sentence.empty()) sentence = f.sentence;
        }
    for (char& c : sentence)
        if (c == '\n' || c == '\t') c = ' ';
    std::ostringstream line;
    line << "ok\t" << pictures << '\t' << errors << '\t' << warnings << '\t'
         << (errors > 0 && by_name) << '\t' << codes << '\t' << sentence;
    return line.str();
}

void limit(int what, rlim_t value) {
    const rlimit limits{value, value};
    setrlimit(what, &limits);
}

Outcome run_child(const std::string& path, std::string& sentence) {
    int pipe_ends[2];
    if (pipe(pipe_ends) != 0) std::abort();
    const pid_t child = fork();
    if (child == 0) {
        close(pipe_ends[0]);
        limit(RLIMIT_CPU, most_seconds);
        limit(RLIMIT_CORE, 0);
        if (!sanitized) limit(RLIMIT_AS, most_bytes);  // ASan reserves terabytes of addresses
        alarm(3 * most_seconds);
        const std::string line = examine(path);
        const ssize_t written = write(pipe_ends[1], line.data(), line.size());
        _exit(written == static_cast<ssize_t>(line.size()) ? 0 : 1);
    }
    close(pipe_ends[1]);
    std::string line;
    char buffer[4096];
    for (ssize_t n; (n = read(pipe_ends[0], buffer, sizeof buffer)) > 0;)
        line.append(buffer, static_cast<std::size_t>(n));
    close(pipe_ends[0]);
    int status = 0;
    rusage used{};
    wait4(child, &status, 0, &used);
    Outcome out;
    if (WIFSIGNALED(status))
        out.died = std::string("signal ") + strsignal(WTERMSIG(status));
    else if (WEXITSTATUS(status) != 0)
        out.died = "exit status " + std::to_string(WEXITSTATUS(status));
    else if (line.rfind("ok\t", 0) != 0)
        out.died = line;
    else if (static_cast<rlim_t>(used.ru_maxrss) * 1024 > most_bytes)
        out.died = "more than 1 GiB";
    if (!out.died.empty()) return out;
    std::istringstream fields(line.substr(3));
    fields >> out.pictures >> out.errors >> out.warnings >> out.unsupported;
    fields.ignore(1);
    std::getline(fields, out.codes, '\t');
    std::getline(fields, sentence);
    return out;
}

// Empty where the outcome is what the collection expects.
std::string deviation(const std::string& expected, const Outcome& o) {
    if (expected == "decode" && (o.pictures == 0 || o.errors > 0))
        return o.unsupported ? "" : "refused: " + o.codes;
    if (expected == "refuse" && o.errors == 0) return "decoded";
    if (expected == "flag-invalid" && o.errors + o.warnings == 0) return "not flagged";
    return {};
}

std::map<std::string, std::string> read_table(const std::string& path) {
    std::map<std::string, std::string> rows;  // file -> deviation
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line[0] == '#') continue;
        std::istringstream fields(line);
        std::string file, what, reason;
        std::getline(fields, file, '\t');
        std::getline(fields, what, '\t');
        std::getline(fields, reason, '\t');
        if (reason.empty()) std::printf("no reason given: %s\n", file.c_str());
        rows[file] = reason.empty() ? "" : what;
    }
    return rows;
}

}  // namespace

int main(int argc, char** argv) {
    const char* shared = std::getenv("NUSKHA_SHARED");
    if (!shared || argc < 2) {
        std::puts(argc < 2 ? "usage: conformance_odd_images EXPLAINED.tsv"
                           : "skipped: NUSKHA_SHARED is not set");
        return argc < 2 ? 2 : 0;
    }
    bool verbose = false;
    std::string only;
    for (int i = 2; i < argc; ++i)
        if (std::string(argv[i]) == "--verbose")
            verbose = true;
        else
            only = argv[i];
    const std::string folder = std::string(shared) + "/conformance/odd-images/";
    std::ifstream manifest(folder + "MANIFEST.tsv");
    if (!manifest) {
        std::printf("skipped: no collection in %s\n", folder.c_str());
        return 0;
    }
    auto explained = read_table(argv[1]);
    int files = 0, agree = 0, known = 0, wrong = 0, died = 0;
    std::map<std::string, int> verdicts;
    std::string line;
    std::getline(manifest, line);
    while (std::getline(manifest, line)) {
        std::istringstream fields(line);
        std::string file, skip, expected;
        std::getline(fields, file, '\t');
        std::getline(fields, skip, '\t');
        std::getline(fields, skip, '\t');
        std::getline(fields, expected, '\t');
        if (file.find(only) == std::string::npos) continue;
        ++files;
        std::string sentence;
        const Outcome o = run_child(folder + file, sentence);
        const std::string verdict = !o.died.empty()  ? "died"
                                    : o.errors > 0   ? (o.unsupported ? "unsupported" : "refused")
                                    : o.warnings > 0 ? "decoded, warned"
                                                     : "decoded";
        ++verdicts[expected + " -> " + verdict];
        if (verbose)
            std::printf("%s\t%s\t%s\t%s\t%s\n", file.c_str(), expected.c_str(), verdict.c_str(),
                        o.codes.c_str(), sentence.c_str());
        if (!o.died.empty()) {
            ++died;
            std::printf("DIED %s: %s\n", file.c_str(), o.died.c_str());
            continue;
        }
        const std::string what = deviation(expected, o);
        const auto row = explained.find(file);
        if (what.empty() && row == explained.end()) {
            ++agree;
        } else if (row != explained.end() && row->second == what && !what.empty()) {
            ++known;
        } else {
            ++wrong;
            std::printf("DEVIATES %s\t%s\texpected %s, table says '%s': %s\n", file.c_str(),
                        what.empty() ? "agrees" : what.c_str(), expected.c_str(),
                        row == explained.end() ? "" : row->second.c_str(), sentence.c_str());
        }
    }
    for (const auto& [verdict, count] : verdicts)
        std::printf("%6d  %s\n", count, verdict.c_str());
    std::printf("%d files: %d as expected, %d explained, %d unexplained, %d died\n", files, agree,
                known, wrong, died);
    return files > 0 && wrong == 0 && died == 0 ? 0 : 1;
}
