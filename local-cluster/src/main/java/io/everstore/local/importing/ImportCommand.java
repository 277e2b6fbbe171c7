package io.everstore.local.importing;

import io.everstore.local.importing.shop.Backoff;
import io.everstore.local.importing.shop.Credentials;
import io.everstore.local.importing.shop.ShopOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./everstore import}: loads a catalogue file into the running shop. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        header =
                "Load a catalogue from CSV or JSON Lines: bad rows are reported, good ones loaded.",
        description = {
            "",
            "Products are created or updated by SKU, all at once at the end: until then nothing is"
                    + " visible, and nothing is loaded if the file breaks off or you press Ctrl-C.",
            "Fields: sku, name and price; optional description, category, currency, stock,"
                    + " featuredRank. Columns with other usual names (StockCode, UnitPrice, Title ...) are recognised; a"
                    + " Description is the name if there is no column for the name. Several rows of"
                    + " one SKU are normal: the last one wins.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all rows are loaded (or are good, with --dry-run)",
            "1:could not do it: nothing is loaded",
            "2:wrong usage",
            "3:done, but some rows were bad and are not loaded"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./everstore import catalogue.csv --dry-run",
            "  ./everstore import invoices.csv.gz --errors bad-rows.csv",
            "  ./everstore import products.jsonl --map sku=article --map price=net --json"
        })
public final class ImportCommand implements Callable<Integer> {

    private static final Duration PATIENCE_ON_EXIT = Duration.ofSeconds(12);

    @Parameters(paramLabel = "FILE", description = "CSV or JSON Lines in UTF-8, gzipped or not.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(names = "--dry-run", description = "Only check the file; no shop is needed.")
    private boolean dryRun;

    @Option(
            names = "--map",
            paramLabel = "FIELD=COLUMN",
            description = "The column of the file that holds this field; may be repeated.",
            showDefaultValue = Visibility.NEVER)
    private Map<String, String> mapping = new LinkedHashMap<>();

    @Option(
            names = "--initial-stock",
            paramLabel = "N",
            defaultValue = "500",
            description = "Pieces a new product starts with if the file has no stock.")
    private int initialStock;

    @Option(
            names = "--errors",
            paramLabel = "FILE",
            description = "Write every bad row here (CSV).")
    private @Nullable Path errors;

    @Option(
            names = "--max-errors-shown",
            paramLabel = "N",
            defaultValue = "20",
            description = "Bad rows listed in the summary.")
    private int maxErrorsShown;

    @Option(names = "--json", description = "Print the summary as one JSON object.")
    private boolean json;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ShopOptions shopOptions;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (initialStock < 0 || initialStock > 1_000_000 || maxErrorsShown < 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--initial-stock is 0 to 1000000, and --max-errors-shown is not negative.");
        }
        var defaults = ImportSettings.of(file);
        var settings =
                new ImportSettings(
                        file,
                        mapping,
                        initialStock,
                        dryRun,
                        maxErrorsShown,
                        defaults.patience(),
                        defaults.commitPatience());
        try (var shop = shopOptions.connect(Credentials.DEMO_ADMIN);
                var bad = BadRows.open(maxErrorsShown, errors)) {
            return run(new Import(settings, shop, backoff(), bad));
        } catch (IOException failure) {
            spec.commandLine().getErr().println("Cannot write the file of bad rows: " + failure);
            return 1;
        }
    }

    private int run(Import run) {
        var out = spec.commandLine().getOut();
        try (var _ = StopOnExit.calling(run::stop, PATIENCE_ON_EXIT)) {
            ImportReport report;
            try (var _ = ProgressLine.start(spec.commandLine().getErr(), run::progress)) {
                report = run.run();
            }
            out.println(json ? ImportSummary.json(report) : ImportSummary.text(report));
            out.flush();
            return report.exitCode();
        }
    }

    private static Backoff backoff() {
        return new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2), new Random());
    }
}
