package io.everstore.servers;

import java.util.ArrayList;
import java.util.List;

/** A Redis or a Sentinel on 127.0.0.1, which forgets everything when it ends. */
public interface RedisServer {

    /** Starts one at a port, with options such as {@code --replicaof}. */
    static RedisServer start(int port, String... options) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "--bind",
                                "127.0.0.1",
                                "--port",
                                Integer.toString(port),
                                "--save",
                                ""));
        all.addAll(List.of(options));
        return RedisContainer.start(all).orElseGet(() -> RedisProgram.start(all));
    }

    /** Starts a Sentinel that alone decides who is the primary of {@code everstore}. */
    static RedisServer sentinel(int port, int primary) {
        String configuration =
                """
                bind 127.0.0.1
                port %d
                sentinel monitor everstore 127.0.0.1 %d 1
                sentinel down-after-milliseconds everstore 1000
                """
                        .formatted(port, primary);
        return RedisContainer.sentinel(configuration)
                .orElseGet(() -> RedisProgram.sentinel(configuration));
    }

    /** SIGKILL, also of a frozen one; returns when it is gone. Nothing if it is gone already. */
    void kill();

    /** SIGSTOP: connections stay open and nothing answers. */
    void freeze();

    /** SIGCONT. */
    void thaw();
}
