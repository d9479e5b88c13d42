#include <catch2/catch.hpp>

#include "tests/unit/models/language/container.hpp"

using namespace nuskha;

TEST_CASE("what trained data can write is read out of its container") {
    const TrainedData data =
        data_of("aze", container({{0, "a_setting 1\ntessedit_load_sublangs aze_cyrl+~x+rus\n"},
                                  {17, "net"},
                                  {21, character_list({"a", "ə", "и\u0306"})},
                                  {22, "codes"},
                                  {23, "4.00:aze"}}));
    CHECK(data.fault.empty());
    CHECK(data.characters == std::set<std::string>{"a", "ə", "й"});  // composed
    CHECK(data.sublanguages == std::vector<std::string>{"aze_cyrl", "rus"});
    CHECK(data.version == "4.00:aze");
}

TEST_CASE("data without an LSTM recogniser reads nothing") {
    const TrainedData data = data_of("osd", container({{1, character_list({"a"})}, {3, "shapes"}}));
    CHECK(data.fault == "has no LSTM recogniser");
    CHECK(data.characters.empty());
    CHECK_FALSE(data.script());
}

TEST_CASE("broken trained data is told, whatever is broken") {
    const std::string good = container({{17, "net"}, {21, character_list({"a", "b"})}});
    CHECK(data_of("x", good).fault.empty());
    for (std::size_t size = 0; size < good.size(); ++size) {
        INFO(size);
        const TrainedData cut = data_of("x", good.substr(0, size));
        const bool whole_list = size + 1 >= good.size();  // the last line's end alone is cut
        const bool sound_line = cut.characters == std::set<std::string>{"a", "b"};
        CHECK((!cut.fault.empty() || whole_list || sound_line));
    }
    CHECK(data_of("x", "").fault == "is no trained data");
    CHECK(data_of("x", little_endian(0x7FFFFFFF, 4)).fault == "is no trained data");
    CHECK(data_of("x", little_endian(0xFFFFFFFF, 4)).fault == "is no trained data");
    std::string far = good;
    far.replace(4 + 17 * 8, 8, little_endian(1'000'000, 8));
    CHECK(data_of("x", far).fault == "is cut short");
    far.replace(4 + 17 * 8, 8, little_endian(3, 8));  // into the list of offsets
    CHECK(data_of("x", far).fault == "is cut short");
    const auto fault = [](const std::string& list) {
        return data_of("x", container({{17, "net"}, {21, list}})).fault;
    };
    CHECK(fault("many\na 1\n") == "has a list of characters without their number");
    CHECK(fault("0\n") == "has a list of characters without their number");
    CHECK(fault("99999999999999999999\na 1\n") == "has a list of characters without their number");
    CHECK(fault("3\na 1\nb 1\n") == "has a list of characters that is cut short");
    CHECK(fault("1\n\xff 1\n") == "has no character in line 2 of its list");
    CHECK(fault("1\n" + std::string(31, 'a') + " 1\n") == "has no character in line 2 of its list");
    CHECK(fault(std::string(5 << 20, '1')) == "has a list of characters without their number");
}

TEST_CASE("no more is asked for than the lists") {
    const std::string file = container({{17, std::string(1'000'000, 'n')},
                                        {21, character_list({"a"})},
                                        {23, std::string(2000, 'v')}});
    std::size_t asked = 0;
    const TrainedData data =
        read_trained_data("x", file.size(), [&](std::uint64_t offset, std::size_t bytes) {
            asked += bytes;
            return file.substr(offset, bytes);
        });
    CHECK(data.fault.empty());
    CHECK(data.version.empty());
    CHECK(asked < 10'000);
}
