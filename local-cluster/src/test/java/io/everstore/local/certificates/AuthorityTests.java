package io.everstore.local.certificates;

import static org.assertj.core.api.Assertions.assertThatIOException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** Who is believed, in handshakes in which both sides show a certificate. */
class AuthorityTests {

    private static final List<String> NAMES = List.of("catalog-1", "localhost", "127.0.0.1");

    private final Instant now = Instant.now();
    private final Authority authority = authority();
    private final Issued catalog = issue(NAMES, Duration.ofDays(1));
    private final Issued gateway = issue(List.of("gateway-1"), Duration.ofDays(1));

    private Authority authority() {
        return Authority.create(now, now.plus(Duration.ofDays(2)));
    }

    private Issued issue(List<String> names, Duration life) {
        Instant start = life.isNegative() ? now.minus(Duration.ofDays(2)) : now;
        return authority.issue(names, start, now.plus(life));
    }

    @Test
    void nodesBelieveEachOtherByEachOfTheirNames() throws Exception {
        for (String name : NAMES) {
            Handshake.shake(authority, catalog, gateway, name);
        }
    }

    @Test
    void aNodeIsNotBelievedUnderAnotherName() {
        assertThatIOException()
                .isThrownBy(() -> Handshake.shake(authority, catalog, gateway, "catalog-2"))
                .withMessageContaining("catalog-2");
        assertThatIOException()
                .isThrownBy(() -> Handshake.shake(authority, catalog, gateway, "127.0.0.2"))
                .withMessageContaining("127.0.0.2");
    }

    @Test
    void anExpiredServerIsNotBelieved() {
        Issued expired = issue(NAMES, Duration.ofSeconds(-1));

        assertThatIOException()
                .isThrownBy(() -> Handshake.shake(authority, expired, gateway, "catalog-1"))
                .isInstanceOf(SSLHandshakeException.class)
                .withStackTraceContaining("NotAfter");
    }

    @Test
    void anExpiredClientIsNotBelieved() {
        Issued expired = issue(List.of("gateway-1"), Duration.ofSeconds(-1));

        assertThatIOException()
                .isThrownBy(() -> Handshake.shake(authority, catalog, expired, "catalog-1"));
    }

    @Test
    void whoShowsNothingIsNotServed() {
        assertThatIOException()
                .isThrownBy(() -> Handshake.shake(authority, catalog, null, "catalog-1"));
    }

    @Test
    void anotherAuthorityIsNotBelieved() {
        Issued stranger = authority().issue(NAMES, now, now.plus(Duration.ofDays(1)));

        assertThatIOException()
                .isThrownBy(() -> Handshake.shake(authority, stranger, gateway, "catalog-1"))
                .isInstanceOf(SSLHandshakeException.class);
    }

    /** Only the authority may issue: what a node signs with its own key is worth nothing. */
    @Test
    void aNodeIsNoAuthority() {
        Issued forged = new Authority(gateway).issue(NAMES, now, now.plus(Duration.ofDays(1)));

        assertThatIOException()
                .isThrownBy(() -> Handshake.shake(authority, forged, gateway, "catalog-1"));
    }
}
