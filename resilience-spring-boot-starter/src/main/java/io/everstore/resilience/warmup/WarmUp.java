package io.everstore.resilience.warmup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Sends this instance some requests of its own between the opening of the port and readiness.
 *
 * <p>The first requests of a JVM load and link hundreds of classes. With half of the shop's traffic
 * coming at once on a busy machine that took seconds, and threads that wait for the initialization
 * of a class hold on to their carriers, of which there are as few as there are cores (JEP 491).
 * Runners end before Spring Boot reports the instance as ready.
 */
final class WarmUp implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(WarmUp.class);

    /** So many limits to the first answer, which on a busy machine takes most of the time. */
    private static final int UNANSWERED = 3;

    private final WarmUpSettings settings;
    private final Environment environment;
    private final ApplicationContext context;
    private final SslBundles bundles;

    WarmUp(
            WarmUpSettings settings,
            Environment environment,
            ApplicationContext context,
            SslBundles bundles) {
        this.settings = settings;
        this.environment = environment;
        this.context = context;
        this.bundles = bundles;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        String port = environment.getProperty("local.server.port");
        if (port == null || settings.visits().isEmpty()) {
            return; // started without a web server, or with nothing to practise
        }
        String address = environment.getProperty("server.address", "127.0.0.1");
        String bundle = environment.getProperty("server.ssl.bundle");
        String base =
                (bundle == null ? "http://" : "https://")
                        + (address.equals("0.0.0.0") ? "127.0.0.1" : address)
                        + ":"
                        + port;
        SSLSocketFactory tls =
                bundle == null
                        ? null
                        : bundles.getBundle(bundle).createSslContext().getSocketFactory();
        practise(base, tls);
        if (settings.thenExit()) {
            System.exit(SpringApplication.exit(context));
        }
    }

    private void practise(String base, @Nullable SSLSocketFactory tls) {
        long begin = System.nanoTime();
        long end = begin + settings.limit().multipliedBy(UNANSWERED).toNanos();
        int answered = 0;
        for (int round = 0; round < settings.rounds(); round++) {
            for (WarmUpSettings.Visit visit : settings.visits()) {
                Duration left = Duration.ofNanos(end - System.nanoTime());
                Duration patience = left.compareTo(settings.limit()) < 0 ? left : settings.limit();
                if (patience.isPositive() && pay(visit, base, tls, patience) && answered++ == 0) {
                    end = System.nanoTime() + settings.limit().toNanos();
                }
            }
        }
        log.info(
                "Warm after {} requests and {} ms",
                answered,
                Duration.ofNanos(System.nanoTime() - begin).toMillis());
    }

    /** Any answer will do: a refusal, or that a service is away, took the same way. */
    private static boolean pay(
            WarmUpSettings.Visit visit,
            String base,
            @Nullable SSLSocketFactory tls,
            Duration left) {
        try {
            var connection =
                    (HttpURLConnection) URI.create(base + visit.path()).toURL().openConnection();
            if (connection instanceof HttpsURLConnection secured && tls != null) {
                secured.setSSLSocketFactory(tls);
                // It calls itself, by an address that its certificate need not have.
                secured.setHostnameVerifier((_, _) -> true);
            }
            connection.setConnectTimeout((int) left.toMillis() + 1);
            connection.setReadTimeout((int) left.toMillis() + 1);
            connection.setRequestMethod(visit.method());
            if (visit.token()) {
                connection.setRequestProperty("Authorization", "Bearer " + forgedToken());
            }
            if (visit.method().equals("POST")) {
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", "application/json");
                connection.getOutputStream().write("{}".getBytes(UTF_8));
            }
            var in =
                    connection.getResponseCode() < 400
                            ? connection.getInputStream()
                            : connection.getErrorStream();
            if (in != null) {
                in.transferTo(OutputStream.nullOutputStream());
                in.close();
            }
            return true;
        } catch (IOException e) {
            log.debug("No answer to {} {}", visit.method(), visit.path(), e);
            return false;
        }
    }

    /** Has the form of a token, so that its signature is verified, and nobody's signature. */
    private static String forgedToken() {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(UTF_8))
                + "."
                + base64.encodeToString("{\"sub\":\"nobody\"}".getBytes(UTF_8))
                + "."
                + base64.encodeToString(new byte[256]);
    }
}
