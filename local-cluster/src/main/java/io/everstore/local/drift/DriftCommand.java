package io.everstore.local.drift;

import io.everstore.local.importing.ProgressLine;
import io.everstore.local.importing.shop.Backoff;
import io.everstore.local.importing.shop.Credentials;
import io.everstore.local.importing.shop.ShopOptions;
import io.everstore.local.importing.shop.SignInRefused;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./everstore drift}: where the stock does not add up. */
@Command(
        name = "drift",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        header = "Compare the stock of every product with what happened to it.",
        description = {
            "",
            "The pieces a product began with and all adjustments are what remains on the shelf plus"
                    + " what orders have reserved. Every product of which that is not so is listed:"
                    + " then a program is wrong, or somebody has changed the database by hand.",
            "It may be run at any time; orders and imports under way do no harm.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the stock of all products adds up",
            "1:the stock of some does not",
            "2:the shop cannot be asked, or wrong usage"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ./everstore drift", "  ./everstore drift --json"})
public final class DriftCommand implements Callable<Integer> {

    @Option(
            names = "--json",
            description =
                    "Print one JSON object: checked, drifting and the first "
                            + StockCheck.MOST_SHOWN
                            + " products.")
    private boolean json;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description = "How long to try when the shop does not answer.")
    private int patience;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ShopOptions shopOptions;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        var backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), new Random());
        try (var shop = shopOptions.connect(Credentials.DEMO_ADMIN)) {
            var check = new StockCheck(shop, backoff, Duration.ofSeconds(patience));
            DriftReport report;
            try (var _ = ProgressLine.start(spec.commandLine().getErr(), check::progress)) {
                report = check.run();
            }
            var out = spec.commandLine().getOut();
            out.println(json ? report.json() : report.text());
            out.flush();
            return report.exitCode();
        } catch (NotCompared | SignInRefused failure) {
            var err = spec.commandLine().getErr();
            err.println(failure.getMessage());
            err.flush();
            return 2;
        }
    }
}
