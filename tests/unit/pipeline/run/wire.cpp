#include "pipeline/run/wire.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <thread>

#include "models/failure.hpp"
#include "pipeline/files.hpp"

using namespace nuskha;
using nlohmann::json;

namespace {

struct Channel {
    Descriptor ours, theirs;
    Channel() {
        int ends[2];
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
        ours = Descriptor(ends[0]);
        theirs = Descriptor(ends[1]);
        ::signal(SIGPIPE, SIG_IGN);
    }
    void send(const std::string& bytes) const {
        REQUIRE(::write(theirs.get(), bytes.data(), bytes.size()) ==
                static_cast<ssize_t>(bytes.size()));
    }
};

std::string bytes_of(const json& message) {
    Channel channel;
    REQUIRE(send_message(channel.theirs.get(), message));
    std::string bytes(4096, '\0');
    const ssize_t got = ::read(channel.ours.get(), bytes.data(), bytes.size());
    bytes.resize(static_cast<std::size_t>(got));
    return bytes;
}

}  // namespace

TEST_CASE("messages arrive whole, in order, however the stream is cut") {
    const json one{{"page", {{"text", "Şəkilli kitab"}, {"confidence", 0.25}}}},
        two{{"stop", true}};
    const std::string bytes = bytes_of(one) + bytes_of(two);
    for (std::size_t piece : {1u, 2u, 3u, 5u, 7u, 1000u}) {
        Channel channel;
        MessageReader reader(channel.ours.get());
        std::vector<json> got;
        for (std::size_t at = 0; at < bytes.size(); at += piece) {
            channel.send(bytes.substr(at, piece));
            REQUIRE(reader.fill());
            while (const auto message = reader.take())
                got.push_back(*message);
        }
        CHECK(got == std::vector<json>{one, two});
        CHECK_FALSE(reader.take());
    }
}

TEST_CASE("a message larger than the channel's buffer arrives") {
    Channel channel;
    const json large{{"text", std::string(5'000'000, 'x')}};
    std::thread sender([&] { send_message(channel.theirs.get(), large); });
    MessageReader reader(channel.ours.get());
    const auto got = reader.wait();
    sender.join();
    REQUIRE(got);
    CHECK(*got == large);
}

TEST_CASE("the end of the stream is told, also in mid-message") {
    Channel channel;
    MessageReader reader(channel.ours.get());
    channel.send(bytes_of({{"scan", 1}}).substr(0, 6));
    channel.theirs = Descriptor();
    CHECK_FALSE(reader.wait());
    CHECK_FALSE(reader.fill());
    CHECK_FALSE(send_message(channel.ours.get(), {{"stop", true}}));
}

TEST_CASE("a garbled message stops the run and is not believed") {
    const std::string not_cbor("\x02\0\0\0\xff\xff", 6), too_long("\xff\xff\xff\xff", 4),
        trailing("\x02\0\0\0\x01\x01", 6), cut("\x02\0\0\0\x82\x01", 6);
    for (const std::string& bytes : {not_cbor, too_long, trailing, cut}) {
        Channel channel;
        MessageReader reader(channel.ours.get());
        channel.send(bytes);
        REQUIRE(reader.fill());
        CHECK_THROWS_AS(reader.take(), Failure);
    }
}
