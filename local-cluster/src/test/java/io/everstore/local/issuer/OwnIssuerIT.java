package io.everstore.local.issuer;

import static io.everstore.local.issuer.OidcServices.CATALOG;
import static io.everstore.local.issuer.OidcServices.FIRST_GATEWAY;
import static io.everstore.local.issuer.OidcServices.ORDER;
import static io.everstore.local.issuer.OidcServices.SECOND_GATEWAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.local.acceptance.Everstore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A customer, a warehouse and Keycloak, which at last is killed. */
@TestMethodOrder(OrderAnnotation.class)
class OwnIssuerIT {

    private static final Pattern FORM = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");

    private static final Everstore everstore = new Everstore();
    private static Keycloak keycloak;
    private static OidcServices services;
    private static boolean isOurShop;

    private final Browser browser = new Browser();

    @BeforeAll
    static void open() throws IOException {
        if (everstore.run("status").exitCode() == 3) {
            isOurShop = true;
            everstore.run("up", "--small", "--detach").succeeded();
        }
        Path logs = Files.createDirectories(Path.of("target", "issuer"));
        keycloak = Keycloak.start(logs);
        services = OidcServices.start(everstore, logs);
    }

    @AfterAll
    static void close() {
        if (services != null) {
            services.close();
        }
        if (keycloak != null) {
            keycloak.close();
        }
        if (isOurShop) {
            everstore.run("down");
        }
    }

    @Test
    @Order(1)
    void letsACustomerOrderWhoSignedInAtTheIssuer() {
        HttpResponse<String> back = signIn();

        assertThat(back.statusCode()).as(back.body()).isEqualTo(303);
        assertThat(back.headers().firstValue("Location")).hasValue("/checkout");
        assertThat(browser.get(FIRST_GATEWAY.resolve("/api/me")).body()).contains("\"customer\"");
        awaitConfirmed(placeOrder(FIRST_GATEWAY));
    }

    @Test
    @Order(1)
    void finishesAtOneGatewayWhatBeganAtAnother() {
        URI callback = signInAtTheIssuer();
        browser.share(FIRST_GATEWAY, SECOND_GATEWAY);

        URI atTheOther =
                SECOND_GATEWAY.resolve(callback.getRawPath() + "?" + callback.getRawQuery());

        assertThat(browser.open(atTheOther).statusCode()).isEqualTo(303);
        assertThat(browser.get(SECOND_GATEWAY.resolve("/api/orders")).statusCode()).isEqualTo(200);
    }

    @Test
    @Order(1)
    void doesNotLetACustomerInWithAWrongPassword() {
        HttpResponse<String> answer = submitAtTheIssuer("guessed");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("Invalid username or password");
    }

    @Test
    @Order(1)
    void asksAgainWhoSignedOut() {
        signIn();
        browser.post(FIRST_GATEWAY.resolve("/logout"), UUID.randomUUID().toString(), "");

        assertThat(browser.get(FIRST_GATEWAY.resolve("/api/orders")).statusCode()).isEqualTo(401);
        HttpResponse<String> ended = browser.open(FIRST_GATEWAY.resolve("/login/ended"));
        assertThat(location(ended)).asString().startsWith(Keycloak.ENDPOINTS + "logout?");
        HttpResponse<String> question = browser.open(location(ended));
        assertThat(question.body()).contains("Do you want to log out?");
    }

    @Test
    @Order(1)
    void letsAWarehouseChangeWhatItsTokenAllows() {
        String sku = sku();
        String path = "/api/products/" + sku + "/stock";

        assertThat(post(FIRST_GATEWAY.resolve(path), token("warehouse", "admin"))).isEqualTo(200);
        assertThat(post(CATALOG.resolve(path), token("warehouse", "admin"))).isEqualTo(200);
        assertThat(post(FIRST_GATEWAY.resolve(path), token("warehouse", "customer")))
                .isEqualTo(403);
        assertThat(post(CATALOG.resolve(path), token("warehouse", "customer"))).isEqualTo(403);
    }

