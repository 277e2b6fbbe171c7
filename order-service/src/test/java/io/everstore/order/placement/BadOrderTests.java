package io.everstore.order.placement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.order.Client;
import io.everstore.order.Client.Answer;
import io.everstore.order.OrderServiceTest;
import io.everstore.order.Shop;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.Collections;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** What is wrong is refused with a reason that helps, and nothing is ordered. */
@OrderServiceTest
class BadOrderTests {

    private static final byte[] TEN_MEGABYTES = new byte[10 * 1024 * 1024];

    @Autowired private Environment environment;

    private String customer;
    private Client client;

    @BeforeEach
    void openTheShop() {
        Shop.sells("85123A", "White hanging heart", "2.55");
        Shop.sells("PALACE", "Palace", "9999999999.00");
        customer = "customer-" + UUID.randomUUID();
        client = Client.of(environment, customer);
    }

    @AfterEach
    void nothingWasOrdered() {
        assertThat(Shop.ordersOf(customer)).isZero();
        assertThat(Shop.keysOf(customer)).as("keys taken").isZero();
    }

    @Test
    void wantsAKey() {
        Answer answer = client.post(null, BodyPublishers.ofString(Client.order("85123A", 1)));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("idempotency-key-missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "short",
                "fifteen-letters",
                "has a blank in the middle",
                "ümlaut-ümlaut-ümlaut"
            })
    void wantsAKeyOfTheRightForm(String key) {
        Answer answer = client.place(key, Client.order("85123A", 1));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("idempotency-key-malformed");
    }

