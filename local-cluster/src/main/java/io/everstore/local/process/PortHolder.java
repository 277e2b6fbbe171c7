package io.everstore.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds out whether a port is free, and if not, which process holds it. */
public final class PortHolder {

    private PortHolder() {}

    /** Tries to bind the port on 127.0.0.1, as the node will. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** For people: "process 4711 (postgres -D ...)", or that it cannot be told. */
    public static String describe(int port) {
        return inode(port)
                .flatMap(PortHolder::processWithSocket)
                .or(() -> byLsof(port))
                .map(PortHolder::describeProcess)
                .orElse("a process of another user (try: ss -ltnp 'sport = :" + port + "')");
    }

    private static String describeProcess(long pid) {
        String command =
                ProcessHandle.of(pid)
                        .flatMap(p -> p.info().commandLine())
                        .orElse("command unknown");
        String shown = command.length() > 100 ? command.substring(0, 100) + " ..." : command;
        return "process " + pid + " (" + shown + ")";
    }

    /** The inode of the socket that listens on the port, from proc(5) net/tcp and net/tcp6. */
    private static Optional<String> inode(int port) {
        String hex = ":%04X".formatted(port);
        for (String table : new String[] {"/proc/net/tcp", "/proc/net/tcp6"}) {
            try {
                for (String line : Files.readAllLines(Path.of(table))) {
                    String[] fields = line.strip().split("\\s+", -1);
                    if (fields.length > 9 && fields[1].endsWith(hex) && fields[3].equals("0A")) {
                        return Optional.of(fields[9]);
                    }
                }
            } catch (IOException e) {
                return Optional.empty(); // no /proc: macOS
            }
        }
        return Optional.empty();
    }

    private static Optional<Long> processWithSocket(String inode) {
        String target = "socket:[" + inode + "]";
        try (DirectoryStream<Path> processes =
                Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (hasDescriptor(process.resolve("fd"), target)) {
                    return Optional.of(Long.parseLong(process.getFileName().toString()));
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean hasDescriptor(Path descriptors, String target) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(descriptors)) {
            for (Path entry : entries) {
                if (Files.readSymbolicLink(entry).toString().equals(target)) {
                    return true;
                }
            }
        } catch (IOException e) {
            return false; // gone meanwhile, or another user's
        }
        return false;
    }

    private static Optional<Long> byLsof(int port) {
        try {
            Process lsof =
                    new ProcessBuilder("lsof", "-nP", "-t", "-iTCP:" + port, "-sTCP:LISTEN")
                            .start();
            String out = new String(lsof.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return out.lines().findFirst().map(Long::parseLong);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
