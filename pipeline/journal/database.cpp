#include "pipeline/journal/database.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <system_error>
#include <utility>

#include "models/failure.hpp"
#include "pipeline/files.hpp"

namespace nuskha {
namespace {

constexpr int patience_ms = 20'000;  // how long to wait for another process

std::string as_uri(const std::filesystem::path& file, std::string_view parameters) {
    std::string uri = "file:";
    for (const char c : std::filesystem::absolute(file).string()) {
        if (c == '?' || c == '#' || c == '%')
            uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        else
            uri += c;
    }
    return uri.append("?").append(parameters);
}

}  // namespace

Query::Query(Database& database, const char* sql, sqlite3_stmt* statement)
    : database_(&database), sql_(sql), statement_(statement) {}

Query::Query(Query&& other) noexcept
    : database_(other.database_),
      sql_(other.sql_),
      statement_(std::exchange(other.statement_, nullptr)),
      bound_(other.bound_) {}

Query::~Query() {
    if (!statement_) return;
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
    try {
        database_->idle_.emplace(sql_, statement_);
    } catch (...) {
        sqlite3_finalize(statement_);
    }
}

Query& Query::bind(std::string_view text) {
    if (const int code = sqlite3_bind_text64(statement_, ++bound_, text.empty() ? "" : text.data(),
                                             text.size(), SQLITE_TRANSIENT, SQLITE_UTF8))
        database_->fail(code);
    return *this;
}

Query& Query::bind(std::span<const std::uint8_t> blob) {
    if (const int code =
            sqlite3_bind_blob64(statement_, ++bound_, blob.data(), blob.size(), SQLITE_TRANSIENT))
        database_->fail(code);
    return *this;
}

Query& Query::bind(std::int64_t number) {
    if (const int code = sqlite3_bind_int64(statement_, ++bound_, number)) database_->fail(code);
    return *this;
}

Query& Query::bind(double number) {
    if (const int code = sqlite3_bind_double(statement_, ++bound_, number)) database_->fail(code);
    return *this;
}

Query& Query::bind_nothing() {
    if (const int code = sqlite3_bind_null(statement_, ++bound_)) database_->fail(code);
    return *this;
}

bool Query::step() {
    const int code = sqlite3_step(statement_);
    if (code != SQLITE_ROW && code != SQLITE_DONE) database_->fail(code);
    return code == SQLITE_ROW;
}

void Query::finish() {
    while (step()) {
    }
}

bool Query::null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::string Query::text(int column) const {
    const auto* start = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return start ? std::string(start, sqlite3_column_bytes(statement_, column)) : std::string();
}

std::span<const std::uint8_t> Query::blob(int column) const {
    const auto* start = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
    return {start, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::int64_t Query::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

double Query::real(int column) const {
    return sqlite3_column_double(statement_, column);
}

Database::Database(const std::filesystem::path& file, bool writable, const Identity& identity)
    : file_(file) {
    std::error_code ignored;
    if (!writable && !std::filesystem::exists(file, ignored))
        throw Failure(Exit::input, fmt::format("{}: there is no such journal; run the batch first",
                                               file.string()));
    try {
        open(as_uri(file, writable ? "mode=rwc" : "mode=ro"),
             writable ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
        try {
            check_identity(identity, writable);
        } catch (const Failure&) {
            // A folder that cannot be written has no room for the index that readers of a WAL
            // share. Where no writer has left a WAL, the file is all there is and stands still.
            const std::filesystem::path wal = file.string() + "-wal";
            if (writable || (std::filesystem::exists(wal, ignored) &&
                             std::filesystem::file_size(wal, ignored) > 0))
                throw;
            close();
            open(as_uri(file, "mode=ro&immutable=1"), SQLITE_OPEN_READONLY);
            check_identity(identity, writable);
        }
    } catch (...) {
        close();
        throw;
    }
}

Database::~Database() {
    close();
}

void Database::close() noexcept {
    for (const auto& [sql, statement] : idle_)
        sqlite3_finalize(statement);
    idle_.clear();
    sqlite3_close_v2(handle_);
    handle_ = nullptr;
}

void Database::open(const std::string& name, int flags) {
    if (const int code = sqlite3_open_v2(name.c_str(), &handle_,
                                         flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nullptr))
        fail(code);
    sqlite3_extended_result_codes(handle_, 1);
    sqlite3_busy_timeout(handle_, patience_ms);
}

void Database::check_identity(const Identity& identity, bool writable) {
    if (pragma("PRAGMA application_id") == 0 && pragma("SELECT count(*) FROM sqlite_schema") == 0 &&
        writable) {
        Transaction all(*this);
        run(identity.schema);
        run(fmt::format("PRAGMA application_id={}", identity.application).c_str());
        run(fmt::format("PRAGMA user_version={}", identity.version).c_str());
        all.commit();
    }
    if (pragma("PRAGMA application_id") != identity.application)
        throw Failure(Exit::store,
                      fmt::format("{}: this file is not a journal of nuskha; name another work "
                                  "folder, or remove it if it is of no use",
                                  file_.string()));
    const std::int64_t version = pragma("PRAGMA user_version");
    if (version > identity.version)
        throw Failure(Exit::store,
                      fmt::format("{}: this journal is of version {}, written by a newer nuskha "
                                  "than this one, which knows {}; use the newer program",
                                  file_.string(), version, identity.version));
    if (version < identity.version)
        throw Failure(Exit::store,
                      fmt::format("{}: this journal is of the old version {}; remove it and run "
                                  "the batch again",
                                  file_.string(), version));
    if (!writable) return;
    // Some network file systems cannot do WAL; the old way then needs EXTRA to be as safe.
    Query mode = query("PRAGMA journal_mode=WAL");
    const bool wal = mode.step() && mode.text(0) == "wal";
    mode.finish();
    run(wal ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=EXTRA");
    run("PRAGMA journal_size_limit=67108864");
}

Query Database::query(const char* sql) {
    if (const auto kept = idle_.find(sql); kept != idle_.end()) {
        sqlite3_stmt* statement = kept->second;
        idle_.erase(kept);
        return {*this, sql, statement};
    }
    sqlite3_stmt* statement = nullptr;
    if (const int code =
            sqlite3_prepare_v3(handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr))
        fail(code);
    return {*this, sql, statement};
}

void Database::run(const char* sql) {
    if (const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr)) fail(code);
}

std::int64_t Database::pragma(const char* sql) {
    Query value = query(sql);
    return value.step() ? value.integer(0) : 0;
}

void Database::fail(int code) const {
    const std::string detail = handle_ ? sqlite3_errmsg(handle_) : sqlite3_errstr(code);
    const auto say = [&](const std::string& what) {
        return Failure(Exit::store, fmt::format("{}: {}", file_.string(), what));
    };
    switch (code & 0xff) {
        case SQLITE_FULL:
            throw disk_full(file_);
        case SQLITE_IOERR:
            if (free_bytes(file_) < 65536) throw disk_full(file_);  // its shared memory did not fit
            if (code == SQLITE_IOERR_WRITE)  // SQLite no longer knows whether it was a quota
                throw say(
                    "the disk takes no more: its quota is used up or it fails; free some "
                    "space or check it, then run again");
            throw say(fmt::format("the disk failed ({}); check it, then run again", detail));
        case SQLITE_NOTADB:
        case SQLITE_CORRUPT:
            throw say(
                "this is not a journal, or it is damaged; remove it, the run then starts anew");
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            throw say("another process holds the journal; let it end, then run again");
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_AUTH:
        case SQLITE_READONLY:
            throw say("cannot be opened or written; check the folder and its permissions");
        default:
            throw say(fmt::format("the journal cannot be used ({}); check the disk", detail));
    }
}

Transaction::Transaction(Database& database) : database_(database) {
    database_.query("BEGIN IMMEDIATE").finish();
}

Transaction::~Transaction() {
    if (!open_) return;
    try {  // after a full disk SQLite may have undone it already; then this says so, which is fine
        database_.query("ROLLBACK").finish();
    } catch (...) {
    }
}

void Transaction::commit() {
    database_.query("COMMIT").finish();
    open_ = false;
}

}  // namespace nuskha
