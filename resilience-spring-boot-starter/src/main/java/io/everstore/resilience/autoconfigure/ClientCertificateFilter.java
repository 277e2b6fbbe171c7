package io.everstore.resilience.autoconfigure;

import io.everstore.resilience.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Serves only who has shown a certificate, but for the probes: whoever starts and stops instances
 * (Docker, Kubernetes) asks them over TLS and has none. The server therefore only wants one ({@code
 * server.ssl.client-auth=want}); which ones it believes is decided in the handshake, where a
 * stranger's or an expired one ends the connection.
 */
final class ClientCertificateFilter extends OncePerRequestFilter {

    /** They say whether this instance works, and take nothing in. */
    private static final Set<String> PROBES = Set.of("/livez", "/readyz");

    /** Where the container leaves the verified chain (Jakarta Servlet 6.1, section 3.10). */
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private final JsonMapper json;

    ClientCertificateFilter(JsonMapper json) {
        this.json = json;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return PROBES.contains(request.getRequestURI());
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getAttribute(CERTIFICATES) != null) {
            chain.doFilter(request, response);
            return;
        }
        Problems.write(
                response,
                json,
                Problems.of(
                        HttpStatus.FORBIDDEN,
                        "certificate-missing",
                        "A certificate is needed",
                        "Show a certificate of this shop's authority; the gateways do"));
    }

    /**
     * Whether callers have to show a certificate.
     *
     * @param required off by default, for HTTP in the clear; useless without TLS, as then nobody is
     *     served
     */
    @ConfigurationProperties("everstore.resilience.client-certificate")
    record Settings(@DefaultValue("false") boolean required) {}
}
