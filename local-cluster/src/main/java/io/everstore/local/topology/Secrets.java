package io.everstore.local.topology;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The secrets of one local cluster: a file each, made at the first {@code up}, readable by this
 * user only, and mounted into the services as a directory.
 */
public final class Secrets {

    private static final String[] PASSWORDS = {
        "postgres-superuser-password",
        "postgres-replicator-password",
        "catalog-owner-password",
        "catalog-app-password",
        "order-owner-password",
        "order-app-password"
    };

    private final Path directory;

    private Secrets(Path directory) {
        this.directory = directory;
    }

    /** Opens the secrets, making those that are missing. */
    public static Secrets in(Home home) {
        Secrets secrets = new Secrets(Home.privateDirectory(home.secrets()));
        SecureRandom random = new SecureRandom();
        for (String name : PASSWORDS) {
            secrets.makeIfMissing(name, () -> password(random));
        }
        if (!Files.exists(secrets.path("jwt-public-key.pem"))) {
            secrets.makeKeys();
        }
        return secrets;
    }

    public String read(String name) {
        try {
            return Files.readString(path(name)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the secret " + path(name), e);
        }
    }

    private Path path(String name) {
        return directory.resolve(name);
    }

    private void makeIfMissing(String name, java.util.function.Supplier<String> value) {
        if (!Files.exists(path(name))) {
            write(name, value.get());
        }
    }

    private static String password(SecureRandom random) {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * The gateways sign tokens with the private key; every service verifies with the public one.
     */
    private void makeKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair keys = generator.generateKeyPair();
            write("jwt-private-key.pem", pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
            write("jwt-public-key.pem", pem("PUBLIC KEY", keys.getPublic().getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    private static String pem(String type, byte[] der) {
        Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                .formatted(type, lines.encodeToString(der), type);
    }

    private void write(String name, String text) {
        try {
            Path half = path(name + ".new");
            Files.writeString(half, text);
            Files.setPosixFilePermissions(half, PosixFilePermissions.fromString("rw-------"));
            Files.move(half, path(name), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the secret " + path(name), e);
        }
    }
}
