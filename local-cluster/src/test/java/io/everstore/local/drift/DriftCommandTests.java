package io.everstore.local.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.everstore.local.importing.CommandRun;
import io.everstore.local.importing.shop.StandInShop;
import io.everstore.local.importing.shop.StandInShop.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DriftCommandTests {

    private static final String ASK = "GET /api/stock/drift";

    private final StandInShop shop = new StandInShop();

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void exitsWithZeroIfEverythingAddsUp() {
        shop.stock().holds("A", 10, 7, 3).holds("B C", 4, 4, 0);

        var run = run();

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("2 products compared: the stock of all adds up.");
    }

    @Test
    void listsWhatDoesNotAddUpAndExitsWithOne() {
        shop.stock().holds("A", 10, 7, 3).holds("B C", 4, 5, 1).holds("D", 9, 1, 5);

        var run = run();

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .containsPattern("SKU +ADJUSTED +REMAINING +RESERVED +DIFFERENCE")
                .containsPattern("B C +4 +5 +1 +\\+2\\n")
                .containsPattern("D +9 +1 +5 +-3\\n")
                .contains("3 products compared: the stock of 2 does not add up.")
                .doesNotContain("A  ");
    }

    @Test
    void printsOneJsonObject() {
        shop.stock().holds("A", 10, 7, 3).holds("B C", 4, 5, 1);

        var run = run("--json");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.json().toString())
                .isEqualTo(
                        """
                        {"checked":2,"drifting":1,"products":[{"sku":"B C","adjusted":4,"remaining":5,"reserved":1,"difference":2}]}""");
    }

    @Test
    void goesOnWhenAnAnswerIsLost() {
        shop.stock().holds("A", 10, 7, 3).holds("B C", 4, 5, 1).holds("D", 9, 1, 5);
        shop.fail(ASK, Fault.UNAVAILABLE, Fault.NONE, Fault.LOSE_ANSWER, Fault.REFUSE_TOKEN);

        assertThat(run("--json").json().path("checked").asInt()).isEqualTo(3);
    }

    @Test
    void exitsWithTwoIfNobodyAnswers() {
        shop.close();

        var run = run("--patience=0");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("no connection to", "./everstore status");
    }

    @Test
    void exitsWithTwoIfItIsNotAllowed() {
        assertThat(run("--password=wrong").exitCode()).isEqualTo(2);
        shop.stock().refuse();

        var run = run();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("The shop refused to compare its stock: 403 forbidden");
    }

    @Test
    void helpsWithAnExampleAndExitCodes() {
        assertThat(run("--help").out()).contains("Examples:", "./everstore drift", "Exit codes:");
    }

    private CommandRun run(String... arguments) {
        var all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--url";
        all[arguments.length + 1] = shop.url().toString();
        return CommandRun.of(new DriftCommand(), all);
    }
}