    @Test
    void wantsAKeyThatIsNotTooLong() {
        assertThat(client.place("k".repeat(65), Client.order("85123A", 1)).problem())
                .isEqualTo("idempotency-key-malformed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"lines\":[{\"sku\":\"85123A\",\"quantity\":0}]}      | lines[0].quantity",
                "{\"lines\":[{\"sku\":\"85123A\",\"quantity\":-5}]}     | lines[0].quantity",
                "{\"lines\":[{\"sku\":\"85123A\",\"quantity\":100001}]} | lines[0].quantity",
                "{\"lines\":[{\"sku\":\"85123A\"}]}                     | lines[0].quantity",
                "{\"lines\":[{\"sku\":\"85123A\",\"quantity\":1},{\"quantity\":1}]} | lines[1].sku",
                "{\"lines\":[{\"sku\":\"no/sku\",\"quantity\":1}]}      | lines[0].sku",
                "{\"lines\":[{\"sku\":\"\",\"quantity\":1}]}            | lines[0].sku",
                "{\"lines\":[]}                                         | lines",
                "{}                                                     | lines",
                "{\"lines\":[null]}                                     | lines[0]",
                "{\"lines\":[{\"sku\":\"85123A\",\"quantity\":1}],\"expectedTotal\":{\"amount\":1.234,\"currency\":\"GBP\"}} | expectedTotal.amount",
                "{\"lines\":[{\"sku\":\"85123A\",\"quantity\":1}],\"expectedTotal\":{\"amount\":-1,\"currency\":\"GBP\"}} | expectedTotal.amount",
                "{\"lines\":[{\"sku\":\"85123A\",\"quantity\":1}],\"expectedTotal\":{\"amount\":1e99999,\"currency\":\"GBP\"}} | expectedTotal.amount",
                "{\"lines\":[{\"sku\":\"85123A\",\"quantity\":1}],\"expectedTotal\":{\"amount\":1,\"currency\":\"pounds\"}} | expectedTotal.currency",
            })
    void namesTheFieldThatIsNotValid(String body, String field) {
        Answer answer = client.place(Client.newKey(), body);

        assertThat(answer.status()).as(answer.toString()).isIn(400, 422);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.text("/errors/0/field")).isEqualTo(field);
        assertThat(answer.text("/errors/0/reason")).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"lines\":[{\"sku\":\"85123A\",\"quantity\":1}",
                "not json",
                "",
                "{\"lines\":[{\"sku\":\"85123A\",\"quantity\":1}]} {}",
                "{\"lines\":{}}",
                "{\"lines\":[{\"sku\":\"85123A\",\"quantity\":1.5}]}",
                "{\"lines\":[{\"sku\":\"85123A\",\"quantity\":99999999999999999999}]}",
                "{\"lines\":[{\"sku\":\"85123A\",\"quantity\":\"many\"}]}",
            })
    void refusesWhatItCannotRead(String body) {
        Answer answer = client.place(Client.newKey(), body);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.text("/detail")).isNotBlank().doesNotContain("tools.jackson", "java.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"lines\":[{\"sku\":\"85123A\",\"quantity\":1,\"unitPrice\":0.01}]}",
                "{\"lines\":[{\"sku\":\"85123A\",\"quantity\":1}],\"customerId\":\"bob\"}",
                "{\"lines\":[{\"sku\":\"85123A\",\"quantity\":1}],\"expectedTotl\":{}}",
            })
    void refusesFieldsItDoesNotKnow(String body) {
        Answer answer = client.place(Client.newKey(), body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/errors/0/field")).containsAnyOf("unitPrice", "customerId", "Totl");
    }

    @Test
    void refusesMoreThanAThousandLines() {
        String line = "{\"sku\":\"85123A\",\"quantity\":1}";
        String lines = String.join(",", Collections.nCopies(1001, line));

        Answer answer = client.place(Client.newKey(), "{\"lines\":[" + lines + "]}");

        assertThat(answer.status()).isIn(400, 422);
        assertThat(answer.text("/errors/0/field")).isEqualTo("lines");
    }

    @Test
    void namesUnknownSkusAndTheirLines() {
        Answer answer =
                client.place(
                        Client.newKey(),
                        "{\"lines\":[{\"sku\":\"nope-1\",\"quantity\":1},{\"sku\":\"85123A\",\"quantity\":1},"
                                + "{\"sku\":\"NOPE-2\",\"quantity\":1},{\"sku\":\"NOPE-1\",\"quantity\":1}]}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.problem()).isEqualTo("unknown-sku");
        assertThat(answer.text("/detail")).contains("NOPE-1, NOPE-2");
        assertThat(answer.json().at("/skus").toString()).isEqualTo("[\"NOPE-1\",\"NOPE-2\"]");
        assertThat(answer.json().at("/errors").findValuesAsString("field"))
                .containsExactly("lines[0].sku", "lines[2].sku", "lines[3].sku");
    }

    @Test
    void refusesTooManyOfOneSkuOverSeveralLines() {
        Answer answer =
                client.place(
                        Client.newKey(),
                        "{\"lines\":[{\"sku\":\"85123A\",\"quantity\":60000},{\"sku\":\"85123A\",\"quantity\":60000}]}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.problem()).isEqualTo("quantity-too-large");
    }

    @Test
    void refusesATotalThatCannotBeStored() {
        Answer answer = client.place(Client.newKey(), Client.order("PALACE", 2));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.problem()).isEqualTo("total-too-large");
    }

    @Test
    void refusesTenMegabytes() {
        Arrays.fill(TEN_MEGABYTES, (byte) ' ');

        Answer answer = client.post(Client.newKey(), BodyPublishers.ofByteArray(TEN_MEGABYTES));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.problem()).isEqualTo("body-too-large");
    }

    @Test
    void refusesTenMegabytesThatDoNotSayHowManyTheyAre() {
        Arrays.fill(TEN_MEGABYTES, (byte) ' ');

        Answer answer =
                client.post(
                        Client.newKey(),
                        BodyPublishers.ofInputStream(
                                () -> new ByteArrayInputStream(TEN_MEGABYTES)));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.problem()).isEqualTo("body-too-large");
    }

    @Test
    void refusesWhatIsNoUtf8() {
        byte[] latin1 = "{\"lines\":[{\"sku\":\"\u00e4\",\"quantity\":1}]}".getBytes(UTF_8);
        latin1[19] = (byte) 0xFF;

        assertThat(client.post(Client.newKey(), BodyPublishers.ofByteArray(latin1)).status())
                .isEqualTo(400);
    }
}
