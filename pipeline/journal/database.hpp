// One SQLite file behind a few words, so that nothing else of the program knows SQLite. Every error
// leaves as Failure(store) with a plain sentence that begins with the file's path.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace nuskha {

class Database;

// A prepared statement on loan: bound in order, stepped, and given back reset for the next caller.
class Query {
  public:
    Query(Query&& other) noexcept;
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;
    Query& operator=(Query&&) = delete;
    ~Query();

    Query& bind(std::string_view text);
    Query& bind(std::span<const std::uint8_t> blob);
    Query& bind(std::int64_t number);
    Query& bind(int number) { return bind(std::int64_t{number}); }
    Query& bind(bool flag) { return bind(std::int64_t{flag}); }
    Query& bind(double number);
    Query& bind_nothing();

    bool step();    // true: a row is there
    void finish();  // steps to the end, so that what it changes is changed

    // Columns of the row, from 0; views live until the next step.
    bool null(int column) const;
    std::string text(int column) const;
    std::span<const std::uint8_t> blob(int column) const;
    std::int64_t integer(int column) const;
    double real(int column) const;

  private:
    friend class Database;
    Query(Database& database, const char* sql, sqlite3_stmt* statement);
    Database* database_;
    const char* sql_;
    sqlite3_stmt* statement_;
    int bound_ = 0;
};

class Database {
  public:
    struct Identity {  // told by the file's header, so that no other program's file is taken for
                       // ours
        std::int32_t application;
        std::int32_t version;
        const char* schema;  // made in one transaction where the file is new
    };
    // `writable` opens or makes the file and lets it survive power loss at every commit (WAL,
    // synchronous=FULL); otherwise it is only read, also while another process writes, also on a
    // medium that cannot be written. Throws Failure(input) where a file to read is not there.
    Database(const std::filesystem::path& file, bool writable, const Identity& identity);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    Query query(const char* sql);  // sql: a literal; it is kept prepared
    [[noreturn]] void fail(int code) const;

  private:
    friend class Query;
    void open(const std::string& name, int flags);
    void close() noexcept;
    void run(const char* sql);
    std::int64_t pragma(const char* sql);
    void check_identity(const Identity& identity, bool writable);
    std::filesystem::path file_;
    sqlite3* handle_ = nullptr;
    std::multimap<std::string_view, sqlite3_stmt*> idle_;
};

// All or nothing: what was changed since is undone unless committed.
class Transaction {
  public:
    explicit Transaction(Database& database);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

  private:
    Database& database_;
    bool open_ = true;
};

}  // namespace nuskha
