#include "pipeline/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/fs.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace nuskha {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t block_size = 1 << 20;

[[noreturn]] void fail(const fs::path& file, const char* doing, int error,
                       std::uint64_t needed = 0) {
    if (error == ENOSPC || error == EDQUOT) throw disk_full(file, needed);
    throw Failure(Exit::store,
                  fmt::format("{}: cannot {}: {}; check the path, the permissions and the disk",
                              file.string(), doing, std::strerror(error)));
}

std::string stamp_of(const struct stat& s) {
    return fmt::format("{}:{}:{}:{}.{}:{}.{}", s.st_dev, s.st_ino, s.st_size, s.st_mtim.tv_sec,
                       s.st_mtim.tv_nsec, s.st_ctim.tv_sec, s.st_ctim.tv_nsec);
}

ssize_t read_some(int descriptor, void* to, std::size_t size) {
    ssize_t got;
    do
        got = ::read(descriptor, to, size);
    while (got < 0 && errno == EINTR);
    return got;
}

void write_all(int descriptor, const std::byte* from, std::size_t size, const fs::path& file) {
    while (size > 0) {
        const ssize_t put = ::write(descriptor, from, size);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) fail(file, "write", errno, size);
        from += put;
        size -= static_cast<std::size_t>(put);
    }
}

Descriptor open_or_fail(const fs::path& file, int flags, const char* doing) {
    Descriptor descriptor(::open(file.c_str(), flags | O_CLOEXEC, 0644));
    if (!descriptor) fail(file, doing, errno);
    return descriptor;
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    if (this != &other) {
        if (number_ >= 0) ::close(number_);
        number_ = other.release();
    }
    return *this;
}

Descriptor::~Descriptor() {
    if (number_ >= 0) ::close(number_);
}

int Descriptor::release() {
    return std::exchange(number_, -1);
}

FileBytes read_whole(const fs::path& file, std::uint64_t limit) {
    FileBytes result;
    const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat before {
    }, after{};
    if (!descriptor || ::fstat(descriptor.get(), &before) != 0) {
        result.error = std::strerror(errno);
        return result;
    }
    if (!S_ISREG(before.st_mode)) {
        result.error = "is not a regular file";
        return result;
    }
    const auto size = static_cast<std::uint64_t>(before.st_size);
    if (size > limit) {
        result.error =
            fmt::format("has {}, more than the limit of {}", human_bytes(size), human_bytes(limit));
        return result;
    }
    result.data = std::make_unique_for_overwrite<std::byte[]>(std::max<std::uint64_t>(size, 1));
    while (result.size < size) {
        const ssize_t got =
            read_some(descriptor.get(), result.data.get() + result.size, size - result.size);
        if (got < 0) result.error = std::strerror(errno);
        if (got <= 0) break;
        result.size += static_cast<std::size_t>(got);
    }
    result.stamp = stamp_of(before);
    if (result.error.empty() && (::fstat(descriptor.get(), &after) != 0 ||
                                 stamp_of(after) != result.stamp || result.size != size))
        result.error = "changed while it was being read";
    return result;
}

std::string read_text(const fs::path& file, std::uint64_t limit) {
    const FileBytes bytes = read_whole(file, limit);
    if (!bytes.error.empty())
        throw Failure(Exit::store,
                      fmt::format("{}: cannot read: {}; check the path and permissions",
                                  file.string(), bytes.error));
    return {reinterpret_cast<const char*>(bytes.data.get()), bytes.size};
}

std::string file_stamp(const fs::path& file) {
    struct stat s {};
    return ::stat(file.c_str(), &s) == 0 ? stamp_of(s) : std::string();
}

FileWriter::FileWriter(const fs::path& file, BlockSink sink)
    : file_(file),
      sink_(std::move(sink)),
      descriptor_(open_or_fail(file, O_WRONLY | O_CREAT | O_TRUNC, "create")) {}

void FileWriter::write(std::string_view text) {
    buffer_ += text;
    if (buffer_.size() >= block_size) flush();
}

