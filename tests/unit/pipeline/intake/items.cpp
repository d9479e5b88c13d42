// Which items and scans a folder holds, and what is odd about its files.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "models/failure.hpp"
#include "tests/unit/pipeline/intake/temporary_batch.hpp"

using namespace nuskha;
using namespace nuskha::test;

TEST_CASE("each sub-folder is an item, its scans in natural order") {
    TemporaryBatch b;
    b.scan("AZ-10/10.tif").scan("AZ-10/2.tif").scan("AZ-10/1.TIF").scan("AZ-9/1.jp2");
    for (int i = 3; i < 10; ++i)
        b.scan("AZ-10/" + std::to_string(i) + ".tif");
    const Batch batch = b.read();
    REQUIRE(batch.id == "delivery");
    REQUIRE(batch.folder == std::filesystem::canonical(b.root).string());
    REQUIRE(ids(batch) == "AZ-9|AZ-10");
    REQUIRE(names(item(batch, "AZ-10")) ==
            "1.TIF|2.tif|3.tif|4.tif|5.tif|6.tif|7.tif|8.tif|9.tif|10.tif");
    const ScanFile& scan = item(batch, "AZ-9").scans.front();
    REQUIRE(scan.path == "AZ-9/1.jp2");
    REQUIRE(scan.bytes == 15);
    REQUIRE_FALSE(scan.stamp.empty());
    REQUIRE(item(batch, "AZ-9").folder == "AZ-9");
    REQUIRE_FALSE(item(batch, "AZ-9").id_declared);
    REQUIRE(batch.findings.empty());
    REQUIRE(item(batch, "AZ-10").findings.empty());
}

TEST_CASE("scans of deeper folders belong to the top one and keep their path in it") {
    TemporaryBatch b;
    b.scan("M-1/recto/1.tif")
        .scan("M-1/recto/3.tif")
        .scan("M-1/verso/2.tif")
        .scan("M-1/verso/4.tif");
    const Batch batch = b.read();
    REQUIRE(ids(batch) == "M-1");
    REQUIRE(names(batch.items[0]) == "recto/1.tif|recto/3.tif|verso/2.tif|verso/4.tif");
    REQUIRE(batch.items[0].findings.empty());  // odd and even numbers fill each other up
}

TEST_CASE("a deeper folder with an item.toml, or named in items.csv, is an item of its own") {
    TemporaryBatch b;
    b.scan("box/A/1.tif")
        .scan("box/B/1.tif")
        .scan("box/C/1.tif")
        .file("box/A/item.toml", "title='A'");
    b.file("items.csv", "id,folder\nB,\nSea,box/C\n");
    const Batch batch = b.read();
    REQUIRE(ids(batch) == "A|B|Sea");
    REQUIRE(item(batch, "Sea").folder == "box/C");
}

TEST_CASE("loose scans are grouped by the name before the last number") {
    TemporaryBatch b;
    b.scan("AZ-0012_0001.tif").scan("AZ-0012_0002a.tif").scan("AZ-0012_0002b.tif");
    b.scan("AZ-0013 - 1.tif").scan("map.tif").scan("Бакы.٠٠٧.tif").scan("0001.tif");
    const Batch batch = b.read();
    REQUIRE(ids(batch) == "AZ-0012|AZ-0013|delivery|map|Бакы");
    REQUIRE(names(item(batch, "AZ-0012")) ==
            "AZ-0012_0001.tif|AZ-0012_0002a.tif|AZ-0012_0002b.tif");
    REQUIRE(item(batch, "AZ-0012").findings.empty());
    REQUIRE(item(batch, "map").folder.empty());
}

TEST_CASE("a loose scan whose whole name is an id of items.csv is that item") {
    TemporaryBatch b;
    b.scan("MAP-0001.tif").scan("MAP-0002.tif").file("items.csv", "id;title\nMAP-0001;Baku\n");
    const Batch batch = b.read();
    REQUIRE(ids(batch) == "MAP|MAP-0001");
    REQUIRE(item(batch, "MAP-0001").description.title == "Baku");
}

TEST_CASE("a BagIt bag is read through its data folder") {
    TemporaryBatch b;
    b.file("bagit.txt", "BagIt-Version: 1.0\n").file("bag-info.txt", "x: y\n");
    b.scan("data/A/1.tif").scan("data/A/2.tif").scan("data/B_1.tif");
    b.file("manifest-md5.txt",
           hex_digest(DigestAlgorithm::md5, "scan data/A/1.tif") + "  data/A/1.tif\n");
    const Batch batch = b.read();
    REQUIRE(ids(batch) == "A|B");
    REQUIRE(item(batch, "A").scans[0].expected.size() == 1);
    REQUIRE(told(item(batch, "A").findings) == "checksum.extra data/A/2.tif");
    REQUIRE(batch.findings.empty());
}

