package io.everstore.local.replay.invoices;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.everstore.local.importing.rows.CsvRecords;
import io.everstore.local.importing.rows.TextFile;
import io.everstore.local.importing.rows.UnusableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The invoices of a CSV file, gzipped or not, one after the other: adjacent rows with the same
 * number are one invoice. One invoice is held in memory, and at most 10,000 rows of it.
 */
public final class InvoiceFile implements AutoCloseable {

    private static final int MOST_ITEMS = 10_000;

    private final CsvRecords records;
    private final int number;
    private final int sku;
    private final int quantity;
    private @Nullable CsvRecord ahead;
    private long rowsRead;
    private long rowsWithoutInvoice;

    private InvoiceFile(CsvRecords records) {
        this.records = records;
        this.number = column("InvoiceNo", "invoiceno", "invoice", "invoicenumber");
        this.sku = column("StockCode", "stockcode", "sku");
        this.quantity = column("Quantity", "quantity", "qty");
        this.ahead = nextWithNumber();
    }

    /**
     * Opens the file and reads its header.
     *
     * @throws IOException if it cannot be opened
     * @throws UnusableFile if a column is missing
     */
    public static InvoiceFile open(Path file) throws IOException {
        var text = TextFile.open(file);
        try {
            return new InvoiceFile(new CsvRecords(text));
        } catch (RuntimeException failure) {
            text.close();
            throw failure;
        }
    }

    /**
     * The next invoice, or null at the end.
     *
     * @throws UnusableFile if the file breaks off
     */
    public @Nullable Invoice next() {
        var first = ahead;
        if (first == null) {
            return null;
        }
        var name = field(first, number);
        var items = new ArrayList<Invoice.Item>();
        var row = first;
        while (row != null && field(row, number).equals(name)) {
            if (items.size() < MOST_ITEMS) {
                items.add(new Invoice.Item(field(row, sku), field(row, quantity)));
            }
            row = nextWithNumber();
        }
        ahead = row;
        return new Invoice(name, first.getStartingLineNumber(), items);
    }

    /** Rows read so far, the header not counted; one row is read ahead. */
    public long rowsRead() {
        return rowsRead;
    }

    /** Rows that belong to no invoice, because the number is missing. */
    public long rowsWithoutInvoice() {
        return rowsWithoutInvoice;
    }

    @Override
    public void close() throws IOException {
        records.close();
    }

    private @Nullable CsvRecord nextWithNumber() {
        for (var row = records.next(); row != null; row = records.next()) {
            rowsRead++;
            if (!field(row, number).isEmpty()) {
                return row;
            }
            rowsWithoutInvoice++;
        }
        return null;
    }

    private static String field(CsvRecord row, int column) {
        return column < row.getFieldCount() ? row.getField(column).strip() : "";
    }

    private int column(String title, String... names) {
        var wanted = List.of(names);
        var header = records.header();
        for (int i = 0; i < header.size(); i++) {
            var plain = header.get(i).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
            if (wanted.contains(plain)) {
                return i;
            }
        }
        throw UnusableFile.withoutColumns(
                List.of(title),
                header,
                "Invoices need the columns InvoiceNo, StockCode and Quantity.");
    }
}
