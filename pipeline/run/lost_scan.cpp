#include "pipeline/run/lost_scan.hpp"

#include <fmt/format.h>

namespace nuskha {

ScanRecord faulty_scan(const std::string& item, const ScanFile& file, const std::string& stamp) {
    ScanRecord record;
    record.item = item;
    record.path = file.path;
    record.name = file.name;
    record.stamp = stamp;
    record.bytes = file.bytes;
    record.state = ScanState::faulty;
    return record;
}

Finding timeout_of(const ScanFile& file, double seconds) {
    return make_finding("page.timeout", file.path,
                        fmt::format("no sign of life from the worker for {:.0f} s; look at the "
                                    "file, or raise --page-timeout",
                                    seconds));
}

Finding crash_of(const ScanFile& file, const std::string& how, const std::string& work_folder) {
    return make_finding(
        "page.crashed", file.path,
        fmt::format("the worker ended {} twice; see {}/worker.log and report the file", how,
                    work_folder));
}

}  // namespace nuskha