TEST_CASE("gaps in numbering are told with the missing numbers") {
    TemporaryBatch b;
    for (int n : {1, 2, 4, 8})
        b.scan("A/p" + std::to_string(n) + ".tif");
    for (int n : {2, 3, 4})
        b.scan("B/" + std::to_string(n) + ".tif");
    for (int n : {415, 416, 417})
        b.scan("C/" + std::to_string(n) + ".tif");
    for (const char* n : {"20240511123055", "20240511123107", "20240511124011"})
        b.scan("D/" + std::string(n) + ".tif");
    b.scan("E/1.tif").scan("E/3.tif");
    const Batch batch = b.read();
    const Item& a = item(batch, "A");
    REQUIRE(told(a.findings) == "item.numbering-gap A");
    REQUIRE(a.findings[0].sentence.find("3, 5-7") != std::string::npos);
    REQUIRE(a.findings[0].numbers[0].value == 4);
    REQUIRE(told(item(batch, "B").findings) == "item.numbering-gap B");
    REQUIRE(told(item(batch, "C").findings).empty());
    REQUIRE(told(item(batch, "D").findings).empty());
    REQUIRE(told(item(batch, "E").findings) == "item.numbering-gap E");
}

TEST_CASE("a number given twice is told, a second take with a letter is not") {
    TemporaryBatch b;
    b.scan("A/0001.tif").scan("A/0001.jpg").scan("A/0002.tif").scan("A/0002a.tif");
    REQUIRE(told(b.read().items[0].findings) == "item.numbering-twice A/0001.tif");
}

TEST_CASE("empty files, system files and files of no use are told apart") {
    TemporaryBatch b;
    b.scan("A/1.tif").file("A/2.tif", "").file("A/notes.pdf", "%PDF-1.7").file("A/Thumbs.db", "x");
    b.file("A/._1.tif", "x").file(".DS_Store", "x").file("__MACOSX/A/1.tif", "x");
    b.file("delivery.docx", "PK").file("A/DESKTOP.INI", "x").file("old.nuskha/1.tif", "x");
    const Batch batch = b.read();
    REQUIRE(told(batch.items[0].findings) == "batch.not-a-scan A/notes.pdf|file.empty A/2.tif");
    REQUIRE(told(batch.findings) == "batch.not-a-scan delivery.docx|batch.ignored .");
    REQUIRE(batch.ignored == std::vector<std::string>{".DS_Store", "A/._1.tif", "A/DESKTOP.INI",
                                                      "A/Thumbs.db", "__MACOSX/", "old.nuskha/"});
    REQUIRE(batch.items[0].scans.size() == 2);
}

TEST_CASE("an image without an image's ending is taken by its bytes") {
    TemporaryBatch b;
    b.file("A/1", std::string("II*\0xxxx", 8))
        .file("A/2.bin", "\xFF\xD8\xFF\xE0...")
        .file("A/3.txt", "II");
    const Batch batch = b.read();
    REQUIRE(names(batch.items[0]) == "1|2.bin");
    REQUIRE(told(batch.items[0].findings) == "batch.not-a-scan A/3.txt");
}

TEST_CASE(
    "names that are not UTF-8 or hold control characters are not taken and hold back the item") {
    TemporaryBatch b;
    b.scan("A/1.tif").file("A/2\xFF.tif", "x").file("A/3\n.tif", "x");
    const Batch batch = b.read();
    REQUIRE(names(batch.items[0]) == "1.tif");
    REQUIRE(told(batch.items[0].findings) ==
            "file.name-not-utf8 A/2\\xFF.tif|file.name-not-utf8 A/3\\x0A.tif");
}

TEST_CASE("two names that look alike clash, names that differ in case do not") {
    TemporaryBatch b;
    b.scan("A/e\u0301.tif").scan("A/\u00e9.tif").scan("B/x.tif").scan("B/X.tif");
    const Batch batch = b.read();
    REQUIRE(told(item(batch, "A").findings) == "item.name-clash A/\u00e9.tif");
    REQUIRE(item(batch, "B").findings.empty());
}