    @Test
    @Order(1)
    void takesNoTokenOfTheIssuerThatIsForAnotherShop() {
        String token = token("another-shop", "customer");

        assertThat(get(FIRST_GATEWAY.resolve("/api/orders"), token)).isEqualTo(401);
        assertThat(get(ORDER.resolve("/api/orders"), token)).isEqualTo(401);
    }

    @Test
    @Order(1)
    void signsNobodyInItself() {
        HttpResponse<String> answer =
                browser.post(
                        FIRST_GATEWAY.resolve("/api/tokens"),
                        "",
                        "{\"username\":\"alice\",\"password\":\"alice-demo\"}");

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    @Order(2)
    void goesOnWithoutTheIssuer() {
        signIn();
        String token = token("warehouse", "customer");

        keycloak.kill();

        awaitConfirmed(placeOrder(FIRST_GATEWAY));
        assertThat(get(ORDER.resolve("/api/orders"), token)).isEqualTo(200);
        HttpResponse<String> away = new Browser().open(FIRST_GATEWAY.resolve("/login"));
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.body()).contains("Signing in is not possible at the moment");
    }

    /** From the shop to the issuer and back; what the shop says at last. */
    private HttpResponse<String> signIn() {
        HttpResponse<String> back = browser.open(signInAtTheIssuer());
        // As every page of the shop does; with it comes what protects from other sites.
        browser.get(FIRST_GATEWAY.resolve("/api/me"));
        return back;
    }

    /** Where the issuer sends the customer. */
    private URI signInAtTheIssuer() {
        HttpResponse<String> answer = submitAtTheIssuer("carol's own");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return location(answer);
    }

    private HttpResponse<String> submitAtTheIssuer(String password) {
        HttpResponse<String> begun = browser.open(FIRST_GATEWAY.resolve("/login?to=/checkout"));
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(303);
        HttpResponse<String> page = browser.open(location(begun));
        Matcher form = FORM.matcher(page.body());
        assertThat(form.find()).as(page.body()).isTrue();
        URI action = URI.create(form.group(1).replace("&amp;", "&"));
        return browser.submit(action, Map.of("username", "carol", "password", password));
    }

    private static URI location(HttpResponse<String> answer) {
        return URI.create(answer.headers().firstValue("Location").orElseThrow());
    }

    private URI placeOrder(URI gateway) {
        HttpResponse<String> answer =
                browser.post(
                        gateway.resolve("/api/orders"),
                        UUID.randomUUID().toString(),
                        "{\"lines\":[{\"sku\":\"%s\",\"quantity\":1}]}".formatted(sku()));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        String id = Everstore.JSON.readTree(answer.body()).path("id").asString();
        return gateway.resolve("/api/orders/" + id);
    }

    private void awaitConfirmed(URI order) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> browser.get(order).body().contains("CONFIRMED"));
    }

    private String sku() {
        String products = browser.get(FIRST_GATEWAY.resolve("/api/products?limit=1")).body();
        return Everstore.JSON.readTree(products).at("/items/0/sku").asString();
    }

    /** An API client signs in with its own name. */
    private String token(String client, String scope) {
        HttpResponse<String> answer =
                browser.submit(
                        URI.create(Keycloak.ENDPOINTS + "token"),
                        Map.of(
                                "grant_type",
                                "client_credentials",
                                "client_id",
                                client,
                                "client_secret",
                                Keycloak.SECRET,
                                "scope",
                                scope));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Everstore.JSON.readTree(answer.body()).path("access_token").asString();
    }

    private static int get(URI resource, String token) {
        return send(resource, HttpRequest.newBuilder(), token);
    }

    private static int post(URI stock, String token) {
        return send(
                stock,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .POST(BodyPublishers.ofString("{\"delta\":1}")),
                token);
    }

    private static int send(URI resource, HttpRequest.Builder request, String token) {
        return new Browser()
                .send(resource, request.header("Authorization", "Bearer " + token))
                .statusCode();
    }
}
