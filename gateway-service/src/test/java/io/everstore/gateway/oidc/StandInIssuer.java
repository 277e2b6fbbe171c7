package io.everstore.gateway.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * An issuer that knows one customer, who always agrees. It insists on what RFC 6749, RFC 7636 and
 * OpenID Connect demand of the shop.
 */
final class StandInIssuer implements AutoCloseable {

    static final String CLIENT = "everstore-shop";
    static final String SECRET = "a secret of 32 letters and more: ok";

    private final Map<String, MultiValueMap<String, String>> codes = new ConcurrentHashMap<>();
    private final RSAKey key;
    private final HttpServer server;
    private volatile Duration life = Duration.ofHours(1);
    private volatile String audience = "everstore";
    private volatile boolean isOtherNonce;
    private volatile boolean isWithoutTokens;

    StandInIssuer() throws IOException, JOSEException {
        key = new RSAKeyGenerator(2048).keyID("one").generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", this::token);
        server.createContext(
                "/keys",
                exchange -> answer(exchange, 200, new JWKSet(key).toPublicJWKSet().toString()));
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void reset() {
        life = Duration.ofHours(1);
        audience = "everstore";
        isOtherNonce = false;
        isWithoutTokens = false;
    }

    void giveTokensFor(Duration time) {
        life = time;
    }

    void giveTokensForAudience(String other) {
        audience = other;
    }

    void answerWithAnotherNonce() {
        isOtherNonce = true;
    }

    void failAtTokens() {
        isWithoutTokens = true;
    }

    private void authorize(HttpExchange exchange) throws IOException {
        var asked = parameters(exchange.getRequestURI().getRawQuery());
        boolean isComplete =
                CLIENT.equals(asked.getFirst("client_id"))
                        && "code".equals(asked.getFirst("response_type"))
                        && "S256".equals(asked.getFirst("code_challenge_method"))
                        && asked.containsKey("nonce")
                        && asked.containsKey("state");
        if (!isComplete) {
            answer(exchange, 400, "{\"error\":\"invalid_request\"}");
            return;
        }
        String code = UUID.randomUUID().toString();
        codes.put(code, asked);
        var back =
                UriComponentsBuilder.fromUriString(asked.getFirst("redirect_uri"))
                        .queryParam("code", code)
                        .queryParam("state", "{state}")
                        .encode()
                        .build(asked.getFirst("state"));
        exchange.getResponseHeaders().set("Location", back.toString());
        answer(exchange, 302, "");
    }

    private void token(HttpExchange exchange) throws IOException {
        var form = parameters(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        if (isWithoutTokens) {
            answer(exchange, 503, "");
            return;
        }
        var asked = codes.remove(String.valueOf(form.getFirst("code")));
        if (asked == null || !isClient(exchange) || !isSame(asked, form)) {
            answer(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        String nonce = isOtherNonce ? "another" : asked.getFirst("nonce");
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        answer(
                exchange,
                200,
                """
                {"access_token":"%s","token_type":"Bearer","expires_in":%d,"id_token":"%s"}
                """
                        .formatted(sign(accessToken()), life.toSeconds(), sign(idToken(nonce))));
    }

    private static boolean isClient(HttpExchange exchange) {
        String pair = CLIENT + ":" + URLEncoder.encode(SECRET, UTF_8);
        String expected = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
        return expected.equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private static boolean isSame(
            MultiValueMap<String, String> asked, MultiValueMap<String, String> form) {
        return String.valueOf(asked.getFirst("redirect_uri")).equals(form.getFirst("redirect_uri"))
                && String.valueOf(asked.getFirst("code_challenge"))
                        .equals(challenge(String.valueOf(form.getFirst("code_verifier"))));
    }

    private static String challenge(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private JWTClaimsSet accessToken() {
        return claims().audience(audience).claim("scope", List.of("openid", "customer")).build();
    }

    private JWTClaimsSet idToken(String nonce) {
        return claims().audience(CLIENT).claim("nonce", nonce).build();
    }

    private JWTClaimsSet.Builder claims() {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(address())
                .subject("carol")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(life)));
    }

    private String sign(JWTClaimsSet claims) {
        try {
            var jwt =
                    new SignedJWT(
                            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), claims);
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MultiValueMap<String, String> parameters(String query) {
        var decoded = new LinkedMultiValueMap<String, String>();
        UriComponentsBuilder.newInstance()
                .query(query)
                .build()
                .getQueryParams()
                .forEach(
                        (name, values) ->
                                values.forEach(
                                        value ->
                                                decoded.add(
                                                        name, URLDecoder.decode(value, UTF_8))));
        return decoded;
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
