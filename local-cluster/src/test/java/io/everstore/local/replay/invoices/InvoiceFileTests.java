package io.everstore.local.replay.invoices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.everstore.local.importing.InvoiceFiles;
import io.everstore.local.importing.rows.UnusableFile;
import io.everstore.local.replay.invoices.Invoice.NoSale;
import io.everstore.local.replay.invoices.Invoice.Reading;
import io.everstore.local.replay.invoices.Invoice.Sale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InvoiceFileTests {

    private @TempDir Path directory;

    @Test
    void tellsSalesFromReturnsAndFromInvoicesWithoutAValidLine() throws IOException {
        var readings = read(InvoiceFiles.small());

        assertThat(readings).hasSize(10);
        assertThat(sales(readings))
                .extracting(Sale::invoice)
                .containsExactly("900001", "900002", "900004", "900006", "900007", "900010");
        assertThat(noSales(readings))
                .extracting(none -> none.invoice() + " " + none.reason())
                .containsExactly(
                        "C900003 return",
                        "900005 return",
                        "900008 no valid line",
                        "900009 no valid line");
    }

    @Test
    void addsUpTheRowsOfASkuAndDropsReturnsAmongThem() throws IOException {
        var sales = sales(read(InvoiceFiles.small()));

        assertThat(sales.getFirst().lines()).containsExactly(entry("85123A", 8), entry("71053", 6));
        assertThat(sales.getLast().lines()).containsExactly(entry("84879", 32));
        assertThat(sales.getLast().dropped()).containsExactly(entry("return", 1L));
    }

    @Test
    void readsTheSameWithBomCrLfAndGzip() throws IOException {
        var text = "\uFEFF" + Files.readString(InvoiceFiles.small()).replace("\n", "\r\n");

        assertThat(read(InvoiceFiles.zip(directory.resolve("f.gz"), text)))
                .isEqualTo(read(InvoiceFiles.small()));
    }

    @Test
    void dropsQuantitiesThatNoOrderTakes() throws IOException {
        var file =
                InvoiceFiles.write(
                        directory.resolve("f"),
                        """
                        Invoice No,Stock Code,Quantity
                        1,A,0
                        1,B,100001
                        1,C,1.5
                        1,D,100000
                        1,D,1
                        1,E,2.0
                        """);

        var sale = sales(read(file)).getFirst();

        assertThat(sale.lines()).containsExactly(entry("D", 100_000), entry("E", 2));
        assertThat(sale.dropped())
                .containsExactly(
                        entry("no whole quantity", 1L),
                        entry("quantity not between 1 and 100,000", 2L),
                        entry("sum of quantities above 100,000", 1L));
    }

    @Test
    void countsRowsWithoutANumber() throws IOException {
        var path =
                InvoiceFiles.write(
                        directory.resolve("f"),
                        "InvoiceNo,StockCode,Quantity\n,A,1\n7,A,1\n ,A,1\n7,B,1\n");

        try (var file = InvoiceFile.open(path)) {
            var invoice = file.next();

            assertThat(invoice).isNotNull();
            assertThat(invoice.items()).hasSize(2);
            assertThat(file.next()).isNull();
            assertThat(file.rowsRead()).isEqualTo(4);
            assertThat(file.rowsWithoutInvoice()).isEqualTo(2);
        }
    }

    @Test
    void refusesAFileWithoutQuantities() {
        assertThatThrownBy(
                        () ->
                                read(
                                        InvoiceFiles.write(
                                                directory.resolve("f"), "sku,name,price\nA,B,1\n")))
                .isInstanceOf(UnusableFile.class)
                .hasMessageContaining("no column for InvoiceNo")
                .hasMessageContaining("sku | name | price");
    }

    @ParameterizedTest
    @MethodSource("io.everstore.local.importing.InvoiceFiles#all")
    void findsAllSalesOfEveryMonthThatIsHere(InvoiceFiles.Known known) throws IOException {
        var readings = read(known.file());

        assertThat(readings).hasSize(known.invoices());
        assertThat(sales(readings)).hasSize(known.sales());
        assertThat(noSales(readings)).hasSize(known.skipped());
        assertThat(noSales(readings))
                .filteredOn(none -> none.invoice().startsWith("C"))
                .allMatch(none -> none.reason().equals("return"));
    }

    private static List<Reading> read(Path path) throws IOException {
        var readings = new ArrayList<Reading>();
        try (var file = InvoiceFile.open(path)) {
            for (var invoice = file.next(); invoice != null; invoice = file.next()) {
                readings.add(invoice.read());
            }
        }
        return readings;
    }

    private static List<Sale> sales(List<Reading> readings) {
        return readings.stream().filter(Sale.class::isInstance).map(Sale.class::cast).toList();
    }

    private static List<NoSale> noSales(List<Reading> readings) {
        return readings.stream().filter(NoSale.class::isInstance).map(NoSale.class::cast).toList();
    }
}
