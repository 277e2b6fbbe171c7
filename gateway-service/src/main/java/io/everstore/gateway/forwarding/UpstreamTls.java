package io.everstore.gateway.forwarding;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * How we talk to instances over TLS: who we are, whom we believe, and that an instance has to be
 * the one we meant to call. The name in its certificate is compared with the address by everything
 * that uses this, the health checks included, or one of them would be the way in for an impostor.
 *
 * @param context with our certificate and the authority that we believe
 */
public record UpstreamTls(SSLContext context) {

    /** For a socket that does not compare names by itself. */
    public static SSLParameters comparingNames(SSLParameters parameters) {
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        return parameters;
    }
}