void FileWriter::write(std::span<const std::byte> bytes) {
    write(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

void FileWriter::flush() {
    const auto bytes = std::as_bytes(std::span(buffer_));
    if (sink_) sink_(bytes);
    write_all(descriptor_.get(), bytes.data(), bytes.size(), file_);
    written_ += bytes.size();
    buffer_.clear();
}

std::uint64_t FileWriter::close() {
    flush();
    if (::close(descriptor_.release()) != 0) fail(file_, "write", errno);
    return written_;
}

std::uint64_t read_blocks(const fs::path& file, const BlockSink& sink) {
    const Descriptor descriptor = open_or_fail(file, O_RDONLY, "read");
    ::posix_fadvise(descriptor.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
    const auto block = std::make_unique_for_overwrite<std::byte[]>(block_size);
    std::uint64_t total = 0;
    for (;;) {
        const ssize_t got = read_some(descriptor.get(), block.get(), block_size);
        if (got < 0) fail(file, "read", errno);
        if (got == 0) return total;
        sink({block.get(), static_cast<std::size_t>(got)});
        total += static_cast<std::uint64_t>(got);
    }
}

std::uint64_t copy_file(const fs::path& from, const fs::path& to, const BlockSink& sink) {
    const Descriptor out = open_or_fail(to, O_WRONLY | O_CREAT | O_EXCL, "create");
    return read_blocks(from, [&](std::span<const std::byte> block) {
        write_all(out.get(), block.data(), block.size(), to);
        if (sink) sink(block);
    });
}

void write_atomically(const fs::path& file, std::string_view bytes, bool durable) {
    const fs::path beside = file.string() + fmt::format(".{}.part", ::getpid());
    {
        const Descriptor out = open_or_fail(beside, O_WRONLY | O_CREAT | O_TRUNC, "create");
        const auto data = std::as_bytes(std::span(bytes));
        try {
            write_all(out.get(), data.data(), data.size(), beside);
            if (durable && ::fsync(out.get()) != 0) fail(beside, "sync", errno);
        } catch (...) {
            ::unlink(beside.c_str());
            throw;
        }
    }
    rename_path(beside, file);
    if (durable) sync_folder(file.parent_path());
}

std::vector<fs::directory_entry> entries_of(const fs::path& folder, std::string& error) {
    std::vector<fs::directory_entry> entries;
    std::error_code code;
    for (fs::directory_iterator entry(folder, code), end; !code && entry != end;
         entry.increment(code))
        entries.push_back(*entry);
    error = code ? code.message() : "";
    std::sort(entries.begin(), entries.end());
    return entries;
}

void make_folders(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) fail(folder, "make the folder", error.value());
}

void rename_path(const fs::path& from, const fs::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) fail(to, "rename into place", errno);
}

bool rename_if_absent(const fs::path& from, const fs::path& to) {
    if (::syscall(SYS_renameat2, AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) ==
        0)
        return true;
    if (errno == EEXIST || errno == ENOTEMPTY) return false;
    if (errno == EINVAL ||
        errno == ENOSYS) {  // some network file systems; the caller holds the store's lock
        if (fs::exists(to)) return false;
        rename_path(from, to);
        return true;
    }
    fail(to, "rename into place", errno);
}

bool exchange_paths(const fs::path& a, const fs::path& b) {
    if (::syscall(SYS_renameat2, AT_FDCWD, a.c_str(), AT_FDCWD, b.c_str(), RENAME_EXCHANGE) == 0)
        return true;
    if (errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP) return false;
    fail(b, "exchange with its new version", errno);
}

void link_or_copy(const fs::path& from, const fs::path& to) {
    if (::link(from.c_str(), to.c_str()) == 0) return;
    if (errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS || errno == EMLINK)
        copy_file(from, to, {});
    else
        fail(to, "link", errno);
}

void sync_folder(const fs::path& folder) {
    const Descriptor descriptor =
        open_or_fail(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY, "open");
    if (::fsync(descriptor.get()) != 0 && errno != EINVAL) fail(folder, "sync", errno);
}

void sync_file_system(const fs::path& anywhere_on_it) {
    const Descriptor descriptor = open_or_fail(anywhere_on_it, O_RDONLY, "open");
    if (::syncfs(descriptor.get()) != 0) fail(anywhere_on_it, "sync", errno);
}

std::uint64_t free_bytes(const fs::path& folder) {
    fs::path at = fs::absolute(folder);
    struct statvfs s {};
    while (::statvfs(at.c_str(), &s) != 0 && at.has_relative_path())
        at = at.parent_path();
    return static_cast<std::uint64_t>(s.f_bavail) * s.f_frsize;
}

bool same_file_system(const fs::path& a, const fs::path& b) {
    const auto device = [](fs::path at) {
        struct stat s {};
        at = fs::absolute(at);
        while (::stat(at.c_str(), &s) != 0 && at.has_relative_path())
            at = at.parent_path();
        return s.st_dev;
    };
    return device(a) == device(b);
}

namespace {
Descriptor lock(const fs::path& file, int how) {
    Descriptor descriptor = open_or_fail(file, O_RDWR | O_CREAT, "open the lock");
    int got;
    do
        got = ::flock(descriptor.get(), how);
    while (got != 0 && errno == EINTR);
    if (got == 0) return descriptor;
    if (errno == EWOULDBLOCK) return Descriptor();
    fail(file, "lock", errno);
}
}  // namespace

Descriptor try_lock(const fs::path& file) {
    return lock(file, LOCK_EX | LOCK_NB);
}

Descriptor wait_for_lock(const fs::path& file) {
    return lock(file, LOCK_EX);
}

Failure disk_full(const fs::path& file, std::uint64_t needed) {
    return {Exit::store,
            fmt::format("{}: the disk is full: needs {}, has {} free; free some space and run the "
                        "same command again",
                        file.string(), needed ? human_bytes(needed) : "more",
                        human_bytes(free_bytes(file)))};
}

std::string human_bytes(std::uint64_t bytes) {
    constexpr std::array units{"bytes", "kB", "MB", "GB", "TB", "PB"};
    double value = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (; value >= 999.5 && unit + 1 < units.size(); ++unit)
        value /= 1000;
    return unit == 0 ? fmt::format("{} bytes", bytes)
                     : fmt::format("{:.1f} {}", value, units[unit]);
}

}  // namespace nuskha
