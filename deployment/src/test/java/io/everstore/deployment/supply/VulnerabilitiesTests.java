package io.everstore.deployment.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import io.everstore.deployment.supply.Vulnerabilities.NotReachable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With answers as OSV and CISA document them. */
class VulnerabilitiesTests {

    private static final Component OLD = new Component("pkg:maven/org.example/old@1", List.of());
    private static final Component NEW = new Component("pkg:maven/org.example/new@2", List.of());

    private final Map<String, String> answers = new HashMap<>();
    private String question = "";
    private HttpServer server;
    private Vulnerabilities vulnerabilities;

    @BeforeEach
    void startDatabases() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    String asked =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    question = asked.isEmpty() ? question : asked;
                    String answer = answers.get(exchange.getRequestURI().getPath());
                    byte[] body = String.valueOf(answer).getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(answer == null ? 404 : 200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        server.start();
        URI here = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        vulnerabilities = new Vulnerabilities(here, here.resolve("/kev.json"));
        answers.put("/kev.json", "{\"vulnerabilities\":[{\"cveID\":\"CVE-2026-1\"}]}");
        answers.put("/v1/querybatch", "{\"results\":[{\"vulns\":[{\"id\":\"GHSA-1\"}]},{}]}");
    }

    @AfterEach
    void stopDatabases() {
        server.stop(0);
    }

    @Test
    void failsForWhatIsCritical() throws Exception {
        advisory("CVE-2026-9", "CRITICAL");

        assertThat(vulnerabilities.of(List.of(OLD, NEW)))
                .containsExactly(new Finding(OLD, "GHSA-1", "CRITICAL", false, "Lets anybody in"))
                .allMatch(Finding::breaksTheBuild);
        assertThat(question)
                .isEqualTo(
                        "{\"queries\":[{\"package\":{\"purl\":\"pkg:maven/org.example/old@1\"}},"
                                + "{\"package\":{\"purl\":\"pkg:maven/org.example/new@2\"}}]}");
    }

    @Test
    void failsForWhatIsKnownToBeExploitedHoweverItIsRated() throws Exception {
        advisory("CVE-2026-1", "LOW");

        assertThat(vulnerabilities.of(List.of(OLD, NEW)))
                .singleElement()
                .matches(Finding::breaksTheBuild)
                .asString()
                .isEqualTo(
                        "pkg:maven/org.example/old@1 has GHSA-1 (LOW, known to be exploited):"
                                + " Lets anybody in");
    }

    @Test
    void tellsOfWhatIsLessThanCritical() throws Exception {
        advisory("CVE-2026-9", "HIGH");

        assertThat(vulnerabilities.of(List.of(OLD, NEW)))
                .singleElement()
                .matches(finding -> !finding.breaksTheBuild());
    }

    @Test
    void findsNothingWhereNothingIsKnown() throws Exception {
        answers.put("/v1/querybatch", "{\"results\":[{},{}]}");

        assertThat(vulnerabilities.of(List.of(OLD, NEW))).isEmpty();
    }

    @Test
    void doesNotTakeAnAnswerForSomeForOneForAll() {
        answers.put("/v1/querybatch", "{\"results\":[{}]}");

        assertUnknown("it gave no answer for each component");
    }

    @Test
    void doesNotTakeSomethingElseForAnEmptyList() {
        answers.put("/kev.json", "{}");

        assertUnknown("it is no list of vulnerabilities");
    }

    @Test
    void saysSoIfTheDatabaseRefuses() {
        answers.remove("/v1/querybatch");

        assertUnknown("it answered 404");
    }

    @Test
    void saysSoIfTheDatabaseCannotBeReached() {
        server.stop(0);

        assertUnknown("ConnectException");
    }

    private void assertUnknown(String why) {
        assertThatExceptionOfType(NotReachable.class)
                .isThrownBy(() -> vulnerabilities.of(List.of(OLD, NEW)))
                .withMessageContaining(why);
    }

    private void advisory(String alias, String severity) {
        answers.put(
                "/v1/vulns/GHSA-1",
                """
                {"id":"GHSA-1","aliases":["%s"],"summary":"Lets anybody in",
                 "database_specific":{"severity":"%s"}}
                """
                        .formatted(alias, severity));
    }
}
