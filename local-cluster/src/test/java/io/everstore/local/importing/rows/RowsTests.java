package io.everstore.local.importing.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.everstore.local.importing.InvoiceFiles;
import io.everstore.local.importing.rows.RowCheck.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowsTests {

    private @TempDir Path directory;

    @Test
    void readsTheSameFromPlainAndGzippedFilesWithBomAndCrLf() throws IOException {
        var text = Files.readString(InvoiceFiles.small());
        var plain = products(InvoiceFiles.small());

        assertThat(products(InvoiceFiles.zip(directory.resolve("a.csv.gz"), text)))
                .isEqualTo(plain);
        assertThat(products(file("\uFEFF" + text.replace("\n", "\r\n")))).isEqualTo(plain);
        assertThat(plain).hasSize(11);
        assertThat(plain.getFirst()).startsWith("{\"line\":2,\"sku\":\"85123A\"");
        assertThat(plain.get(1))
                .contains("\"name\":\"LANTERN, WHITE METAL\"", "\"price\":\"3.39\"");
        assertThat(plain.get(3)).contains("HAND WARMER \\\"UNION JACK\\\"");
    }

    @Test
    void doesNotTakeTheQuantityOfAnInvoiceForStock() throws IOException {
        assertThat(products(InvoiceFiles.small())).noneMatch(json -> json.contains("stock"));
    }

    @Test
    void recognisesHeadersWhateverTheirCaseSpacesAndUnderscores() throws IOException {
        var rows =
                products(file(" stock_code ,Product Name,UNIT PRICE,Stock Level\na1,Lamp,2.5,7\n"));

        assertThat(rows)
                .containsExactly(
                        "{\"line\":2,\"sku\":\"A1\",\"name\":\"Lamp\",\"price\":\"2.50\",\"stock\":7}");
    }

    @Test
    void prefersTheCatalogueNameToAnAliasAndAMappingToBoth() throws IOException {
        var text = "sku,StockCode,name,Description,price,net\nA1,B1,Lamp,Bright,2.50,2.00\n";

        assertThat(products(file(text)))
                .containsExactly(
                        "{\"line\":2,\"sku\":\"A1\",\"name\":\"Lamp\",\"description\":\"Bright\",\"price\":\"2.50\"}");
        assertThat(read(file(text), Map.of("price", "NET", "sku", "stock code")))
                .containsExactly(
                        "{\"line\":2,\"sku\":\"B1\",\"name\":\"Lamp\",\"description\":\"Bright\",\"price\":\"2.00\"}");
    }

    @Test
    void refusesAMappingToWhatIsNotThere() {
        assertThatThrownBy(() -> read(file("a,b\n1,2\n"), Map.of("sku", "c")))
                .isInstanceOf(UnusableFile.class)
                .hasMessageContaining("no column 'c'")
                .hasMessageContaining("a | b");
        assertThatThrownBy(() -> read(file("a,b\n1,2\n"), Map.of("colour", "a")))
                .hasMessageContaining("no such field")
                .hasMessageContaining("sku, name");
    }

    @Test
    void refusesAHeaderWithoutPriceAndAnEmptyFile() {
        assertThatThrownBy(() -> products(file("sku,name\nA,B\n")))
                .hasMessageContaining("no column for price");
        assertThatThrownBy(() -> products(file("sku;name;price\nA;B;1\n")))
                .hasMessageContaining("separated by commas");
        assertThatThrownBy(() -> products(file(""))).hasMessageContaining("empty");
        assertThatThrownBy(() -> products(file(" \n\n"))).hasMessageContaining("empty");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "A1,Lamp,0|price: '0' is below 0.01",
                "A1,Lamp,-2.50|price: '-2.50' is below 0.01",
                "A1,Lamp,1000000.01|price: '1000000.01' is above 1,000,000",
                "A1,Lamp,2.555|price: '2.555' has more than 2 decimals",
                "A1,Lamp,1e3|price: '1e3' is no decimal number like 2.55",
                "A1,Lamp,|price: '' is empty",
                "A1, ,2.50|name: ' ' is empty",
                ",Lamp,2.50|sku: '' is empty",
                "_A1,Lamp,2.50|sku: '_A1' is no SKU",
                "A1,Lamp|row: 'A1,Lamp' has fewer columns than the header",
                "A1,Lamp,2.50,x,1|row: 'A1,Lamp,2.50,x,1' has more columns than the header",
            })
    void reportsWhatIsWrong(String row, String expected) throws IOException {
        var bad = bad(file("sku,name,price\n" + row + "\n"));

        assertThat(bad).hasSize(1);
        assertThat(
                        bad.getFirst().field()
                                + ": '"
                                + bad.getFirst().value()
                                + "' "
                                + bad.getFirst().reason())
                .startsWith(expected);
        assertThat(bad.getFirst().line()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"0.01,0.01", "2.550,2.55", "3,3.00", "1000000,1000000.00", "+2.5,2.50"})
    void acceptsPricesWithTwoDecimals(String price, String expected) throws IOException {
        assertThat(products(file("sku,name,price\nA1,Lamp," + price + "\n")))
                .containsExactly(
                        "{\"line\":2,\"sku\":\"A1\",\"name\":\"Lamp\",\"price\":\"%s\"}"
                                .formatted(expected));
    }

    @Test
    void reportsLineColumnAndHeaderOfTheFile() throws IOException {
        var bad = bad(file("StockCode,Description,UnitPrice\nA1,\"a\nb\",1\nA2,Lamp,none\n"));

        assertThat(bad)
                .extracting(BadRow::toString)
                .containsExactly(
                        "line 2, column 2 (Description): 'a?b' has a line break or another control character",
                        "line 4, column 3 (UnitPrice): 'none' is no decimal number like 2.55");
    }

    @Test
    void reportsStockThatIsNoWholeNumberOrOutOfBounds() throws IOException {
        var bad = bad(file("sku,name,price,stock\nA,B,1,1.5\nA,B,1,-1\nA,B,1,1000001\nA,B,1,x\n"));

        assertThat(bad)
                .extracting(BadRow::reason)
                .containsExactly(
                        "is no whole number",
                        "is not between 0 and 1,000,000",
                        "is not between 0 and 1,000,000",
                        "is no whole number");
    }

    @Test
    void reportsMalformedUtf8ByRowAndReadsOn() throws IOException {
        var bytes =
                "sku,name,price\nA1,Caf\u00e9,1\nA2,Th\u00e9,2\n"
                        .getBytes(StandardCharsets.ISO_8859_1);
        var text = new String(bytes, StandardCharsets.ISO_8859_1).replace("Th\u00e9", "Tea");
        var latin =
                Files.write(
                        directory.resolve("latin.csv"), text.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(bad(latin)).extracting(BadRow::reason).containsExactly("is no valid UTF-8 text");
        assertThat(products(latin)).hasSize(1).first().asString().contains("Tea");
    }

    @Test
    void saysWhereACutOffArchiveBreaksOff() throws IOException {
        var text = new StringBuilder("sku,name,price\n");
        for (int i = 0; i < 50_000; i++) {
            text.append("A")
                    .append(i)
                    .append(",Lamp ")
                    .append(i * 7919L % 10_007)
                    .append(",1.50\n");
        }
        var whole =
                Files.readAllBytes(
                        InvoiceFiles.zip(directory.resolve("whole.gz"), text.toString()));
        var cut = Files.write(directory.resolve("cut.gz"), Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> products(cut))
                .isInstanceOf(UnusableFile.class)
                .hasMessageMatching("(?s)The file breaks off after line \\d{3,}.*");
    }

    @Test
    void noticesAQuoteThatIsNeverClosed() {
        var rest = "A2,Lamp,1\n".repeat(60_000);

        assertThatThrownBy(() -> products(file("sku,name,price\nA0,x,1\nA1,\"Lamp,1\n" + rest)))
                .isInstanceOf(UnusableFile.class)
                .hasMessageContaining("after line 2")
                .hasMessageContaining("quote was probably not closed");
    }

    @Test
    void readsJsonLines() throws IOException {
        var text =
                """
                {"sku":"a1","name":"Lamp","price":2.5,"stock":3,"colour":"red"}

                {"StockCode":"B1","Description":"Caf\\u00e9","UnitPrice":"3.10","category":null}
                {"sku":"C1","name":"Mug","price":{"amount":4,"currency":"gbp"}}
                """;

        assertThat(products(file(text)))
                .containsExactly(
                        "{\"line\":1,\"sku\":\"A1\",\"name\":\"Lamp\",\"price\":\"2.50\",\"stock\":3}",
                        "{\"line\":3,\"sku\":\"B1\",\"name\":\"Caf\u00e9\",\"price\":\"3.10\"}",
                        "{\"line\":4,\"sku\":\"C1\",\"name\":\"Mug\",\"price\":\"4.00\",\"currency\":\"GBP\"}");
    }

    @Test
    void reportsBadJsonLinesAndReadsOn() throws IOException {
        var text =
                """
                {"sku":"A1","name":"Lamp","price":1}
                {"sku":"A2","name":
                ["A3"]
                {"sku":"A4","price":1}
                {"sku":"A5","name":"\\ud800","price":1}
                {"sku":"A6","name":"Lamp","price":1} {}
                """;

        assertThat(bad(file(text)))
                .extracting(bad -> bad.line() + " " + bad.field() + " " + bad.reason())
                .containsExactly(
                        "2 row is no valid JSON",
                        "3 row is no JSON object",
                        "4 name is empty",
                        "5 name is no valid UTF-8 text",
                        "6 row is no valid JSON");
    }

    @Test
    void keepsOnlyTheBeginningOfALineThatIsTooLong() throws IOException {
        var bad =
                bad(
                        file(
                                "{\"sku\":\"A1\",\"name\":\""
                                        + "x".repeat(3 << 20)
                                        + "\",\"price\":1}\n"));

        assertThat(bad)
                .extracting(BadRow::reason)
                .containsExactly("is longer than a line may be (1 Mi characters)");
        assertThat(bad.getFirst().value()).hasSize(80);
    }

    @Test
    void asksForJsonLinesInsteadOfAnArray() {
        assertThatThrownBy(() -> products(file("[{\"sku\":\"A1\"}]")))
                .hasMessageContaining("JSON Lines");
    }

    private Path file(String text) throws IOException {
        return InvoiceFiles.write(directory.resolve("file"), text);
    }

    private static List<String> products(Path file) throws IOException {
        return read(file, Map.of());
    }

    private static List<String> read(Path file, Map<String, String> mapping) throws IOException {
        var products = new ArrayList<String>();
        try (var rows = Rows.open(file, mapping)) {
            for (var read = rows.next(); read != null; read = rows.next()) {
                if (read instanceof Row row
                        && RowCheck.check(row) instanceof Verdict.Good(var product)) {
                    products.add(product.toJson());
                }
            }
        }
        return products;
    }

    private static List<BadRow> bad(Path file) throws IOException {
        var bad = new ArrayList<BadRow>();
        try (var rows = Rows.open(file, Map.of())) {
            for (var read = rows.next(); read != null; read = rows.next()) {
                switch (read) {
                    case Rows.Unreadable(var row) -> bad.add(row);
                    case Row row -> {
                        if (RowCheck.check(row) instanceof Verdict.Bad(var reason)) {
                            bad.add(reason);
                        }
                    }
                }
            }
        }
        return bad;
    }
}
