// The end of a store's writing: all of it in one file, on disk, read-only. Whoever reads it then
// needs no lock and writes nothing beside it, and its SHA-256 is the run's evidence.
//
// Thread-safe.
#pragma once

#include <string>

namespace kproof {

// Takes the write-ahead log in, leaves journal mode DELETE, syncs, and takes the file's write
// permissions away. Nobody may have the store open. Throws Error(kNotRun) when the disk refuses.
void SealStore(const std::string& path);

// Whether a store is sealed: it needs no write-ahead log, and nobody may write it.
bool IsSealed(const std::string& path);
// Whether all of a store is in its one file, by its header. What lies beside it (-wal, -journal) is
// not the store's then.
bool InOneFile(const std::string& path);

// A copy that may be written, of a store that is not sealed and may be written meanwhile; the
// original stays as it was found. Throws Error(kNotRun) when the disk refuses, or when the store
// grows faster than it can be copied.
void CopyStore(const std::string& from, const std::string& to);

}  // namespace kproof
