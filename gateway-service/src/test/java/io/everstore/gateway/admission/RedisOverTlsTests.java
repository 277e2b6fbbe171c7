package io.everstore.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everstore.gateway.Certificates;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import redis.embedded.RedisExecProvider;

/** Redis and its Sentinel speak nothing but TLS; their certificate is for 127.0.0.1 alone. */
class RedisOverTlsTests {

    private static final Tally.Share SHARE = new Tally.Share(1, 1);

    @TempDir private Path files;

    private final List<Process> processes = new ArrayList<>();
    private DefaultSslBundleRegistry bundles;
    private int sentinelPort;

    @BeforeEach
    void startRedis() throws Exception {
        var authority = new Certificates();
        authority.write(authority.issue("redis-1"), files);
        var keys =
                PemSslStoreDetails.forCertificate("file:" + files.resolve("tls.crt"))
                        .withPrivateKey("file:" + files.resolve("tls.key"));
        var trusted = PemSslStoreDetails.forCertificate("file:" + files.resolve("ca.crt"));
        bundles =
                new DefaultSslBundleRegistry(
                        "node", SslBundle.of(new PemSslStoreBundle(keys, trusted)));
        int port = freePort();
        sentinelPort = freePort();
        start(port, "--save", "");
        Path sentinel = files.resolve("sentinel.conf");
        Files.writeString(sentinel, "sentinel monitor everstore 127.0.0.1 %d 1%n".formatted(port));
        start(sentinelPort, sentinel.toString(), "--sentinel");
    }

    @AfterEach
    void stopRedis() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void countsWhereTheCertificateHasTheNameThatIsCalledAndNowhereElse() {
        try (var counts = new RedisCounts(settings("127.0.0.1"), bundles);
                var misled = new RedisCounts(settings("localhost"), bundles)) {
            await().until(
                            () -> {
                                assertThat(isCounted(misled)).isFalse();
                                return isCounted(counts);
                            });
            await().during(Duration.ofSeconds(1)).until(() -> !isCounted(misled));
        }
    }

    private static boolean isCounted(RedisCounts counts) {
        CompletionStage<Long> total = counts.add("customer:alice", SHARE, Duration.ofMinutes(1));
        return total.handle((_, failure) -> failure == null).toCompletableFuture().join();
    }

    private RateLimitSettings settings(String host) {
        return new RateLimitSettings(
                Duration.ofSeconds(10),
                10,
                10,
                1000,
                Duration.ofMillis(200),
                List.of(host + ":" + sentinelPort),
                "everstore",
                "node");
    }

    private void start(int port, String... how) throws IOException {
        List<String> line = new ArrayList<>();
        line.add(RedisExecProvider.defaultProvider().get().getAbsolutePath());
        line.addAll(List.of(how));
        line.addAll(List.of("--bind", "127.0.0.1", "--port", "0", "--tls-port", "" + port));
        line.addAll(List.of("--tls-cert-file", files.resolve("tls.crt").toString()));
        line.addAll(List.of("--tls-key-file", files.resolve("tls.key").toString()));
        line.addAll(List.of("--tls-ca-cert-file", files.resolve("ca.crt").toString()));
        line.addAll(List.of("--tls-auth-clients", "yes", "--tls-replication", "yes"));
        processes.add(
                new ProcessBuilder(line)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
