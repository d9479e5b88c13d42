#include "pipeline/imaging/decode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "pipeline/imaging/finding_log.hpp"
#include "pipeline/imaging/formats.hpp"

namespace nuskha {
namespace {

using Opener = std::unique_ptr<ImageFile> (*)(const ImageBytes&, FindingLog&);

struct Family {
    std::string_view name;
    Opener open;
};
constexpr Family tiff{"TIFF", open_tiff}, jpeg{"JPEG", open_jpeg}, png{"PNG", open_png},
    jpeg2000{"JPEG 2000", open_jpeg2000};

struct Ending {
    std::string_view ending;
    const Family* family;
};
constexpr auto endings = std::to_array<Ending>({
    {".j2c", &jpeg2000},
    {".j2k", &jpeg2000},
    {".jfif", &jpeg},
    {".jhc", &jpeg2000},
    {".jp2", &jpeg2000},
    {".jpc", &jpeg2000},
    {".jpe", &jpeg},
    {".jpeg", &jpeg},
    {".jpf", &jpeg2000},
    {".jpg", &jpeg},
    {".jph", &jpeg2000},
    {".jpx", &jpeg2000},
    {".png", &png},
    {".tf8", &tiff},
    {".tif", &tiff},
    {".tiff", &tiff},
});

struct Signature {
    std::string_view bytes;
    const Family* family;
};
using namespace std::string_view_literals;
constexpr auto signatures = std::to_array<Signature>({
    {"II*\0"sv, &tiff},
    {"MM\0*"sv, &tiff},
    {"II+\0"sv, &tiff},
    {"MM\0+"sv, &tiff},
    {"\xFF\xD8\xFF"sv, &jpeg},
    {"\x89PNG\r\n\x1A\n"sv, &png},
    {"\0\0\0\x0CjP  \r\n\x87\n"sv, &jpeg2000},
    {"\xFF\x4F\xFF\x51"sv, &jpeg2000},
});

struct Foreign {
    std::size_t at;
    std::string_view bytes, what;
};
constexpr auto foreign_kinds = std::to_array<Foreign>({
    {0, "%PDF-"sv, "a PDF document"},
    {0, "GIF8"sv, "a GIF image"},
    {0, "BM"sv, "a BMP image"},
    {8, "WEBP"sv, "a WebP image"},
    {4, "ftyphei"sv, "a HEIF image"},
    {4, "ftypmif"sv, "a HEIF image"},
    {4, "ftypavif"sv, "an AVIF image"},
    {0, "AT&TFORM"sv, "a DjVu document"},
    {0, "8BPS"sv, "a Photoshop document"},
    {0, "PK\x03\x04"sv, "a ZIP archive"},
    {0, "<?xml"sv, "an XML document"},
    {0, "<!DOCTYPE"sv, "an HTML document"},
    {0, "<html"sv, "an HTML document"},
    {0, "\xFF\x0A"sv, "a JPEG XL image"},
});

bool begins(std::span<const std::byte> bytes, std::size_t at, std::string_view with) {
    return bytes.size() >= at + with.size() &&
           std::memcmp(bytes.data() + at, with.data(), with.size()) == 0;
}

const Ending* ending_of(std::string_view name) {
    const auto dot = name.rfind('.');
    if (dot == std::string_view::npos || name.find('/', dot) != std::string_view::npos) return {};
    std::string lower(name.substr(dot));
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const auto* at = std::find_if(endings.begin(), endings.end(),
                                  [&](const Ending& e) { return e.ending == lower; });
    return at == endings.end() ? nullptr : at;
}

void say_what_it_is(std::span<const std::byte> bytes, FindingLog& log) {
    for (const Foreign& kind : foreign_kinds)
        if (begins(bytes, kind.at, kind.bytes)) {
            log.error("scan.not-an-image",
                      fmt::format("the file is {}, which is not supported as a scan; export TIFF",
                                  kind.what));
            return;
        }
    const auto head = bytes.first(std::min<std::size_t>(bytes.size(), 512));
    const bool text = std::all_of(head.begin(), head.end(), [](std::byte b) {
        const auto c = std::to_integer<int>(b);
        return c >= 0x20 || c == '\n' || c == '\r' || c == '\t' || c == '\f';
    });
    log.error("scan.not-an-image",
              text ? "the file looks like text, not an image; replace it by the scan or remove it"
                   : "the file's bytes are neither TIFF, JPEG, PNG nor JPEG 2000; replace it by "
                     "the scan or remove it");
}

}  // namespace

bool has_image_extension(std::string_view name) {
    return ending_of(name) != nullptr;
}

OpenedImage open_image(std::span<const std::byte> bytes, const std::string& name,
                       const DecodeLimits& limits) {
    FindingLog log(name);
    OpenedImage opened;
    if (bytes.empty()) {
        log.error("file.empty", "the file has no bytes; copy or scan it again");
        opened.findings = log.take();
        return opened;
    }
    const auto* signature =
        std::find_if(signatures.begin(), signatures.end(),
                     [&](const Signature& s) { return begins(bytes, 0, s.bytes); });
    if (signature == signatures.end()) {
        say_what_it_is(bytes, log);
        opened.findings = log.take();
        return opened;
    }
    const Family& family = *signature->family;
    const Ending* ending = ending_of(name);
    if (ending && ending->family != &family)
        log.add(make_finding("scan.wrong-extension", name,
                             fmt::format("the name ends in {}, but the bytes are {}; rename the "
                                         "file",
                                         ending->ending, family.name)));
    opened.file = family.open({bytes, name, limits}, log);
    opened.findings = log.take();
    return opened;
}

}  // namespace nuskha
