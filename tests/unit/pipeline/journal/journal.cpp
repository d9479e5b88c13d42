#include "pipeline/journal.hpp"

#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>

#include "models/failure.hpp"
#include "pipeline/journal/values.hpp"
#include "tests/unit/pipeline/journal/samples.hpp"

using namespace nuskha;
using nlohmann::json;

namespace {

template <class T>
std::string shown(const T& value) {
    return json(value).dump(1);
}

// The message of the failure, or "" where there was none or it was of another kind.
template <class Act>
std::string failure(Act act, Exit kind = Exit::store) {
    try {
        act();
    } catch (const Failure& e) {
        if (e.kind() == kind) return e.what();
    }
    return {};
}

// Runs `act` in a child process; its result is the exit status.
template <class Act>
int in_child(Act act) {
    const pid_t child = fork();
    if (child == 0) {
        int result = 99;
        try {
            result = act();
        } catch (...) {
        }
        _exit(result);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

void execute(const std::filesystem::path& file, const char* sql) {
    sqlite3* handle = nullptr;
    REQUIRE(sqlite3_open(file.c_str(), &handle) == SQLITE_OK);
    REQUIRE(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(handle);
}

}  // namespace

TEST_CASE("the journal gives back what was put into it, also after it was closed") {
    const TemporaryFolder folder;
    const Batch batch = sample_batch(3, 4);
    const ScanRecord scan = sample_scan("AZ-2", "3.tif");
    {
        Journal journal(folder / "journal.db", Journal::Mode::write);
        REQUIRE(journal.batch().items.empty());
        journal.set_batch(sample_batch(9, 9));  // an earlier hand-over
        journal.set_batch(batch);
        journal.set_run(sample_run());
        journal.commit_scan(scan);
        journal.set_outcome("AZ-2", sample_outcome());
        journal.commit_page(sample_page({"AZ-2", "3.tif", 1, 0}, "10"));
        journal.commit_pages({sample_page({"AZ-2", "3.tif", 0, 1}, "01"),
                              sample_page({"AZ-2", "3.tif", 0, 0}, "00")});
        journal.commit_page(sample_page({"AZ-2", "4.tif", 0, 0}, "00"));
    }
    const Journal journal(folder / "journal.db", Journal::Mode::read);
    REQUIRE(shown(journal.batch()) == shown(batch));
    REQUIRE(journal.batch_without_items().items.empty());
    REQUIRE(shown(journal.run()) == shown(sample_run()));
    REQUIRE(shown(journal.scan("AZ-2", "AZ-2/3.tif").value()) == shown(scan));
    REQUIRE_FALSE(journal.scan("AZ-2", "AZ-2/4.tif"));
    REQUIRE(shown(journal.outcome("AZ-2").value()) == shown(sample_outcome()));
    REQUIRE_FALSE(journal.outcome("AZ-1"));
    REQUIRE(journal.page_key({"AZ-2", "3.tif", 0, 1}) == "key-01");
    REQUIRE_FALSE(journal.page_key({"AZ-2", "3.tif", 2, 0}));

    std::vector<std::string> pages;
    journal.for_each_page("AZ-2", "3.tif", [&](const PageRecord& page) {
        pages.push_back(page.key);
        REQUIRE(shown(page) == shown(sample_page(page.page.id, page.key.substr(4))));
        REQUIRE(journal.page_key(page.page.id) == page.key);  // asking while visiting
    });
    REQUIRE(pages == std::vector<std::string>{"key-00", "key-01", "key-10"});

    journal.for_each_outline("AZ-2", "4.tif", [&](const PageOutline& page) {
        REQUIRE(page.recognised);
        REQUIRE(page.words == 3);
        REQUIRE(page.confidence == Approx(sample_text("00").mean_confidence()));
        REQUIRE_FALSE(page.record.page.text);
        REQUIRE(page.record.key == "key-00");
    });
    std::vector<std::string> scans;
    journal.for_each_scan("AZ-2", [&](const ScanFile& file, const auto& record) {
        scans.push_back(file.name + (record ? "!" : ""));
    });
    REQUIRE(scans == std::vector<std::string>{"1.tif", "2.tif", "3.tif!", "4.tif"});
    std::string items;
    journal.for_each_item([&](const Item& item) { items += item.id + " "; });
    REQUIRE(items == "AZ-1 AZ-2 AZ-3 ");
}

TEST_CASE("the pages of an image are replaced together, whether it was split before or is now") {
    const TemporaryFolder folder;
    Journal journal(folder / "journal.db", Journal::Mode::write);
    journal.set_batch(sample_batch(1, 2));
    const auto keys = [&] {
        std::string all;
        journal.for_each_page("AZ-1", "1.tif",
                              [&](const PageRecord& page) { all += page.key + " "; });
        return all;
    };
    const auto page = [](int image, int side, const char* key) {
        return sample_page({"AZ-1", "1.tif", image, side}, key);
    };
    journal.commit_pages({page(0, 0, "left"), page(0, 1, "right")});
    journal.commit_pages({page(1, 0, "next")});
    REQUIRE(keys() == "key-left key-right key-next ");
    journal.commit_pages({page(0, 0, "whole")});
    REQUIRE(keys() == "key-whole key-next ");
    journal.commit_pages({page(0, 0, "left"), page(0, 1, "right")});
    REQUIRE(keys() == "key-left key-right key-next ");
    journal.commit_pages({});
    REQUIRE_THROWS_AS(journal.commit_pages({page(0, 0, "a"), page(1, 0, "b")}), std::logic_error);
    REQUIRE_THROWS(journal.commit_pages({page(0, 0, "twice"), page(0, 0, "twice")}));
    REQUIRE(keys() == "key-left key-right key-next ");
    REQUIRE(journal.totals().pages == 3);
}

TEST_CASE("both sides of an opening are there after a kill, or neither") {
    const TemporaryFolder folder;
    const auto file = folder / "journal.db";
    Journal(file, Journal::Mode::write).set_batch(sample_batch(1, 2));
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        Journal journal(file, Journal::Mode::write);
        for (int n = 0;; ++n)
            journal.commit_pages({sample_page({"AZ-1", "1.tif", n % 50, 0}, std::to_string(n)),
                                  sample_page({"AZ-1", "1.tif", n % 50, 1}, std::to_string(n))});
    }
    usleep(300'000);
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    const Journal journal(file, Journal::Mode::read);
    std::map<int, std::vector<std::string>> images;
    journal.for_each_page("AZ-1", "1.tif", [&](const PageRecord& page) {
        images[page.page.id.image].push_back(page.key);
    });
    REQUIRE_FALSE(images.empty());
    for (const auto& [image, keys] : images) {
        REQUIRE(keys.size() == 2);
        REQUIRE(keys[0] == keys[1]);
    }
}

TEST_CASE("a newer page takes the place of the older, and pages beyond can be forgotten") {
    const TemporaryFolder folder;
    Journal journal(folder / "journal.db", Journal::Mode::write);
    journal.set_batch(sample_batch(1, 2));
    journal.commit_page(sample_page({"AZ-1", "1.tif", 0, 0}, "old"));
    journal.commit_page(sample_page({"AZ-1", "1.tif", 1, 0}, "one"));
    PageRecord newer = sample_page({"AZ-1", "1.tif", 0, 0}, "new");
    newer.page.text.reset();
    journal.commit_page(newer);
    journal.forget_pages_beyond("AZ-1", "1.tif", 1);
    int count = 0;
    journal.for_each_page("AZ-1", "1.tif", [&](const PageRecord& page) {
        ++count;
        REQUIRE(shown(page) == shown(newer));
    });
    REQUIRE(count == 1);
}

TEST_CASE("totals count the items of the batch, and nothing of an earlier hand-over") {
    const TemporaryFolder folder;
    Journal journal(folder / "journal.db", Journal::Mode::write);
    REQUIRE(journal.totals().items == 0);
    journal.set_batch(sample_batch(4, 2));
    journal.set_outcome("AZ-1", {ItemState::sealed, 1, "", {}});
    journal.set_outcome("AZ-2", {ItemState::unchanged, 1, "", {}});
    journal.set_outcome("AZ-3", {ItemState::held_back, 0, "", {}});
    journal.set_outcome("AZ-99", {ItemState::sealed, 1, "", {}});
    journal.commit_scan(sample_scan("AZ-1", "1.tif"));
    PageRecord sound = sample_page({"AZ-1", "1.tif", 0, 0}, "a");
    sound.faulty = false;
    journal.commit_page(sound);
    journal.commit_page(sample_page({"AZ-2", "2.tif", 0, 0}, "b"));
    journal.commit_page(sample_page({"AZ-2", "gone.tif", 0, 0}, "c"));
    const Totals t = journal.totals();
    REQUIRE(t.items == 4);
    REQUIRE(t.sealed == 1);
    REQUIRE(t.unchanged == 1);
    REQUIRE(t.held_back == 1);
    REQUIRE(t.scans == 8);
    REQUIRE(t.scans_faulty == 1);
    REQUIRE(t.scans_done == 0);
    REQUIRE(t.bytes == 4 * (1001 + 1002));
    REQUIRE(t.pages == 2);
    REQUIRE(t.pages_faulty == 1);
    REQUIRE(t.words == 6);
    REQUIRE(t.confidence == Approx(sample_text("a").mean_confidence()));
}

TEST_CASE("readers see committed pages while another process writes") {
    const TemporaryFolder folder;
    Journal writer(folder / "journal.db", Journal::Mode::write);
    writer.set_batch(sample_batch(1, 2));
    writer.commit_page(sample_page({"AZ-1", "1.tif", 0, 0}, "x"));
    const int status = in_child([&] {
        const Journal reader(folder / "journal.db", Journal::Mode::read);
        return reader.page_key({"AZ-1", "1.tif", 0, 0}) == "key-x" &&
                       reader.batch().id == "B-2026-11"
                   ? 0
                   : 1;
    });
    REQUIRE(status == 0);
    writer.commit_page(sample_page({"AZ-1", "1.tif", 0, 0}, "y"));
    REQUIRE(writer.page_key({"AZ-1", "1.tif", 0, 0}) == "key-y");
}

TEST_CASE("every page whose commit returned is there, wholly, after the writer was killed") {
    std::mt19937 random(7);
    for (int round = 0; round < 12; ++round) {
        const TemporaryFolder folder;
        int told[2];
        REQUIRE(pipe(told) == 0);
        const pid_t child = fork();
        if (child == 0) {
            Journal journal(folder / "journal.db", Journal::Mode::write);
            for (int n = 0; n < 100'000; ++n) {
                journal.commit_page(sample_page({"AZ-1", "1.tif", n, 0}, std::to_string(n)));
                if (write(told[1], &n, sizeof n) != sizeof n) _exit(1);
            }
            _exit(0);
        }
        close(told[1]);
        std::this_thread::sleep_for(std::chrono::milliseconds(20 + random() % 150));
        kill(child, SIGKILL);
        int status = 0;
        waitpid(child, &status, 0);
        REQUIRE(WIFSIGNALED(status));
        int committed = 0, n = 0;
        while (read(told[0], &n, sizeof n) == sizeof n)
            committed = n + 1;
        close(told[0]);

        Journal journal(folder / "journal.db", Journal::Mode::write);
        int found = 0;
        journal.for_each_page("AZ-1", "1.tif", [&](const PageRecord& page) {
            REQUIRE(page.page.id.image == found);
            REQUIRE(shown(page) == shown(sample_page(page.page.id, std::to_string(found))));
            ++found;
        });
        REQUIRE(found >= committed);
        REQUIRE(found <= committed + 1);  // committed, but killed before it could tell
        journal.commit_page(sample_page({"AZ-1", "1.tif", found, 0}, "goes on"));
        REQUIRE(journal.page_key({"AZ-1", "1.tif", found, 0}) == "key-goes on");
    }
}

TEST_CASE("a file that is not a journal is refused with a plain sentence") {
    const TemporaryFolder folder;
    const auto open = [&](const char* name, Journal::Mode mode) {
        return failure([&] { Journal journal(folder / name, mode); });
    };
    std::ofstream(folder / "garbage.db") << std::string(10'000, 'x');
    REQUIRE_THAT(open("garbage.db", Journal::Mode::write),
                 Catch::Contains("garbage.db: ") && Catch::Contains("not a journal"));
    REQUIRE_THAT(open("garbage.db", Journal::Mode::read), Catch::Contains("not a journal"));

    execute(folder / "other.db", "CREATE TABLE songs(name)");
    REQUIRE_THAT(open("other.db", Journal::Mode::write), Catch::Contains("not a journal"));
    execute(folder / "app.db", "PRAGMA application_id=77");
    REQUIRE_THAT(open("app.db", Journal::Mode::write), Catch::Contains("not a journal"));

    { Journal journal(folder / "newer.db", Journal::Mode::write); }
    execute(folder / "newer.db", "PRAGMA user_version=99");
    REQUIRE_THAT(open("newer.db", Journal::Mode::write),
                 Catch::Contains("version 99") && Catch::Contains("newer nuskha"));
    REQUIRE_THAT(open("newer.db", Journal::Mode::read), Catch::Contains("newer nuskha"));

    REQUIRE_THAT(
        failure([&] { Journal journal(folder / "none.db", Journal::Mode::read); }, Exit::input),
        Catch::Contains("no such journal"));
    REQUIRE_FALSE(std::filesystem::exists(folder / "none.db"));
    REQUIRE_THAT(open("no/such/folder.db", Journal::Mode::write),
                 Catch::Contains("cannot be opened"));
}

TEST_CASE("a record that was damaged on the disk is a failure, not a crash") {
    const TemporaryFolder folder;
    {
        Journal journal(folder / "journal.db", Journal::Mode::write);
        journal.commit_page(sample_page({"AZ-1", "1.tif", 0, 0}, "x"));
    }
    execute(folder / "journal.db", "UPDATE page SET value = x'8181'");
    const Journal journal(folder / "journal.db", Journal::Mode::read);
    REQUIRE_THAT(failure([&] { journal.for_each_page("AZ-1", "1.tif", [](const PageRecord&) {}); }),
                 Catch::Contains("damaged"));
}

TEST_CASE("a name with marks that mean something in a URI is only a name") {
    const TemporaryFolder folder;
    const auto odd = folder / "50% of #3?mode=memory.db";
    { Journal(odd, Journal::Mode::write).set_run(sample_run()); }
    REQUIRE(std::filesystem::exists(odd));
    REQUIRE(Journal(odd, Journal::Mode::read).run().store == "/archive");
}

TEST_CASE("a journal in a folder that cannot be written is read, and writing says so") {
    const TemporaryFolder folder;
    const auto file = folder / "journal.db";
    { Journal(file, Journal::Mode::write).set_run(sample_run()); }
    chmod(folder.path().c_str(), 0555);
    chmod(file.c_str(), 0444);
    const int status = in_child([&] {
        if (geteuid() == 0 && seteuid(65534) != 0) return 77;  // permissions do not bind root
        if (Journal(file, Journal::Mode::read).run().store != "/archive") return 1;
        const std::string said =
            failure([&] { Journal(file, Journal::Mode::write).set_run(sample_run()); });
        return said.find("permissions") != std::string::npos ? 0 : 2;
    });
    chmod(folder.path().c_str(), 0755);
    if (status == 77)
        std::cout << "skipped: cannot give up root's rights here\n";
    else
        REQUIRE(status == 0);
}

TEST_CASE("a full disk is said plainly and leaves what was committed") {
    const TemporaryFolder folder;
    const auto fill = [](const std::filesystem::path& file, const char* expected) {
        return in_child([&] {
            signal(SIGXFSZ, SIG_IGN);
            const rlimit small{400'000, 400'000};
            if (file.filename() == "limited.db" && setrlimit(RLIMIT_FSIZE, &small) != 0) return 77;
            int committed = 0;
            const std::string said = failure([&] {
                Journal journal(file, Journal::Mode::write);
                for (; committed < 5000; ++committed)
                    journal.commit_page(
                        sample_page({"AZ-1", "1.tif", committed, 0}, std::to_string(committed)));
            });
            if (said.find(expected) == std::string::npos) return 1;
            const Journal journal(file, Journal::Mode::read);
            int found = 0;
            journal.for_each_page("AZ-1", "1.tif", [&](const PageRecord&) { ++found; });
            return committed > 10 && found == committed ? 0 : 2;
        });
    };
    SECTION("a quota on file size") {
        REQUIRE(fill(folder / "limited.db", "quota is used up") == 0);
    }
    SECTION("a small file system") {
        const auto small = folder / "small";
        std::filesystem::create_directory(small);
        if (mount("tmpfs", small.c_str(), "tmpfs", 0, "size=1m") != 0) {
            std::cout << "skipped: cannot mount a small file system here\n";
            return;
        }
        const int status = fill(small / "journal.db", "the disk is full: needs more, has ");
        umount(small.c_str());
        REQUIRE(status == 0);
    }
}
