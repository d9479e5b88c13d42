// The only door to the disk. Every failure is a Failure(store) that names the file and says what to
// do; a full disk is told as such, with what was needed and what is free.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/failure.hpp"

namespace nuskha {

// A file descriptor that closes itself.
class Descriptor {
  public:
    explicit Descriptor(int number = -1) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
    Descriptor& operator=(Descriptor&& other) noexcept;
    ~Descriptor();
    int get() const { return number_; }
    explicit operator bool() const { return number_ >= 0; }
    int release();

  private:
    int number_;
};

struct FileBytes {
    std::unique_ptr<std::byte[]> data;
    std::size_t size = 0;
    std::string stamp;  // of the file as it was read; see file_stamp
    std::string error;  // empty, or why the file could not be read or was not stable while it was

    std::span<const std::byte> span() const { return {data.get(), size}; }
};

// A whole file in one sequential read. A problem is told in `error`, since a bad scan is a finding.
FileBytes read_whole(const std::filesystem::path& file, std::uint64_t limit);
std::string read_text(const std::filesystem::path& file,
                      std::uint64_t limit);  // throws Failure(store)

// Device, inode, size and times: changes when the file is touched or replaced. Empty where there is
// none.
std::string file_stamp(const std::filesystem::path& file);

// Called with each block read, for digests.
using BlockSink = std::function<void(std::span<const std::byte>)>;

// A new file, written in order; `sink` sees all that is written. Exists under its name from the
// start: write into a staging folder.
class FileWriter {
  public:
    FileWriter(const std::filesystem::path& file, BlockSink sink);
    void write(std::string_view text);
    void write(std::span<const std::byte> bytes);
    std::uint64_t close();  // flushes; returns bytes written; not synced

  private:
    void flush();
    std::filesystem::path file_;
    BlockSink sink_;
    Descriptor descriptor_;
    std::string buffer_;
    std::uint64_t written_ = 0;
};

// Copies bytes in one pass; `sink` sees every block. Returns the number of bytes.
std::uint64_t copy_file(const std::filesystem::path& from, const std::filesystem::path& to,
                        const BlockSink& sink);
// Reads a file block by block. Throws Failure(store) where it cannot be read.
std::uint64_t read_blocks(const std::filesystem::path& file, const BlockSink& sink);

// Written beside, synced, renamed over `file`: readers see the old or the new, never a part.
void write_atomically(const std::filesystem::path& file, std::string_view bytes,
                      bool durable = true);

// What lies in a folder, by name; links are not followed. Where the folder cannot be read, `error`
// says why and what was read so far is given.
std::vector<std::filesystem::directory_entry> entries_of(const std::filesystem::path& folder,
                                                         std::string& error);

void make_folders(const std::filesystem::path& folder);
void rename_path(const std::filesystem::path& from,
                 const std::filesystem::path& to);  // replaces a file
bool rename_if_absent(const std::filesystem::path& from, const std::filesystem::path& to);
// Swaps two folders in one step; false where the file system cannot.
bool exchange_paths(const std::filesystem::path& a, const std::filesystem::path& b);
void link_or_copy(const std::filesystem::path& from, const std::filesystem::path& to);
void sync_folder(const std::filesystem::path& folder);
void sync_file_system(const std::filesystem::path& anywhere_on_it);
std::uint64_t free_bytes(const std::filesystem::path& folder);  // of the nearest folder that exists
bool same_file_system(const std::filesystem::path& a, const std::filesystem::path& b);

// Locks a file (made if absent) for this process and the children that inherit the descriptor;
// frees itself when they end. Nothing where somebody else holds it.
Descriptor try_lock(const std::filesystem::path& file);
Descriptor wait_for_lock(const std::filesystem::path& file);

std::string human_bytes(std::uint64_t bytes);  // "3.2 GB"

// What to say when a write to `file` met a full disk or a used-up quota; `needed` in bytes, 0 = not
// known.
Failure disk_full(const std::filesystem::path& file, std::uint64_t needed = 0);

}  // namespace nuskha
