package io.everstore.gateway.identity;

import java.time.Clock;
import java.util.UUID;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/** Wires login and tokens to the configured key and users. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({IdentitySettings.class, ThrottlingSettings.class})
class Identity {

    @Bean
    SigningKey signingKey(IdentitySettings settings) {
        if (settings.throwawayKey()) {
            return SigningKey.throwaway();
        }
        Resource pem = settings.privateKey();
        if (pem == null) {
            throw new IllegalStateException(
                    "everstore.identity.private-key names no file: tokens cannot be signed");
        }
        return SigningKey.read(pem);
    }

    @Bean
    Tokens tokens(SigningKey key, IdentitySettings settings) {
        // The name by which the services find it among several, while one replaces another.
        var encoder =
                NimbusJwtEncoder.withKeyPair(key.publicKey(), key.privateKey())
                        .jwkPostProcessor(jwk -> jwk.keyID(key.thumbprint()))
                        .build();
        return new Tokens(encoder, settings, Clock.systemUTC(), UUID::randomUUID);
    }

    @Bean
    Login login(IdentitySettings settings, ThrottlingSettings throttling) {
        var failedLogins = new FailedLogins(throttling, Clock.systemUTC());
        return new Login(settings.users(), new BCryptPasswordEncoder(), failedLogins, throttling);
    }
}
