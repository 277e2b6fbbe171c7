package io.everstore.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.gateway.GatewayTest;
import io.everstore.gateway.Shop;
import io.everstore.gateway.SignedTokens;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.yaml.snakeyaml.Yaml;

/**
 * The API description and the gateway say the same: each described path leads somewhere, each route
 * is described.
 */
@GatewayTest
class OpenApiTests {

    private static final Pattern PATH_IN_ROUTE =
            Pattern.compile("(/(?:api|images|openapi)[\\w/*{}]*)");
    private static final List<String> VERBS = List.of("get", "put", "post", "delete");

    @LocalServerPort int port;
    @Autowired List<RouterFunction<?>> routes;
    @Autowired RequestMappingHandlerMapping requestMappingHandlerMapping;

    @BeforeEach
    void everythingWorks() {
        Shop.reset();
    }

    @Test
    void isServedAsYaml() {
        HttpResponse<String> answer = Shop.send(Shop.request(port, "/openapi"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                .startsWith("application/yaml");
        assertThat(answer.body()).startsWith("openapi: 3.1.0");
    }

    @Test
    void describesOnlyWhatIsThere() {
        paths().forEach(
                        (path, operations) ->
                                operations.keySet().stream()
                                        .filter(VERBS::contains)
                                        .forEach(
                                                verb ->
                                                        assertIsThere(
                                                                verb.toUpperCase(Locale.ROOT),
                                                                path)));
    }

    private void assertIsThere(String method, String path) {
        HttpResponse<String> answer =
                Shop.send(
                        Shop.request(port, path.replaceAll("\\{\\w+}", "7"))
                                .header("Authorization", "Bearer " + SignedTokens.admin())
                                .header("Content-Type", "application/json")
                                .method(
                                        method,
                                        method.equals("GET")
                                                ? BodyPublishers.noBody()
                                                : BodyPublishers.ofString("{}")));

        assertThat(answer.statusCode()).as(method + " " + path).isNotIn(404, 405, 500);
    }

    @Test
    void describesEverythingThatIsThere() {
        Set<String> described = paths().keySet();

        for (String route : routedPaths()) {
            String prefix = route.replace("/**", "");
            assertThat(described)
                    .as("descriptions of " + route)
                    .anyMatch(
                            path ->
                                    path.equals(prefix)
                                            || (route.endsWith("/**")
                                                    && path.startsWith(prefix + "/")));
        }
    }

    /** Of the functional routes (as they describe themselves) and of the controllers. */
    private Set<String> routedPaths() {
        Stream<String> functional =
                routes.stream()
                        .flatMap(route -> PATH_IN_ROUTE.matcher(route.toString()).results())
                        .map(found -> found.group(1));
        Stream<String> controllers =
                requestMappingHandlerMapping.getHandlerMethods().keySet().stream()
                        .flatMap(mapping -> mapping.getPatternValues().stream())
                        .filter(path -> !path.equals("/error"));
        Set<String> paths =
                Stream.concat(functional, controllers)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        assertThat(paths)
                .contains(
                        "/api/products/**",
                        "/api/orders/**",
                        "/api/imports/**",
                        "/images/**",
                        "/api/tokens",
                        "/login");
        return paths;
    }

    @SuppressWarnings("unchecked")
    private Map<String, Map<String, Object>> paths() {
        Map<String, Object> document =
                new Yaml().load(Shop.send(Shop.request(port, "/openapi")).body());
        return (Map<String, Map<String, Object>>) document.get("paths");
    }
}
