package io.everstore.local.certificates;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Issues certificates (RFC 5280) for keys on P-256, which every TLS library in use knows and which
 * cost a fraction of RSA's handshake.
 */
record Authority(Issued self) {

    /** Clocks differ; what is issued now must be good at a node that is a little behind. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private static final int SERIAL_BITS = 127;

    /** Makes one that signs itself. */
    static Authority create(Instant now, Instant until) {
        KeyPair keys = keys();
        var name = new X500Principal("CN=Everstore local authority");
        var certificate =
                sign(
                        name,
                        keys,
                        keys.getPublic(),
                        name,
                        now,
                        until,
                        (builder, extensions) ->
                                builder.addExtension(
                                                Extension.basicConstraints,
                                                true,
                                                // No authorities below this one.
                                                new BasicConstraints(0))
                                        .addExtension(
                                                Extension.keyUsage,
                                                true,
                                                new KeyUsage(
                                                        KeyUsage.keyCertSign | KeyUsage.cRLSign)));
        return new Authority(new Issued(certificate, keys.getPrivate()));
    }

    /**
     * Issues a certificate by which a node is known as server and as client.
     *
     * @param names host names and addresses under which it is called; the first is its own
     */
    Issued issue(List<String> names, Instant now, Instant until) {
        KeyPair keys = keys();
        var signer = new KeyPair(self.certificate().getPublicKey(), self.key());
        var alternatives = names.stream().map(Authority::name).toArray(GeneralName[]::new);
        var purposes =
                new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth};
        var certificate =
                sign(
                        self.certificate().getSubjectX500Principal(),
                        signer,
                        keys.getPublic(),
                        new X500Principal("CN=" + names.getFirst()),
                        now,
                        until,
                        (builder, extensions) ->
                                builder.addExtension(
                                                Extension.basicConstraints,
                                                true,
                                                new BasicConstraints(false))
                                        .addExtension(
                                                Extension.keyUsage,
                                                true,
                                                new KeyUsage(KeyUsage.digitalSignature))
                                        .addExtension(
                                                Extension.extendedKeyUsage,
                                                false,
                                                new ExtendedKeyUsage(purposes))
                                        .addExtension(
                                                Extension.subjectAlternativeName,
                                                false,
                                                new GeneralNames(alternatives))
                                        .addExtension(
                                                Extension.authorityKeyIdentifier,
                                                false,
                                                extensions.createAuthorityKeyIdentifier(
                                                        self.certificate())));
        return new Issued(certificate, keys.getPrivate());
    }

    private static GeneralName name(String name) {
        return new GeneralName(
                Names.isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name);
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    private interface Extensions {
        void addTo(JcaX509v3CertificateBuilder builder, JcaX509ExtensionUtils extensions)
                throws IOException, GeneralSecurityException;
    }

    private static X509Certificate sign(
            X500Principal issuer,
            KeyPair signer,
            PublicKey key,
            X500Principal subject,
            Instant now,
            Instant until,
            Extensions own) {
        var builder =
                new JcaX509v3CertificateBuilder(
                        issuer,
                        new BigInteger(SERIAL_BITS, new SecureRandom()),
                        Date.from(now.minus(CLOCK_SKEW)),
                        Date.from(until),
                        subject,
                        key);
        try {
            var extensions = new JcaX509ExtensionUtils();
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    extensions.createSubjectKeyIdentifier(key));
            own.addTo(builder, extensions);
            var signing = new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signing));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("the certificate was not made", e);
        }
    }
}
