package io.everstore.local.certificates;

import io.everstore.local.topology.Home;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/**
 * Certificates and keys of one directory, as text (RFC 7468) that only this user can read. A file
 * is replaced as a whole: whoever reads it meanwhile gets the old or the new one.
 */
record PemFiles(Path directory) {

    void write(String name, Object... parts) {
        var text = new StringWriter();
        try (var pem = new JcaPEMWriter(text)) {
            for (Object part : parts) {
                // PKCS #8, for Kafka takes no other form of a key.
                pem.writeObject(
                        part instanceof PrivateKey key ? new JcaPKCS8Generator(key, null) : part);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot happen in memory", e);
        }
        Home.privateDirectory(directory);
        Path half = directory.resolve(name + ".new");
        try {
            Files.deleteIfExists(half);
            Files.createFile(
                    half,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            Files.writeString(half, text.toString());
            Files.move(half, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + directory.resolve(name), e);
        }
    }

    /** The first certificate of a file; nothing if there is no such file. */
    Optional<X509Certificate> certificate(String name) {
        Path file = directory.resolve(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (var in = Files.newInputStream(file)) {
            var factory = CertificateFactory.getInstance("X.509");
            return Optional.of((X509Certificate) factory.generateCertificate(in));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        } catch (CertificateException e) {
            throw new IllegalArgumentException(file + " is no certificate", e);
        }
    }

    PrivateKey key(String name) {
        Path file = directory.resolve(name);
        try (var pem = new PEMParser(Files.newBufferedReader(file))) {
            if (pem.readObject() instanceof PrivateKeyInfo key) {
                return new JcaPEMKeyConverter().getPrivateKey(key);
            }
            throw new IllegalArgumentException(file + " is no private key (PKCS #8)");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Key and certificate of a file that has both, so that they belong together. */
    Issued issued(String name) {
        Path file = directory.resolve(name);
        try (var pem = new PEMParser(Files.newBufferedReader(file))) {
            if (pem.readObject() instanceof PrivateKeyInfo key
                    && pem.readObject() instanceof X509CertificateHolder certificate) {
                return new Issued(
                        new JcaX509CertificateConverter().getCertificate(certificate),
                        new JcaPEMKeyConverter().getPrivateKey(key));
            }
            throw new IllegalArgumentException(file + " is no key with its certificate");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        } catch (CertificateException e) {
            throw new IllegalArgumentException(file + " has no certificate", e);
        }
    }

    boolean has(String name) {
        return Files.exists(directory.resolve(name));
    }
}
