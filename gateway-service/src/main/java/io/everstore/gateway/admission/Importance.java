package io.everstore.gateway.admission;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;

/** How much a request matters when not all can be served. */
enum Importance {
    /**
     * Part of a checkout: orders, signing in, and what says so itself in the header {@code
     * Everstore-Purpose}.
     */
    CHECKOUT,

    /** Anything else. */
    BROWSE;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Importance of(HttpServletRequest request) {
        String path = request.getServletPath();
        boolean isCheckout =
                path.startsWith("/api/orders")
                        || path.equals("/api/tokens")
                        || path.equals("/api/me")
                        || path.equals("/login")
                        || CHECKOUT.label().equals(request.getHeader("Everstore-Purpose"));
        return isCheckout ? CHECKOUT : BROWSE;
    }
}
