// TIFF 6.0 and BigTIFF through libtiff: which directories are images, and their decoding one by
// one.
#include <fmt/format.h>

#include "pipeline/imaging/formats.hpp"
#include "pipeline/imaging/tiff_facts.hpp"
#include "pipeline/imaging/tiff_handle.hpp"
#include "pipeline/imaging/tiff_pixels.hpp"

namespace nuskha {
namespace {

struct Directory {
    int number;  // in the file, from 0, counting what is skipped
    toff_t offset;
    ImageFacts facts;
};

class TiffFile : public ImageFile {
  public:
    explicit TiffFile(const ImageBytes& source)
        : source_(source), handle_(source.bytes, source.limits.max_memory) {}

    bool open(FindingLog& log);
    int images() const override { return static_cast<int>(directories_.size()); }
    ImageFacts facts(int image) const override { return directories_.at(image).facts; }
    Decoded decode(int image) override;

  private:
    void refused(FindingLog& log);
    bool walk(FindingLog& log);

    ImageBytes source_;
    TiffHandle handle_;
    std::vector<Directory> directories_;
};

// The first directory could not be read: is it not there, or is it wrong?
void TiffFile::refused(FindingLog& log) {
    const auto size = source_.bytes.size();
    const bool little = source_.bytes[0] == std::byte{'I'};
    const bool big_tiff = source_.bytes[little ? 2 : 3] == std::byte{'+'};
    const int width = big_tiff ? 8 : 4;
    std::uint64_t offset = 0;
    const bool stated = source_.holds(width, width);
    for (int i = 0; stated && i < width; ++i)
        offset = offset << 8 | std::to_integer<std::uint64_t>(
                                   source_.bytes[little ? 2 * width - 1 - i : width + i]);
    const std::string& said = handle_.messages().first_error;
    if (!stated || offset >= size || handle_.messages().truncated)
        log.error(
            "scan.truncated",
            fmt::format("the file of {} bytes ends before its first directory{}; copy or scan "
                        "it again",
                        size, stated ? fmt::format(" (at byte {})", offset) : ""));
    else
        log.error("scan.invalid", fmt::format("the first directory cannot be read: {}; scan or "
                                              "export it again",
                                              said.empty() ? "it is damaged" : said));
}

bool TiffFile::walk(FindingLog& log) {
    TIFF* tiff = handle_.tiff();
    const auto tell_ignored = [&] {  // read in spite of what libtiff calls an error: a bad tag
        TiffMessages& m = handle_.messages();
        if (!m.first_error.empty()) log.warn("libtiff ignored a bad tag: " + m.first_error);
        m.first_error.clear();
    };
    std::vector<Directory> reduced;  // thumbnails and masks, in case there is nothing else
    for (int number = 0;; ++number) {
        if (number >= source_.limits.max_images) {
            log.error("scan.too-large",
                      fmt::format("the file has more than the limit of {} images; raise the limit "
                                  "if the file is sound",
                                  source_.limits.max_images));
            return false;
        }
        tell_ignored();
        std::uint32_t kind = 0;
        TIFFGetField(tiff, TIFFTAG_SUBFILETYPE, &kind);
        auto& list = kind & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK) ? reduced : directories_;
        list.push_back({number, TIFFCurrentDirOffset(tiff), read_tiff_facts(tiff)});
        if (TIFFLastDirectory(tiff)) break;
        if (!TIFFReadDirectory(tiff)) {
            const std::string& said = handle_.messages().first_error;
            log.error(handle_.messages().truncated ? "scan.truncated" : "scan.invalid",
                      fmt::format("directory {} cannot be read: {}; scan or export it again",
                                  number + 1, said.empty() ? "it is damaged" : said));
            break;
        }
    }
    if (directories_.empty() && !reduced.empty()) directories_.push_back(reduced.front());
    return true;
}

bool TiffFile::open(FindingLog& log) {
    if (!handle_.tiff()) {
        refused(log);
        return false;
    }
    const std::string said = handle_.messages().first_error;  // about the first directory
    handle_.start(log);
    handle_.messages().first_error = said;
    const bool opened = walk(log);
    handle_.messages().log = nullptr;
    return opened;
}

Decoded TiffFile::decode(int image) {
    const Directory& directory = directories_.at(image);
    FindingLog log(image > 0 ? fmt::format("{} image {}", source_.name, image) : source_.name);
    Decoded decoded;
    handle_.messages() = {};
    if (!TIFFSetSubDirectory(handle_.tiff(), directory.offset))
        log.error("scan.invalid", fmt::format("directory {} cannot be read: {}; scan or export it "
                                              "again",
                                              directory.number, handle_.messages().first_error));
    else {
        handle_.messages() = {};  // the directory's own warnings were told when it was opened
        handle_.start(log);
        decoded.raster = decode_tiff_directory(handle_, directory.number, source_.limits, log);
    }
    handle_.messages().log = nullptr;
    decoded.findings = log.take();
    return decoded;
}

}  // namespace

std::unique_ptr<ImageFile> open_tiff(const ImageBytes& source, FindingLog& log) {
    auto file = std::make_unique<TiffFile>(source);
    if (!file->open(log)) return nullptr;
    return file;
}

}  // namespace nuskha
