package io.everstore.gateway.admission;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/** As whom a request is counted. */
enum Visitor {
    /** The one who is signed in, by a token that was verified. */
    CUSTOMER {
        @Override
        @Nullable String nameIn(HttpServletRequest request) {
            Authentication who = SecurityContextHolder.getContext().getAuthentication();
            return who == null || who instanceof AnonymousAuthenticationToken
                    ? null
                    : who.getName();
        }
    },

    /**
     * The address of the client, as far as we can know it; of IPv6 the part that a customer is
     * given by the provider, for the rest is the customer's to choose.
     */
    ADDRESS {
        @Override
        String nameIn(HttpServletRequest request) {
            String address = request.getRemoteAddr();
            return address.indexOf(':') >= 0
                            && InetAddress.ofLiteral(address) instanceof Inet6Address six
                    ? HexFormat.of().formatHex(six.getAddress(), 0, PROVIDERS_BYTES)
                    : address;
        }
    };

    private static final int PROVIDERS_BYTES = 8;

    /** Null if the request is not counted as one. */
    abstract @Nullable String nameIn(HttpServletRequest request);

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
