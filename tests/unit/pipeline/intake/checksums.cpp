// The vendor's checksums in the forms they really come in.
#include <algorithm>

#include "tests/unit/cpu_time.hpp"
#include "tests/unit/pipeline/intake/temporary_batch.hpp"

using namespace nuskha;
using namespace nuskha::test;

namespace {

std::string sum(DigestAlgorithm algorithm, const std::string& path) {  // of TemporaryBatch::scan
    return hex_digest(algorithm, "scan " + path);
}
std::string md5(const std::string& path) {
    return sum(DigestAlgorithm::md5, path);
}
std::string sha256(const std::string& path) {
    return sum(DigestAlgorithm::sha256, path);
}
std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c; });
    return text;
}

// Every finding of a batch, wherever it is.
std::string all_told(const Batch& batch) {
    std::string all = told(batch.findings);
    for (const Item& one : batch.items)
        if (!one.findings.empty()) all += "[" + one.id + ": " + told(one.findings) + "]";
    return all;
}

// Reads the scans of a batch as the runner does; "path" of those that differ or have no digest.
std::string differing(const TemporaryBatch& b, const Batch& batch) {
    std::string all;
    for (const Item& one : batch.items)
        for (const ScanFile& scan : one.scans) {
            std::ifstream in(b.root / scan.path, std::ios::binary);
            const std::string bytes{std::istreambuf_iterator<char>(in), {}};
            const DigestValues values =
                digests(std::as_bytes(std::span(bytes)), algorithms_for(scan));
            if (scan.expected.empty()) all += scan.path + " unlisted;";
            if (!compare_checksums(scan, values).empty()) all += scan.path + " differs;";
        }
    return all;
}

}  // namespace

TEST_CASE("every usual form of checksum list is understood") {
    const std::string one = "A/a b.tif", two = "A/02.tif";
    const std::string s512 = sum(DigestAlgorithm::sha512, one);
    const struct {
        const char* file;
        std::string text;
    } forms[] = {
        {"A/md5sum.txt", md5(one) + "  a b.tif\n" + md5(two) + " *02.tif\n"},
        {"A/checksums.md5", "\xEF\xBB\xBF# made by X\r\n" + upper(md5(one)) +
                                "  .\\a b.tif\r\n\r\n" + upper(md5(two)) + "  ./02.tif\r\n"},
        {"SHA256SUMS", sha256(one) + "  A/a b.tif\n" + sha256(two) + "  ./A//02.tif\n"},
        {"A/SHA256SUMS", sha256(one) + "  A/a b.tif\n" + sha256(two) + "  delivery/A/02.tif\n"},
        {"checksums.txt", "SHA256 (A/a b.tif) = " + sha256(one) + "\nMD5(A/02.tif)= " + md5(two)},
        {"checksums.txt", md5(one) + "\tA\\a b.tif\r\n" + sha256(two) + "\tA\\02.tif\r\n"},
        {"checksums.txt", "A/a b.tif  " + md5(one) + "\nA/02.tif " + md5(two) + "\n"},
        {"A.md5", md5(one) + "  a b.tif\n" + md5(two) + "  02.tif\n"},
        {"manifest-sha256.txt", sha256(one) + "  data/A/a b.tif\n" + sha256(two) + " A/02.tif\n"},
        {"list/md5.txt", md5(one) + "  ../A/a b.tif\n" + md5(two) + "  A/02.TIF\n"},
        {"md5.txt",
         md5(one) + "  D:\\out\\7\\A\\a b.tif\n" + md5(two) + "  D:\\out\\7\\A\\02.tif\n"},
        {"checksums.csv", "File Name;SHA-256;MD5\nA/a b.tif;" + upper(sha256(one)) + ";" +
                              md5(one) + "\nA/02.tif;;" + md5(two) + "\n"},
        {"checksums.csv", "path,algorithm,checksum\n\"A/a b.tif\",SHA512," + s512 +
                              "\nA/02.tif,md5," + md5(two) + "\n"},
        {"A/md5.csv", "a b.tif," + md5(one) + "\r\n02.tif," + md5(two) + "\r\n"},
        {"hashes.csv", "folder\tbild\thash\nA\ta b.tif\t" + md5(one) + "\nA\t02.tif\t" + md5(two)},
    };
    for (const auto& form : forms) {
        INFO(form.file << "\n" << form.text);
        TemporaryBatch b;
        b.scan(one).scan(two).file(form.file, form.text);
        const Batch batch = b.read();
        REQUIRE(all_told(batch).empty());
        REQUIRE(differing(b, batch).empty());
        REQUIRE(item(batch, "A").scans[0].expected[0].source == form.file);
    }
}

