package io.everstore.local.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.local.acceptance.Everstore;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/**
 * What Tcases makes of the API description: for every operation requests that are right, and for
 * each thing that can be wrong with one a request that is wrong in just that. Sent one after the
 * other. Whatever is sent, the shop gives an answer that its description has, and never a 5xx.
 */
class FuzzIT {

    private static final Path CASES = Path.of("target/fuzz/openapi-Request-Cases.json");

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void answersWhateverIsSentAsDescribed() throws IOException {
        Shop shop = Shop.open();
        Signer signer = Shop.signer();
        String token = Caller.ADMIN.token(signer);
        Map<String, Set<Integer>> described = shop.operations();
        Goods goods = Goods.in(shop, signer);
        var answers = new TreeMap<Integer, Integer>();
        var findings = new ArrayList<String>();
        Set<String> fuzzed = new HashSet<>();
        int unsayable = 0;

        for (JsonNode each : Everstore.JSON.readTree(Files.readString(CASES))) {
            var fuzz = new FuzzRequest(each, goods);
            HttpRequest request = fuzz.toRequest(token);
            if (request == null) {
                unsayable++;
                continue;
            }
            HttpResponse<String> answer = shop.send(request);
            answers.merge(answer.statusCode(), 1, Integer::sum);
            fuzzed.add(fuzz.operation());
            if (isFinding(answer, described.get(fuzz.operation()))) {
                findings.add(
                        "%d to %s: %s %s"
                                .formatted(
                                        answer.statusCode(),
                                        fuzz.name(),
                                        request.uri(),
                                        answer.body()));
            }
        }

        System.out.println(
                "Fuzzing: requests by status %s, %d that HTTP cannot say"
                        .formatted(answers, unsayable));
        assertThat(findings).isEmpty();
        assertThat(fuzzed).containsExactlyInAnyOrderElementsOf(described.keySet());
        assertThat(answers).as("no one gets far with refused requests only").containsKey(201);
    }

    private static boolean isFinding(HttpResponse<String> answer, Set<Integer> described) {
        int status = answer.statusCode();
        String type = answer.headers().firstValue("Content-Type").orElse("");
        return status >= 500
                || !described.contains(status)
                || (status >= 400 && !type.startsWith("application/problem+json"));
    }
}
