package io.everstore.local.process;

import io.everstore.local.topology.Home;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.tukaani.xz.XZInputStream;

/** The native programs, unpacked once from their Maven artifacts. */
public final class Programs {

    private static final int BLOCK = 512;

    private final Path directory;

    public Programs(Home home) {
        this.directory = home.programs();
    }

    private static boolean isMac() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
    }

    private static boolean isArm() {
        return System.getProperty("os.arch").equals("aarch64");
    }

    /** The directory with PostgreSQL's {@code bin} and {@code lib}. */
    public Path postgres() {
        // The same names for all builds; darwin's are universal binaries under the x86 name.
        String archive =
                isMac()
                        ? "postgres-darwin-" + (isArm() ? "arm_64" : "x86_64") + ".txz"
                        : "postgres-linux-" + (isArm() ? "arm_64" : "x86_64") + ".txz";
        return unpacked("postgres-18.6", resource(archive), Programs::untar);
    }

    /** The {@code redis-server} program, which is Sentinel too. */
    public Path redis() {
        String name =
                "redis-server-7.0.15-"
                        + (isMac() ? "darwin" : "linux")
                        + (isArm() ? "-arm64" : "-amd64");
        Path home =
                unpacked(
                        "redis-7.0.15",
                        resource(name),
                        (in, to) -> {
                            Files.copy(in, to.resolve("redis-server"));
                            executable(to.resolve("redis-server"));
                        });
        return home.resolve("redis-server");
    }

    private static InputStream resource(String name) {
        InputStream in = Programs.class.getClassLoader().getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException(
                    "there is no "
                            + name
                            + " among the libraries: this operating system or processor"
                            + " is not supported by the local runtime (linux x86-64 and arm64, macOS)");
        }
        return in;
    }

    private interface Unpack {
        void accept(InputStream in, Path to) throws IOException;
    }

    /** Unpacks beside the target and renames, so that a crash never leaves half a program. */
    private Path unpacked(String name, InputStream resource, Unpack unpack) {
        Path target = directory.resolve(name);
        try (InputStream in = resource) {
            if (!Files.isDirectory(target)) {
                Files.createDirectories(directory);
                Path half = Files.createTempDirectory(directory, name);
                unpack.accept(in, half);
                Files.setPosixFilePermissions(half, PosixFilePermissions.fromString("rwxr-xr-x"));
                Files.move(half, target, StandardCopyOption.ATOMIC_MOVE);
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack " + name + " to " + target, e);
        }
    }

    /** Reads a tar archive (ustar with GNU long names) and refuses paths that leave the target. */
    private static void untar(InputStream xz, Path to) throws IOException {
        try (InputStream in = new BufferedInputStream(new XZInputStream(xz), 1 << 16)) {
            byte[] header = new byte[BLOCK];
            String longName = "";
            while (in.readNBytes(header, 0, BLOCK) == BLOCK && header[0] != 0) {
                long size = Long.parseLong(text(header, 124, 12).strip(), 8);
                char type = (char) header[156];
                if (type == 'L') {
                    longName =
                            new String(in.readNBytes((int) size), StandardCharsets.UTF_8)
                                    .replace("\0", "");
                } else {
                    Path path =
                            to.resolve(longName.isEmpty() ? name(header) : longName).normalize();
                    if (!path.startsWith(to)) {
                        throw new IOException("archive entry leaves the target: " + path);
                    }
                    entry(in, header, type, size, path);
                    longName = "";
                }
                in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
            }
        }
    }

    private static void entry(InputStream in, byte[] header, char type, long size, Path path)
            throws IOException {
        if (type == '5') {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (type == '2') {
            Files.createSymbolicLink(path, Path.of(text(header, 157, 100)));
            return;
        }
        try (OutputStream out = Files.newOutputStream(path)) {
            copy(in, out, size);
        }
        if ((Integer.parseInt(text(header, 100, 8).strip(), 8) & 0100) != 0) {
            executable(path);
        }
    }

    private static void copy(InputStream in, OutputStream out, long size) throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (long left = size; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new EOFException("archive ends inside an entry");
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }

    private static void executable(Path path) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String name(byte[] header) {
        String prefix = header[262] == 0 ? text(header, 345, 155) : "";
        return prefix.isEmpty() ? text(header, 0, 100) : prefix + "/" + text(header, 0, 100);
    }

    private static String text(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }
}
