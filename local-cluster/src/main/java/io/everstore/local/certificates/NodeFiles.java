package io.everstore.local.certificates;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * What a node shows and whom it believes: the files of its directory, readable by this user only.
 */
public record NodeFiles(Path directory) {

    private static final char[] NO_PASSWORD = new char[0];

    /** The certificate of the authority, by which the others are judged. */
    public Path authority() {
        return directory.resolve("ca.crt");
    }

    public Path certificate() {
        return directory.resolve("tls.crt");
    }

    /** In PKCS #8, without a password. */
    public Path key() {
        return directory.resolve("tls.key");
    }

    /** Key and certificate in one file. */
    public Path both() {
        return directory.resolve("tls.pem");
    }

    /**
     * For this process to be the node: shows its certificate and believes the authority alone.
     * Reads the files once.
     *
     * @throws IllegalArgumentException if they are not what they should be
     */
    public SSLContext context() {
        var files = new PemFiles(directory);
        Issued own = files.issued("tls.pem");
        X509Certificate authority =
                files.certificate("ca.crt")
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "there is no %s".formatted(authority())));
        try {
            KeyStore shown = empty();
            shown.setKeyEntry(
                    "node", own.key(), NO_PASSWORD, new Certificate[] {own.certificate()});
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(shown, NO_PASSWORD);
            KeyStore believed = empty();
            believed.setCertificateEntry("authority", authority);
            var trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(believed);
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(
                    "the files in %s are of no use".formatted(directory), e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }
}
