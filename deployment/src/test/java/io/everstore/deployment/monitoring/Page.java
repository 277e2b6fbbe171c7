package io.everstore.deployment.monitoring;

import io.everstore.deployment.Checkout;
import java.util.List;
import java.util.stream.Stream;

/** A page of the docs. */
final class Page {

    private Page() {}

    /** The cells of the rows of its tables, heads included. */
    static List<List<String>> rows(String path) {
        return Checkout.read(path)
                .lines()
                .filter(line -> line.startsWith("|"))
                .map(line -> line.substring(1, line.length() - 1).split("\\|", -1))
                .map(cells -> Stream.of(cells).map(String::strip).toList())
                .toList();
    }
}
