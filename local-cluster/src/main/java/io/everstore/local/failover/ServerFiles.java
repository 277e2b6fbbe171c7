package io.everstore.local.failover;

import io.everstore.local.certificates.NodeFiles;
import io.everstore.local.transport.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The configuration files of one PostgreSQL server.
 *
 * @param data its data directory
 * @param name its node name, which is also its name as a standby
 * @param port on 127.0.0.1
 * @param others names of the other servers: any one of them must have a commit on disk
 * @param transport what it is to speak with everybody, the other servers included
 */
record ServerFiles(Path data, String name, int port, List<String> others, Transport transport) {

    private static final String CLONE_MARK = "clone.complete";

    private static final String CONFIGURATION =
            """
            listen_addresses = '127.0.0.1'
            port = %d
            unix_socket_directories = ''
            # 8 connections for each of up to 6 service instances, 3 more of each catalog on a standby, the supervisor's, and room
            max_connections = 120
            shared_buffers = 64MB
            # Acknowledge a commit when one of the other two has it on disk: it then survives the loss of any one node.
            synchronous_standby_names = 'ANY 1 (%s)'
            synchronous_commit = on
            fsync = on
            wal_level = replica
            max_wal_senders = 8
            max_replication_slots = 8
            hot_standby = on
            hot_standby_feedback = on
            wal_keep_size = 64MB
            # A standby that is away for longer is cloned anew; without a cap its slot would fill the disk.
            max_slot_wal_keep_size = 512MB
            min_wal_size = 64MB
            max_wal_size = 512MB
            checkpoint_timeout = 5min
            # A live standby answers every second, so one that is silent for longer is not well.
            wal_receiver_status_interval = 1s
            wal_receiver_timeout = 5s
            wal_sender_timeout = 5s
            # How soon a standby tries a new primary; each try is one connection on loopback.
            wal_retrieve_retry_interval = 100ms
            tcp_user_timeout = 5s
            idle_in_transaction_session_timeout = 30s
            # No leak of shared memory when a killed server's directory is deleted.
            dynamic_shared_memory_type = mmap
            io_method = sync
            # The supervisor, not the postmaster, decides what follows a crash.
            restart_after_crash = off
            password_encryption = scram-sha-256
            log_line_prefix = '%%m [%%p] '
            log_min_messages = warning
            """;

    /** The first word is {@code host} for everybody and {@code hostssl} for TLS only. */
    private static final String ACCESS =
            """
            %1$s all         all        127.0.0.1/32 scram-sha-256
            %1$s replication replicator 127.0.0.1/32 scram-sha-256
            """;

    private static final String AUTHORITY = "ca.crt";
    private static final String CERTIFICATE = "tls.crt";
    private static final String KEY = "tls.key";

    /** Of one server, and copied to no other. */
    static final Set<String> OWN = Set.of(AUTHORITY, CERTIFICATE, KEY);

    private static final String TLS =
            """
            ssl = on
            ssl_min_protocol_version = 'TLSv1.2'
            ssl_cert_file = '%s'
            ssl_key_file = '%s'
            """
                    .formatted(CERTIFICATE, KEY);

    /** The name of this server's slot on whichever server is its primary. */
    static String slot(String name) {
        return name.replace('-', '_');
    }

    boolean isInitialised() {
        return Files.exists(data.resolve("PG_VERSION"));
    }

    boolean isStandby() {
        return isInitialised() && Files.exists(data.resolve("standby.signal"));
    }

    /** Where this is, the copy is complete, but nobody has allowed it to connect yet. */
    void writeCloneMark() {
        write(CLONE_MARK, "");
    }

    /**
     * A complete clone becomes a standby's data the first time it is started as one: by then it is
     * recorded. Before that nobody knows after a crash of the supervisor whether the clone is ahead
     * of the one who is the primary then.
     */
    void acceptClone() {
        try {
            if (Files.exists(data.resolve(CLONE_MARK))) {
                Files.move(
                        data.resolve(CLONE_MARK),
                        data.resolve("standby.signal"),
                        StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot accept the clone of " + name, e);
        }
    }

    /** Before its data is deleted: what is half-deleted must not be started. */
    void forgetFitness() {
        try {
            Files.deleteIfExists(data.resolve("standby.signal"));
            Files.deleteIfExists(data.resolve(CLONE_MARK));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete standby.signal of " + name, e);
        }
    }

    /** Configures it to follow nobody. */
    void writePrimary() {
        writeConfiguration("");
    }

    /** Configures it to stream from a primary. */
    void writeStandby(int primaryPort, String replicatorPassword) {
        String verified =
                transport.isTls()
                        ? " sslmode=verify-full sslcertmode=disable sslrootcert=" + AUTHORITY
                        : "";
        writeConfiguration(
                """
                primary_conninfo = 'host=127.0.0.1 port=%d user=replicator password=%s application_name=%s connect_timeout=2%s'
                primary_slot_name = '%s'
                """
                        .formatted(primaryPort, replicatorPassword, name, verified, slot(name)));
    }

    private void writeConfiguration(String more) {
        String standbys =
                others.stream().map(o -> "\"" + o + "\"").collect(Collectors.joining(", "));
        String tls = transport.isTls() ? TLS : "";
        write("postgresql.conf", CONFIGURATION.formatted(port, standbys) + tls + more);
        write("postgresql.auto.conf", "");
        write("pg_hba.conf", ACCESS.formatted(transport.isTls() ? "hostssl" : "host"));
    }

    /**
     * Before a start, for then it may be renewed. A copy, as the server may run as somebody else,
     * who can read nothing but its data.
     */
    void writeCertificate() {
        transport.files(name).ifPresent(this::copy);
    }

    private void copy(NodeFiles files) {
        try {
            write(AUTHORITY, Files.readString(files.authority()));
            write(CERTIFICATE, Files.readString(files.certificate()));
            write(KEY, Files.readString(files.key()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy the certificate of " + name, e);
        }
    }

    private void write(String file, String text) {
        try {
            Path path = data.resolve(file);
            Files.writeString(path, text);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + " of " + name, e);
        }
    }

    /**
     * Forgets the dead postmaster: its pid file would stop the next start where the pid was given
     * to another process, and its System V segment (56 bytes, the id on line 7) would stay for
     * ever.
     */
    void forgetPostmaster() {
        Path file = data.resolve("postmaster.pid");
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            if (lines.size() > 6) {
                String[] keyAndId = lines.get(6).strip().split("\\s+", -1);
                new ProcessBuilder("ipcrm", "-m", keyAndId[keyAndId.length - 1])
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
            }
            Files.deleteIfExists(file);
        } catch (NoSuchFileException e) {
            return; // it ended by itself
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file, e);
        }
    }
}
