package io.everstore.local.failover;

import io.everstore.local.topology.Home;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * A base backup by the low-level interface (PostgreSQL manual, 25.3.4): the packaged binaries have
 * no pg_basebackup, and on one machine a copy of the files is faster than a stream of them.
 */
final class Clone {

    /** Kept as empty directories: what is in them belongs to the running server. */
    private static final Set<String> EMPTY =
            Set.of(
                    "pg_wal",
                    "pg_replslot",
                    "pg_dynshmem",
                    "pg_notify",
                    "pg_serial",
                    "pg_snapshots",
                    "pg_stat_tmp",
                    "pg_subtrans");

    private static final Set<String> SKIPPED =
            Set.of(
                    "postmaster.pid",
                    "postmaster.opts",
                    "standby.signal",
                    "clone.complete",
                    "recovery.signal",
                    "backup_label",
                    "tablespace_map",
                    "pg_internal.init");

    private Clone() {}

    /**
     * Copies a running primary's data; the target is deleted first.
     *
     * @param slot is made as good as new: the old one may have been given up because its standby
     *     was away for too long, and this one keeps the log from before the copy begins
     */
    static void copy(Connection primary, String slot, Path source, Path target)
            throws SQLException, IOException {
        Home.delete(target);
        Home.privateDirectory(target);
        try (Statement statement = primary.createStatement()) {
            statement.execute(
                    "select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = '%s'"
                            .formatted(slot));
            statement.execute(
                    "select pg_create_physical_replication_slot('%s', true)".formatted(slot));
            statement.execute("select pg_backup_start('clone', true)");
            copyFiles(source, target);
            try (ResultSet result =
                    statement.executeQuery("select labelfile from pg_backup_stop(false)")) {
                result.next();
                Files.writeString(target.resolve("backup_label"), result.getString(1));
            }
        }
    }

    private static void copyFiles(Path source, Path target) throws IOException {
        Files.walkFileTree(
                source,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path directory, BasicFileAttributes attributes) {
                        Path relative = source.relativize(directory);
                        Home.privateDirectory(target.resolve(relative));
                        if (!EMPTY.contains(relative.toString())) {
                            return FileVisitResult.CONTINUE;
                        }
                        if (relative.toString().equals("pg_wal")) {
                            Home.privateDirectory(target.resolve("pg_wal/archive_status"));
                            Home.privateDirectory(target.resolve("pg_wal/summaries"));
                        }
                        return FileVisitResult.SKIP_SUBTREE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        String name = file.getFileName().toString();
                        if (!SKIPPED.contains(name)
                                && !ServerFiles.OWN.contains(name)
                                && !name.startsWith("pgsql_tmp")) {
                            copyIfThere(file, target.resolve(source.relativize(file)));
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e)
                            throws IOException {
                        if (e instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw e;
                    }
                });
    }

    /** A file may vanish while the primary works: then the log that is replayed says so too. */
    private static void copyIfThere(Path from, Path to) throws IOException {
        try {
            Files.copy(from, to);
        } catch (NoSuchFileException e) {
            Files.deleteIfExists(to);
        }
    }
}
