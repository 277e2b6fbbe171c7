package io.everstore.gateway.identity;

import io.everstore.gateway.identity.IdentitySettings.User;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;

/**
 * Issues the tokens by which the services know who is asking: RS256, one hour, never stored
 * anywhere.
 */
final class Tokens {

    private static final JwsHeader HEADER =
            JwsHeader.with(SignatureAlgorithm.RS256).type("JWT").build();

    private final JwtEncoder encoder;
    private final IdentitySettings settings;
    private final Clock clock;
    private final Supplier<UUID> ids;

    Tokens(JwtEncoder encoder, IdentitySettings settings, Clock clock, Supplier<UUID> ids) {
        this.encoder = encoder;
        this.settings = settings;
        this.clock = clock;
        this.ids = ids;
    }

    Token issue(User user) {
        Instant now = clock.instant();
        var claims =
                JwtClaimsSet.builder()
                        .id(ids.get().toString())
                        .issuer(settings.issuer())
                        .audience(List.of(settings.audience()))
                        .subject(user.username())
                        .claim("scope", String.join(" ", user.scopes()))
                        .issuedAt(now)
                        .expiresAt(now.plus(settings.tokenLife()))
                        .build();
        String value = encoder.encode(JwtEncoderParameters.from(HEADER, claims)).getTokenValue();
        return new Token(value, settings.tokenLife());
    }

    record Token(String value, Duration life) {

        /** Without the value: whoever has it can act as the user. */
        @Override
        public String toString() {
            return "Token[" + life + "]";
        }
    }
}
