package io.everstore.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority in a directory, with the JDK's own keytool. */
public final class Certificates {

    private static final String PASSWORD = "only-for-tests";

    private final Path directory;

    /** Makes the authority; {@code ca.crt} is its certificate. */
    public Certificates(Path directory) {
        this.directory = directory;
        keytool(
                "-genkeypair -alias ca -keystore ca.p12 -dname CN=Test-CA -ext bc:c -validity 30"
                        + " -keyalg EC -groupname secp256r1");
        keytool("-exportcert -alias ca -keystore ca.p12 -rfc -file ca.crt");
    }

    /** A certificate for a name, valid now: {@code <name>.crt} and {@code <name>.key}. */
    public Certificates issue(String name, String alternativeNames) {
        return issue(name, alternativeNames, "-1d", 30);
    }

    /**
     * The same, valid at another time.
     *
     * @param alternativeNames as {@code ip:127.0.0.1,dns:catalog-1}
     * @param start as {@code -1d}
     */
    public Certificates issue(String name, String alternativeNames, String start, int days) {
        String store = name + ".p12";
        keytool(
                "-genkeypair -alias node -keystore %s -dname CN=%s -keyalg EC -groupname secp256r1"
                        .formatted(store, name));
        keytool("-certreq -alias node -keystore %s -file %s.csr".formatted(store, name));
        keytool(
                "-gencert -alias ca -keystore ca.p12 -infile %s.csr -outfile %s.crt -rfc -ext san=%s -startdate %s -validity %d"
                        .formatted(name, name, alternativeNames, start, days));
        keytool("-importcert -alias ca -keystore %s -file ca.crt -noprompt".formatted(store));
        keytool(
                "-importcert -alias node -keystore %s -file %s.crt -noprompt"
                        .formatted(store, name));
        try {
            byte[] key = load(name).getKey("node", PASSWORD.toCharArray()).getEncoded();
            Files.writeString(
                    directory.resolve(name + ".key"),
                    "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
                            .formatted(
                                    Base64.getMimeEncoder(64, new byte[] {'\n'})
                                            .encodeToString(key)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    /** For a server or client that presents this certificate and believes the authority. */
    public SSLContext context(String name) {
        try {
            KeyStore store = load(name);
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD.toCharArray());
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The authority's certificate alone. */
    public KeyStore trusted() {
        return load("ca");
    }

    private KeyStore load(String name) {
        try (InputStream in = Files.newInputStream(directory.resolve(name + ".p12"))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void keytool(String arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments.split(" ", -1)));
        command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
        try {
            Process run =
                    new ProcessBuilder(command)
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .start();
            String said = new String(run.getInputStream().readAllBytes(), UTF_8);
            if (run.waitFor() != 0) {
                throw new IllegalStateException(command + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
