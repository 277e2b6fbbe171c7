package io.everstore.local.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

/** Sales of products that the shop has, in the shape of a real shop's invoices. */
final class Invoices {

    private Invoices() {}

    /** Writes invoices of one to four lines; the seed makes them the same every time. */
    static Path write(List<String> skus, int count, long seed) {
        Random random = new Random(seed);
        StringJoiner csv = new StringJoiner("\n", "", "\n");
        csv.add(
                "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country");
        for (int i = 0; i < count; i++) {
            for (int line = random.nextInt(4); line >= 0; line--) {
                csv.add(
                        "%d,%s,A THING,%d,2010-12-01 08:26:00,1.00,17850.0,United Kingdom"
                                .formatted(
                                        900_000 + i,
                                        skus.get(random.nextInt(skus.size())),
                                        1 + random.nextInt(2)));
            }
        }
        try {
            Path file = Everstore.temporaryFile(".csv");
            Files.writeString(file, csv.toString());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
