package io.everstore.order;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A certificate authority; what it issues is good for {@code localhost}, but not for 127.0.0.1. */
final class Certificates {

    private final X509Bundle authority;

    Certificates() throws Exception {
        authority =
                until(Duration.ofHours(1))
                        .subject("CN=Test-CA")
                        .setIsCertificateAuthority(true)
                        .buildSelfSigned();
    }

    private static CertificateBuilder until(Duration fromNow) {
        Instant now = Instant.now();
        return new CertificateBuilder()
                .ecp256()
                .notBefore(now.minus(Duration.ofDays(1)))
                .notAfter(now.plus(fromNow));
    }

    X509Bundle issue(String name) throws Exception {
        return issue(name, Duration.ofHours(1));
    }

    X509Bundle issueExpired(String name) throws Exception {
        return issue(name, Duration.ofMinutes(-1));
    }

    private X509Bundle issue(String name, Duration fromNow) throws Exception {
        return until(fromNow)
                .subject("CN=" + name)
                .addSanDnsName("localhost")
                .buildIssuedBy(authority);
    }

    /** For a client that believes the authority and shows this certificate, or nothing. */
    SSLContext client(@Nullable X509Bundle own) throws GeneralSecurityException {
        KeyManager[] shown = own == null ? null : own.toKeyManagerFactory().getKeyManagers();
        var context = SSLContext.getInstance("TLS");
        context.init(shown, authority.toTrustManagerFactory().getTrustManagers(), null);
        return context;
    }

    /** As the files that a node is given; {@code tls.pem} is key and certificate in one. */
    void write(X509Bundle own, Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("ca.crt"), authority.getCertificatePEM());
        Files.writeString(directory.resolve("tls.crt"), own.getCertificatePathPEM());
        for (String name : new String[] {"tls.key", "tls.pem"}) {
            Path file = Files.writeString(directory.resolve(name), own.getPrivateKeyPEM());
            // PostgreSQL takes no key that others can read.
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
        Files.writeString(
                directory.resolve("tls.pem"),
                own.getPrivateKeyPEM() + "\n" + own.getCertificatePathPEM());
    }
}
