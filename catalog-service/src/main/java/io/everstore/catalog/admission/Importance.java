package io.everstore.catalog.admission;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;

/** How much a request matters when not all can be served. */
enum Importance {
    /**
     * Part of a checkout: its sender says so in the header {@code Everstore-Purpose}. When there is
     * too much to do, it still gets nine tenths of what can be done. ({@code Priority}, RFC 9218,
     * would say it as well, but browsers set that for whatever they think is urgent.)
     */
    CHECKOUT(0.9),

    /** Anything else that customers look at. */
    BROWSE(0.1);

    private final double share;

    /**
     * @param share of the limit that is never given to others; what is left over goes to whoever
     *     comes
     */
    Importance(double share) {
        this.share = share;
    }

    double share() {
        return share;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Importance of(HttpServletRequest request) {
        return CHECKOUT.label().equals(request.getHeader("Everstore-Purpose")) ? CHECKOUT : BROWSE;
    }
}