TEST_CASE("side-cars, bare or with a name, belong to the file beside them") {
    TemporaryBatch b;
    b.scan("A/1.tif").scan("A/2.tif").scan("A/3.tif").scan("A/4.tif");
    b.file("A/1.tif.md5", md5("A/1.tif")).file("A/2.md5", upper(md5("A/2.tif")) + "\r\n");
    b.file("A/3.tif.sha256", sha256("A/3.tif") + "  E:\\job\\old name.tif\n");
    const Batch batch = b.read();
    REQUIRE(all_told(batch) == "[A: checksum.extra A/4.tif]");
    REQUIRE(differing(b, batch) == "A/4.tif unlisted;");
}

TEST_CASE("names are matched across NFC and NFD, escapes and percent codes") {
    TemporaryBatch b;
    b.scan("A/e\u0301.tif").scan("A/a\\b.tif").scan("A/100%.tif").scan("A/%25.tif");
    b.file("A/md5sums.txt",
           md5("A/e\u0301.tif") + "  \u00e9.tif\n\\" + md5("A/a\\b.tif") + "  a\\\\b.tif\n");
    b.file("A/manifest-md5.txt",
           md5("A/100%.tif") + "  100%25.tif\n" + md5("A/%25.tif") + "  %2525.tif\n");
    const Batch batch = b.read();
    REQUIRE(all_told(batch).empty());
    REQUIRE(differing(b, batch).empty());
}

TEST_CASE("a listed file that is not there holds back its item") {
    TemporaryBatch b;
    b.scan("A/1.tif").scan("A/2.tif").scan("B_1.tif").scan("B_2.tif");
    b.file("SHA256SUMS", sha256("A/1.tif") + "  A/1.tif\n" + sha256("A/2.tif") + "  A/2.tif\n" +
                             sha256("x") + "  A/3.tif\n" + sha256("x") + "  B_3.tif\n" +
                             sha256("B_1.tif") + "  B_1.tif\n" + sha256("x") + "  Gone/1.tif\n" +
                             sha256("x") + "  A/Thumbs.db\n");
    const Batch batch = b.read();
    REQUIRE(all_told(batch) ==
            "checksum.missing Gone/1.tif[A: checksum.missing A/3.tif]"
            "[B: checksum.missing B_3.tif|checksum.extra B_2.tif]");
}

TEST_CASE("absolute paths of the vendor's machine show what is missing too") {
    TemporaryBatch b;
    b.scan("A/1.tif").scan("A/3.tif");
    b.file("A/md5.txt", md5("A/1.tif") + "  E:\\x\\1.tif\n" + md5("q") + "  E:\\x\\2.tif\n" +
                            md5("A/3.tif") + "  E:\\x\\3.tif\n" + md5("q") + "  /etc/passwd\n");
    REQUIRE(all_told(b.read()) ==
            "[A: item.numbering-gap A|checksum.unreadable A/md5.txt:4|checksum.missing A/2.tif]");
}

TEST_CASE("no listed path leaves the batch") {
    TemporaryBatch b;
    b.scan("A/1.tif").file("A/md5.txt", md5("A/1.tif") + "  1.tif\n" + md5("x") +
                                            "  ../../etc/passwd\n" + md5("x") +
                                            "  ..\\..\\x.tif\n");
    REQUIRE(all_told(b.read()) ==
            "[A: checksum.unreadable A/md5.txt:2|checksum.unreadable A/md5.txt:3]");
}

TEST_CASE("scans that the list leaves out are extra, folders beyond its reach are not") {
    TemporaryBatch b;
    b.scan("A/1.tif").scan("A/2.tif").scan("B/1.tif");
    b.file("A/md5.txt", md5("A/1.tif") + "  1.tif\n");
    REQUIRE(all_told(b.read()) == "[A: checksum.extra A/2.tif]");
    b.scan("C/1.tif").file("all.md5",
                           md5("A/2.tif") + "  A/2.tif\n" + md5("C/1.tif") + "  C/1.tif\n");
    REQUIRE(all_told(b.read()) == "[B: checksum.extra B/1.tif]");
}

