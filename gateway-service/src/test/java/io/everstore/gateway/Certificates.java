package io.everstore.gateway;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;

/** A certificate authority, and what it issued. */
public final class Certificates {

    private static final Duration LIFE = Duration.ofHours(1);

    private final X509Bundle authority;

    public Certificates() throws Exception {
        authority =
                valid(LIFE).subject("CN=Test-CA").setIsCertificateAuthority(true).buildSelfSigned();
    }

    private static CertificateBuilder valid(Duration fromNow) {
        Instant now = Instant.now();
        return new CertificateBuilder()
                .ecp256()
                .notBefore(now.minus(Duration.ofDays(1)))
                .notAfter(now.plus(fromNow));
    }

    /** For an instance on this machine. */
    public X509Bundle issue(String name) throws Exception {
        return valid(LIFE)
                .subject("CN=" + name)
                .addSanIpAddress("127.0.0.1")
                .buildIssuedBy(authority);
    }

    /** For an instance elsewhere. */
    public X509Bundle issueForAnotherName(String name) throws Exception {
        return valid(LIFE).subject("CN=" + name).addSanDnsName(name).buildIssuedBy(authority);
    }

    /** For an instance on this machine, until a minute ago. */
    public X509Bundle issueExpired(String name) throws Exception {
        return valid(Duration.ofMinutes(-1))
                .subject("CN=" + name)
                .addSanIpAddress("127.0.0.1")
                .buildIssuedBy(authority);
    }

    /** For a side that shows this certificate and believes the authority. */
    public SSLContext context(X509Bundle own) throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(
                own.toKeyManagerFactory().getKeyManagers(),
                authority.toTrustManagerFactory().getTrustManagers(),
                null);
        return context;
    }

    /** For a side that believes the authority and shows nothing. */
    public SSLContext anonymous() throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, authority.toTrustManagerFactory().getTrustManagers(), null);
        return context;
    }

    /** As the files that a service is given. */
    public void write(X509Bundle own, Path directory) throws IOException {
        Files.writeString(directory.resolve("tls.crt"), own.getCertificatePathPEM());
        Files.writeString(directory.resolve("tls.key"), own.getPrivateKeyPEM());
        Files.writeString(directory.resolve("ca.crt"), authority.getCertificatePEM());
    }

    /**
     * The same as Kubernetes does it: the files are links by way of another link, which alone is
     * replaced, so that all of them change at once.
     */
    public void project(X509Bundle own, Path volume) throws IOException {
        Path next = Files.createTempDirectory(volume, "..next");
        write(own, next);
        Path data = volume.resolve("..data");
        Path link = Files.createSymbolicLink(volume.resolve("..data_tmp"), next.getFileName());
        Path before = Files.exists(data) ? data.toRealPath() : null;
        Files.move(link, data, StandardCopyOption.ATOMIC_MOVE);
        for (String file : List.of("tls.crt", "tls.key", "ca.crt")) {
            if (before == null) {
                Files.createSymbolicLink(volume.resolve(file), Path.of("..data", file));
            } else {
                Files.delete(before.resolve(file));
            }
        }
    }
}
