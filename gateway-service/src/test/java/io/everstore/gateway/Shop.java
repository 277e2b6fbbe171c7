package io.everstore.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Three catalog and three order instances, the shop's keys, and a client. One for all tests of this
 * module.
 */
public final class Shop {

    public static final List<BackEnd> CATALOG = three("catalog");
    public static final List<BackEnd> ORDER = three("order");
    public static final KeyPair KEYS = keys();
    public static final Path SECRETS = secrets(KEYS);

    public static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Shop() {}

    public static void reset() {
        Stream.concat(CATALOG.stream(), ORDER.stream()).forEach(BackEnd::reset);
    }

    public static String addresses(List<BackEnd> backEnds) {
        return backEnds.stream().map(BackEnd::address).collect(Collectors.joining(","));
    }

    public static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    public static KeyPair keys() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<BackEnd> three(String service) {
        return IntStream.rangeClosed(1, 3).mapToObj(n -> new BackEnd(service + "-" + n)).toList();
    }

    private static Path secrets(KeyPair keys) {
        try {
            Path directory = Files.createTempDirectory("everstore-secrets");
            // Before its files, for what is registered last is deleted first.
            directory.toFile().deleteOnExit();
            write(
                    directory.resolve("jwt-private-key.pem"),
                    "PRIVATE KEY",
                    keys.getPrivate().getEncoded());
            write(
                    directory.resolve("jwt-public-key.pem"),
                    "PUBLIC KEY",
                    keys.getPublic().getEncoded());
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String type, byte[] encoded) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        Files.writeString(
                file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, base64, type));
        file.toFile().deleteOnExit();
    }
}
