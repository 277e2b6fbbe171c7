package io.everstore.order.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.order.commit.CommitGuard;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/** The times that {@link PlacementSettings} lists, read from the file the service really uses. */
class TimeoutBudgetTests {

    /** What the gateway waits for its first try of /api/orders; its own tests hold it to this. */
    private static final Duration GATEWAY_TRY = Duration.ofMillis(2500);

    private static final Duration PROMISED = Duration.ofSeconds(2);

    private final StandardEnvironment settings = applicationYml();

    private final Duration connect = ofUrl("connectTimeout");
    private final Duration login = ofUrl("loginTimeout");
    private final Duration socket = ofUrl("socketTimeout");
    private final Duration acquire = millis("spring.datasource.hikari.connection-timeout");
    private final Duration lock = ofOptions("lock_timeout");
    private final Duration idle = ofOptions("idle_in_transaction_session_timeout");
    private final Duration deadline =
            settings.getRequiredProperty("everstore.placement.deadline", Duration.class);
    private final Duration send =
            settings.getRequiredProperty("everstore.intake.send-timeout", Duration.class);
    private final Duration read =
            settings.getRequiredProperty("everstore.history.patience", Duration.class);

    @Test
    void triesEveryHostBeforeLoginGivesUp() {
        assertThat(connect.multipliedBy(3)).isLessThanOrEqualTo(login);
    }

    @Test
    void testsAConnectionWithinTheWaitForOne() {
        assertThat(millis("spring.datasource.hikari.validation-timeout")).isLessThan(acquire);
    }

    /** Else the wait for a lock looks like an outage. */
    @Test
    void waitsForAnotherRequestWithTheKeyLessThanForTheDatabase() {
        assertThat(lock).isLessThan(deadline);
    }

    @Test
    void answersWithinTwoSeconds() {
        assertThat(deadline.plus(send)).isLessThan(PROMISED);
        // The look at the queued orders, IntakeSettings' default.
        assertThat(read.plus(Duration.ofMillis(500))).isLessThan(PROMISED);
        assertThat(PROMISED).isLessThan(GATEWAY_TRY);
    }

    @Test
    void leavesTheSocketTimeoutToConnectionsThatNobodyWaitsFor() {
        assertThat(socket).isGreaterThan(deadline);
    }

    @Test
    void freesTheLocksOfAFrozenInstanceNoSoonerThanAHealthyOneIsDone() {
        assertThat(idle).isGreaterThan(deadline.plus(acquire).plus(CommitGuard.SHORTEST));
    }

    @Test
    void finishesPlacementsBeforeShutdownCutsThem() {
        assertThat(
                        settings.getRequiredProperty(
                                "spring.lifecycle.timeout-per-shutdown-phase", Duration.class))
                .isGreaterThan(deadline.plus(acquire));
    }

    private Duration ofUrl(String parameter) {
        return Duration.ofSeconds(number("spring.datasource.url", parameter + "=(\\d+)"));
    }

    private Duration ofOptions(String parameter) {
        return Duration.ofMillis(
                number(
                        "spring.datasource.hikari.data-source-properties.options",
                        " " + parameter + "=(\\d+)"));
    }

    private long number(String property, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(settings.getRequiredProperty(property));
        assertThat(matcher.find()).as(pattern + " in " + property).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    private Duration millis(String property) {
        return Duration.ofMillis(settings.getRequiredProperty(property, Long.class));
    }

    private static StandardEnvironment applicationYml() {
        StandardEnvironment environment = new StandardEnvironment();
        // Boot's conversions, such as "2s".
        environment.setConversionService(
                new org.springframework.boot.convert.ApplicationConversionService());
        try {
            new YamlPropertySourceLoader()
                    .load("application", new ClassPathResource("application.yml"))
                    .forEach(environment.getPropertySources()::addLast);
        } catch (java.io.IOException e) {
            throw new IllegalStateException("application.yml is not readable", e);
        }
        return environment;
    }
}
