#include "pipeline/files.hpp"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include "models/failure.hpp"
#include "tests/unit/pipeline/temporary_folder.hpp"

using namespace nuskha;
using namespace nuskha::test;
using Catch::Contains;
namespace fs = std::filesystem;

TEST_CASE("a stamp changes when a file is written, replaced or touched") {
    const TemporaryFolder folder;
    const fs::path file = folder.path / "a";
    CHECK(file_stamp(file).empty());
    put(file, "one");
    const std::string first = file_stamp(file);
    CHECK(file_stamp(file) == first);
    put(folder.path / "b", "two");
    fs::last_write_time(folder.path / "b", fs::last_write_time(file));
    fs::rename(folder.path / "b", file);  // of the same size and time
    CHECK(file_stamp(file) != first);
    const std::string second = file_stamp(file);
    fs::last_write_time(file, fs::last_write_time(file) + std::chrono::seconds(1));
    CHECK(file_stamp(file) != second);
}

TEST_CASE("a whole file is read with its stamp, and no further than the limit") {
    const TemporaryFolder folder;
    const fs::path file = folder.path / "a";
    put(file, "12345");
    const FileBytes bytes = read_whole(file, 5);
    CHECK(bytes.error.empty());
    CHECK(bytes.size == 5);
    CHECK(bytes.stamp == file_stamp(file));
    CHECK(read_text(file, 5) == "12345");
    CHECK_THAT(read_whole(file, 4).error, Contains("5 bytes") && Contains("limit of 4"));
    CHECK_THROWS_AS(read_text(file, 4), Failure);
    put(file, "");
    CHECK(read_whole(file, 5).error.empty());
    CHECK(read_whole(file, 5).size == 0);
}

TEST_CASE("what is no regular file is said to be so, and is never waited for") {
    const TemporaryFolder folder;
    REQUIRE(::mkfifo((folder.path / "pipe").c_str(), 0600) == 0);
    CHECK_THAT(read_whole(folder.path / "pipe", 100).error, Contains("not a regular file"));
    CHECK_FALSE(read_whole(folder.path, 100).error.empty());
    CHECK_THAT(read_whole(folder.path / "none", 100).error, Contains("No such file"));
    CHECK_THAT(read_whole("/dev/zero", 100).error, Contains("not a regular file"));
}

TEST_CASE("a file that is being copied while it is read is not taken for a scan") {
    const TemporaryFolder folder;
    const fs::path file = folder.path / "growing";
    put(file, std::string(40'000'000, 'x'));
    const pid_t writer = ::fork();
    if (writer == 0) {
        for (;;) {
            std::ofstream(file, std::ios::binary | std::ios::app) << 'y' << std::flush;
            ::usleep(200);
        }
    }
    ::usleep(50'000);
    const FileBytes bytes = read_whole(file, 1u << 30);
    ::kill(writer, SIGKILL);
    ::waitpid(writer, nullptr, 0);
    CHECK(bytes.error == "changed while it was being read");
}

TEST_CASE("a file is replaced as a whole, and nothing is left beside it") {
    const TemporaryFolder folder;
    const fs::path file = folder.path / "a";
    write_atomically(file, "old");
    const fs::path link = folder.path / "reader";
    fs::create_hard_link(file, link);  // who had it open sees the old bytes for ever
    write_atomically(file, "new");
    CHECK(get(file) == "new");
    CHECK(get(link) == "old");
    CHECK(std::distance(fs::directory_iterator(folder.path), fs::directory_iterator()) == 2);
    CHECK_THROWS_WITH(write_atomically(folder.path / "none" / "a", "x"), Contains("none/a"));
}

TEST_CASE("a failed write is told with the file's name and leaves the old file") {
    if (!fs::exists("/dev/full")) return;
    try {
        FileWriter writer("/dev/full", {});
        writer.write("x");
        writer.close();
        FAIL("a full disk was not noticed");
    } catch (const Failure& failure) {
        CHECK(failure.kind() == Exit::store);
        CHECK_THAT(failure.what(), Contains("/dev/full") && Contains("needs") && Contains("free"));
    }
}

TEST_CASE("what is written is what the sink sees and what lies on the disk") {
    const TemporaryFolder folder;
    std::string seen;
    FileWriter writer(folder.path / "a", [&](std::span<const std::byte> block) {
        seen.append(reinterpret_cast<const char*>(block.data()), block.size());
    });
    std::string all;
    for (int i = 0; i < 300'000; ++i) {
        const std::string line = std::to_string(i) + "\n";
        writer.write(line);
        all += line;
    }
    CHECK(writer.close() == all.size());
    CHECK(seen == all);
    CHECK(get(folder.path / "a") == all);
}

TEST_CASE("renaming never overwrites where it must not, and folders change places in one step") {
    const TemporaryFolder folder;
    put(folder.path / "a" / "x", "in a");
    put(folder.path / "b" / "y", "in b");
    CHECK_FALSE(rename_if_absent(folder.path / "a", folder.path / "b"));
    CHECK(fs::exists(folder.path / "a" / "x"));
    if (exchange_paths(folder.path / "a", folder.path / "b")) {
        CHECK(get(folder.path / "a" / "y") == "in b");
        CHECK(get(folder.path / "b" / "x") == "in a");
    }
    CHECK(rename_if_absent(folder.path / "a", folder.path / "c"));
    CHECK_FALSE(fs::exists(folder.path / "a"));
    CHECK_THROWS_AS(exchange_paths(folder.path / "none", folder.path / "c"), Failure);
}

TEST_CASE("a lock keeps others out until its holder is gone, however it went") {
    const TemporaryFolder folder;
    const fs::path file = folder.path / "lock";
    {
        const Descriptor held = try_lock(file);
        REQUIRE(held);
        CHECK_FALSE(try_lock(file));
    }
    CHECK(try_lock(file));
    int ready[2];
    REQUIRE(::pipe(ready) == 0);
    const pid_t holder = ::fork();
    if (holder == 0) {
        const Descriptor held = try_lock(file);
        if (::write(ready[1], "x", 1) != 1) ::_exit(1);
        ::pause();
    }
    char byte;
    REQUIRE(::read(ready[0], &byte, 1) == 1);
    CHECK_FALSE(try_lock(file));
    ::kill(holder, SIGKILL);
    ::waitpid(holder, nullptr, 0);
    CHECK(try_lock(file));
    ::close(ready[0]);
    ::close(ready[1]);
}

TEST_CASE("sizes are told as people say them") {
    CHECK(human_bytes(0) == "0 bytes");
    CHECK(human_bytes(999) == "999 bytes");
    CHECK(human_bytes(1000) == "1.0 kB");
    CHECK(human_bytes(3'240'000'000) == "3.2 GB");
    CHECK(human_bytes(999'999) == "1.0 MB");
}
