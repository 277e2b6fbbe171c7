package io.everstore.tracing;

import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/** The smallest service there is. */
final class Kiosk implements AutoCloseable {

    final ConfigurableApplicationContext context;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Window.class)
    static class Application {}

    /** Says which trace it is asked in. */
    @RestController
    static class Window {

        @GetMapping("/papers/{name}")
        String sell(@PathVariable String name) {
            LoggerFactory.getLogger(Window.class).info("Sold {}", name);
            return Objects.requireNonNullElse(MDC.get(LoggedContext.TRACE), "none");
        }

        @GetMapping("/broken")
        String fail() {
            throw new IllegalStateException("broken");
        }

        @GetMapping("/readyz")
        String ready() {
            return Objects.requireNonNullElse(MDC.get(LoggedContext.TRACE), "none");
        }
    }

    private Kiosk(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static Kiosk with(String... settings) {
        Stream<String> arguments =
                Stream.concat(
                        Stream.of(
                                "server.port=0",
                                "server.address=127.0.0.1",
                                "spring.application.name=kiosk",
                                "management.endpoints.web.exposure.include=prometheus"),
                        Stream.of(settings));
        return new Kiosk(
                SpringApplication.run(
                        Application.class,
                        arguments.map(each -> "--" + each).toArray(String[]::new)));
    }

    /** A header is a name and a value. */
    ResponseEntity<String> get(String path, String... header) {
        RestClient.RequestHeadersSpec<?> request =
                RestClient.create(
                                "http://127.0.0.1:"
                                        + context.getEnvironment()
                                                .getRequiredProperty("local.server.port"))
                        .get()
                        .uri(path);
        for (int i = 0; i < header.length; i += 2) {
            request.header(header[i], header[i + 1]);
        }
        return request.retrieve().onStatus(_ -> true, (_, _) -> {}).toEntity(String.class);
    }

    @Override
    public void close() {
        context.close();
    }
}
