package io.everstore.gateway.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.everstore.gateway.forwarding.UpstreamTls;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InstancesTests {

    private final Instances three = instances("a:1", "b:2", "c:3");
    private final Instance a = three.members().get(0);
    private final Instance b = three.members().get(1);
    private final Instance c = three.members().get(2);
    private long now;

    @Test
    void spreadsRequestsEvenly() {
        Map<Instance, Long> shares =
                IntStream.range(0, 9000)
                        .mapToObj(_ -> three.choose(null))
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(shares)
                .hasSize(3)
                .allSatisfy((_, count) -> assertThat(count).isBetween(2700L, 3300L));
    }

    @Test
    void neverGivesTheBusiestOfThree() {
        a.begin();
        a.begin();
        b.begin();

        assertThat(chosen(null)).doesNotContain(a).contains(b, c);
    }

    @Test
    void neverGivesTheOneThatWasJustTried() {
        assertThat(chosen(b)).containsOnly(a, c);
    }

    @Test
    void givesNoneIfTheOnlyOneWasTried() {
        Instances one = instances("a:1");

        assertThat(one.choose(one.members().getFirst())).isNull();
    }

    @Test
    void leavesOutWhatIsEjectedOrDown() {
        three.served(a, Outcome.IS_AWAY);
        three.checked(b, CheckResult.REFUSED);

        assertThat(chosen(null)).containsOnly(c);
        assertThat(three.hasAlternativeTo(c)).isFalse();
        assertThat(three.hasAlternativeTo(a)).isTrue();
    }

    @Test
    void triesEjectedOnesBeforeThoseThatAreDownWhenNoneIsInRotation() {
        three.served(a, Outcome.IS_AWAY);
        three.checked(b, CheckResult.REFUSED);
        three.checked(c, CheckResult.NOT_READY);

        assertThat(chosen(null)).containsOnly(a);
        assertThat(chosen(a)).containsOnly(b, c);
    }

    @Test
    void opensWhenAllAreDown() {
        three.members().forEach(each -> three.checked(each, CheckResult.REFUSED));

        assertThat(chosen(null)).containsOnly(a, b, c);
    }

    @Test
    void ejectsOneOfThreeOneOfTwoAndNoneOfOne() {
        assertThat(ejectedWhenAllFail(three)).isEqualTo(1);
        assertThat(ejectedWhenAllFail(instances("a:1", "b:2"))).isEqualTo(1);
        assertThat(ejectedWhenAllFail(instances("a:1"))).isZero();
        assertThat(ejectedWhenAllFail(instances("a:1", "b:2", "c:3", "d:4"))).isEqualTo(2);
    }

    @Test
    void countsThoseThatAreDownAsMissingWhenItEjects() {
        three.checked(a, CheckResult.REFUSED);

        three.served(b, Outcome.IS_AWAY);

        assertThat(b.state(now)).isEqualTo(Instance.State.IN_ROTATION);
    }

    @Test
    void refusesToServeWithoutInstances() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> instances())
                .withMessageContaining("catalog");
    }

    private long ejectedWhenAllFail(Instances instances) {
        instances.members().forEach(each -> instances.served(each, Outcome.IS_AWAY));
        return instances.members().stream()
                .filter(each -> each.state(now) == Instance.State.EJECTED)
                .count();
    }

    private List<Instance> chosen(Instance tried) {
        return Stream.generate(() -> three.choose(tried)).limit(200).distinct().toList();
    }

    private Instances instances(String... addresses) {
        return new Instances(
                "catalog",
                Stream.of(addresses).map(UpstreamTls.off()::at).toList(),
                Settings.DEFAULTS,
                new Random(7),
                () -> now);
    }
}