TEST_CASE("links inside the batch are followed to files; others are not") {
    TemporaryBatch b;
    std::ofstream(b.top / "secret.tif") << "secret";
    b.scan("A/1.tif").link("A/2.tif", "1.tif").link("A/3.tif", "../../secret.tif");
    b.link("A/4.tif", "nowhere.tif").link("A/5.tif", "5.tif").link("A/loop", "..").link("B", "A");
    b.link("A/6.tif", "/etc/passwd");
    const Batch batch = b.read();
    REQUIRE(ids(batch) == "A");
    REQUIRE(names(batch.items[0]) == "1.tif|2.tif");
    REQUIRE(batch.items[0].scans[1].bytes == batch.items[0].scans[0].bytes);
    REQUIRE(told(batch.items[0].findings) ==
            "batch.unsafe-link A/3.tif|batch.unsafe-link A/4.tif|batch.unsafe-link A/5.tif|"
            "batch.unsafe-link A/6.tif|batch.unsafe-link A/loop");
    REQUIRE(told(batch.findings) == "batch.unsafe-link B");
}

TEST_CASE("pipes are never opened") {
    TemporaryBatch b;
    b.scan("A/1.tif");
    REQUIRE(::mkfifo((b.root / "A/2.tif").c_str(), 0600) == 0);
    REQUIRE(::mkfifo((b.root / "A/items.csv").c_str(), 0600) == 0);
    REQUIRE(::mkfifo((b.root / "batch.toml").c_str(), 0600) == 0);
    const Batch batch = b.read();
    REQUIRE(told(batch.items[0].findings) ==
            "file.unreadable A/2.tif|batch.not-a-scan A/items.csv");
    REQUIRE(told(batch.findings) == "batch.not-a-scan batch.toml");
}

TEST_CASE("a folder with nothing in it is told, not passed over") {
    TemporaryBatch b;
    b.scan("A/1.tif").file("C/.DS_Store", "x");
    std::filesystem::create_directories(b.root / "B" / "inner");
    const Batch batch = b.read();
    REQUIRE(ids(batch) == "A");
    REQUIRE(told(batch.findings).find("batch.empty-folder B/inner") != std::string::npos);
    REQUIRE(told(batch.findings).find("batch.empty-folder C") != std::string::npos);
}

TEST_CASE("a folder that cannot be read is told") {
    TemporaryBatch b;
    b.scan("A/1.tif").scan("A/inner/2.tif");
    ::chmod((b.root / "A/inner").c_str(), 0);
    if (::geteuid() == 0) {
        WARN("skipped: the administrator can read every folder");
    } else {
        REQUIRE(told(b.read().items[0].findings) == "file.unreadable A/inner");
    }
    ::chmod((b.root / "A/inner").c_str(), 0700);
}

TEST_CASE("folders that are very deep are told, not followed for ever") {
    TemporaryBatch b;
    std::string deep = "A";
    for (int i = 0; i < 40; ++i)
        deep += "/d";
    b.scan("A/1.tif").scan(deep + "/2.tif");
    const Batch batch = b.read();
    REQUIRE(names(batch.items[0]) == "1.tif");
    REQUIRE(batch.items[0].findings.size() == 1);
    REQUIRE(batch.items[0].findings[0].code == "file.unreadable");
}

TEST_CASE("a folder without scans, a file and nothing at all are refused") {
    TemporaryBatch b;
    b.file("A/readme.txt", "no scans here").file("B/.hidden.tif", "x");
    const auto kind = [](const std::filesystem::path& path) {
        try {
            read_batch(path);
        } catch (const Failure& failure) {
            return failure.kind();
        }
        return Exit::ok;
    };
    REQUIRE(kind(b.root) == Exit::input);
    REQUIRE(kind(b.root / "A/readme.txt") == Exit::input);
    REQUIRE(kind(b.root / "nowhere") == Exit::input);
}

TEST_CASE("a folder and a loose group of one name get ids of their own and are held back") {
    TemporaryBatch b;
    b.scan("A/1.tif").scan("A_1.tif");
    const Batch batch = b.read();
    REQUIRE(ids(batch) == "A|A (2)");
    for (const Item& one : batch.items)
        REQUIRE(one.findings.at(0).code == "item.same-id");
}

TEST_CASE("fifty thousand files are read, and twice the same") {
    TemporaryBatch b;
    for (int i = 0; i < 50; ++i) {
        const std::string folder = "ITEM-" + std::to_string(i);
        std::filesystem::create_directory(b.root / folder);
        for (int k = 1; k <= 1000; ++k)
            ::close(::creat((b.root / folder / (std::to_string(k) + ".tif")).c_str(), 0600));
    }
    const Batch first = b.read(), second = b.read();
    REQUIRE(first.items.size() == 50);
    REQUIRE(first.items[49].scans.size() == 1000);
    REQUIRE(first.items[49].scans[999].name == "1000.tif");
    for (std::size_t i = 0; i < 50; ++i)
        REQUIRE(names(first.items[i]) == names(second.items[i]));
}
