package io.everstore.chaos.targets.k8s;

import io.everstore.local.certificates.NodeFiles;
import io.everstore.local.topology.Home;
import io.everstore.local.transport.Transport;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What the runner shows to the servers of the shop, and whom it believes: cert-manager has made it
 * for those who examine the shop. In files that only this user can read, while they are needed.
 */
final class OwnCertificate implements AutoCloseable {

    /** Made by {@code k8s/components/certificates}. */
    private static final String SECRET = "operator-tls";

    private final NodeFiles files;
    private final Transport transport;

    private OwnCertificate(NodeFiles files) {
        this.files = files;
        this.transport = Transport.forwarded(files);
    }

    /**
     * Fetches it.
     *
     * @throws io.everstore.local.control.CommandFailed if there is none, with what to do
     */
    static OwnCertificate of(Cluster cluster) {
        Secret secret =
                cluster.client().secrets().inNamespace(cluster.namespace()).withName(SECRET).get();
        String key = text(secret, "tls.key");
        String certificate = text(secret, "tls.crt");
        String authority = text(secret, "ca.crt");
        try {
            // Nobody else may enter it.
            var files = new NodeFiles(Files.createTempDirectory("everstore-operator"));
            Files.writeString(files.key(), key);
            Files.writeString(files.certificate(), certificate);
            Files.writeString(files.both(), key + "\n" + certificate);
            Files.writeString(files.authority(), authority);
            return new OwnCertificate(files);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the certificate of " + SECRET, e);
        }
    }

    private static String text(@Nullable Secret secret, String name) {
        String data = secret == null ? null : secret.getData().get(name);
        if (data == null) {
            throw Cluster.notReady(
                    "Nobody in the shop would believe us without the Secret %s (with %s); k8s/components/certificates makes it"
                            .formatted(SECRET, name));
        }
        return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
    }

    Transport transport() {
        return transport;
    }

    @Override
    public void close() {
        Home.delete(files.directory());
    }
}