TEST_CASE("a wrong digest is told with both values and its source, each list for itself") {
    TemporaryBatch b;
    b.scan("A/1.tif").file("A/md5.txt", md5("A/1.tif") + "  1.tif\n");
    b.file("A/sha1.txt", sum(DigestAlgorithm::sha1, "other") + "  1.tif\n");
    const Batch batch = b.read();
    const ScanFile& scan = item(batch, "A").scans[0];
    REQUIRE(scan.expected.size() == 2);
    const std::string bytes = "scan A/1.tif";
    const auto found =
        compare_checksums(scan, digests(std::as_bytes(std::span(bytes)), algorithms_for(scan)));
    REQUIRE(told(found) == "checksum.mismatch A/1.tif");
    for (const std::string& part : {sum(DigestAlgorithm::sha1, "A/1.tif"),
                                    sum(DigestAlgorithm::sha1, "other"), std::string("A/sha1.txt")})
        REQUIRE(found[0].sentence.find(part) != std::string::npos);
    REQUIRE_THROWS_AS(compare_checksums(scan, {}), std::logic_error);
}

TEST_CASE("side files that are listed are verified at once") {
    TemporaryBatch b;
    b.scan("A/1.tif").file("A/dc.xml", "<dc/>").file("batch.toml", "");
    b.file("all.md5", md5("A/1.tif") + "  A/1.tif\n" + md5("x") + "  A/dc.xml\n" +
                          hex_digest(DigestAlgorithm::md5, "") + "  batch.toml\n");
    REQUIRE(all_told(b.read()) == "[A: checksum.mismatch A/dc.xml]");
}

TEST_CASE("lines that cannot be understood are told with their number, and bounded") {
    TemporaryBatch b;
    b.scan("A/1.tif");
    b.file("A/md5.txt",
           "hello\n\\\n" + md5("A/1.tif") + "  1.tif\n" + sha256("x") + "  2.tif\nxyz  3.tif\n");
    REQUIRE(told(b.read().items[0].findings) ==
            "checksum.unreadable A/md5.txt:1|checksum.unreadable A/md5.txt:2|"
            "checksum.unreadable A/md5.txt:4|checksum.unreadable A/md5.txt:5");
    std::string junk;
    for (int i = 0; i < 5000; ++i)
        junk += "junk line\n";
    b.file("A/md5.txt", junk);
    REQUIRE(b.read().items[0].findings.size() == 21);
    b.file("A/md5.txt", std::string("\xFE\xFA\0\1", 4));
    REQUIRE(told(b.read().items[0].findings) == "checksum.unreadable A/md5.txt:1");
    b.file("A/md5.txt", md5("x") + "  " + std::string(100'000, '/') + "\n" + md5("x") + "  ..\n");
    REQUIRE(told(b.read().items[0].findings) ==
            "checksum.unreadable A/md5.txt:1|checksum.unreadable A/md5.txt:2");
}

TEST_CASE("CRC lists are left aside and signatures are no strangers") {
    TemporaryBatch b;
    b.scan("A/1.tif").file("A/A.sfv", "1.tif 1234ABCD\n").file("SHA256SUMS.asc", "-----BEGIN");
    REQUIRE(all_told(b.read()) == "[A: checksum.unused A/A.sfv]");
}

TEST_CASE("scans with the same bytes are told once each, empty ones are not") {
    const std::string x = sum(DigestAlgorithm::sha512, "x"), y = sum(DigestAlgorithm::sha512, "y");
    const std::string nothing = hex_digest(DigestAlgorithm::sha512, "");
    const std::vector<ScanDigest> scans = {{"1", x},       {"2", y},  {"3", x},  {"4", nothing},
                                           {"5", nothing}, {"6", ""}, {"7", ""}, {"8", x}};
    const auto found = find_duplicates(scans);
    REQUIRE(told(found) == "item.duplicate-scan 3|item.duplicate-scan 8");
    REQUIRE(found[1].sentence.find("as 1;") != std::string::npos);
}

TEST_CASE("checksum lists made to wear the reader out are read in no time") {
    const std::clock_t start = std::clock();
    TemporaryBatch b;
    b.scan("A/1.tif").file("A/dc.xml", std::string(8'000'000, ' '));
    std::string header = "path", rows, lines, path;
    for (int i = 0; i < 200'000; ++i)
        header += ",md5";
    for (int i = 0; i < 200'000; ++i)
        rows += "a\n";
    b.file("A/checksums.csv", header + "\n" + rows);
    b.read();
    std::filesystem::remove(b.root / "A/checksums.csv");
    for (int i = 0; i < 2'000; ++i)
        lines += std::string(32, 'a') + "  dc.xml\n";
    b.file("A/checksums.md5", lines);
    b.read();
    for (int i = 0; i < 2'000; ++i)
        path += "/b";
    lines.clear();
    for (int i = 0; i < 1'000; ++i)
        lines += std::string(32, 'a') + "  " + path + "\n";
    b.file("A/checksums.md5", lines);
    b.read();
    REQUIRE(cpu_seconds_since(start) < 20);
}
