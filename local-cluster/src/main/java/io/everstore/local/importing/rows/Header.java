package io.everstore.local.importing.rows;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Which column of a file is what. Case, spaces and punctuation in the names do not matter. An
 * explicit mapping wins, then the catalogue's own name, then a known alias. A description column is
 * the name if the file has no column for the name, as in invoices.
 */
public final class Header {

    private final List<String> names;
    private final Map<Column, Integer> places = new EnumMap<>(Column.class);

    private Header(List<String> names) {
        this.names = names;
    }

    /**
     * Finds out which column is what.
     *
     * @param names as in the file
     * @param mapping canonical name to name in the file, wins over everything else
     * @throws UnusableFile if the mapping names what is not there
     */
    public static Header of(List<String> names, Map<String, String> mapping) {
        var header = new Header(List.copyOf(names));
        mapping.forEach(header::map);
        for (var column : Column.values()) {
            header.claim(column, name -> name.equals(column.canonical()));
        }
        for (var column : Column.values()) {
            column.aliases().forEach(alias -> header.claim(column, alias::equals));
        }
        var description = header.places.get(Column.DESCRIPTION);
        if (description != null
                && !header.places.containsKey(Column.NAME)
                && !mapping.containsKey("description")) {
            header.places.put(Column.NAME, description);
            header.places.remove(Column.DESCRIPTION);
        }
        return header;
    }

    /** Canonical names of the columns without which no row can be loaded and that are not here. */
    List<String> missing() {
        var missing = new ArrayList<String>();
        for (var column : List.of(Column.SKU, Column.NAME, Column.PRICE)) {
            if (!places.containsKey(column)) {
                missing.add(column.canonical());
            }
        }
        return missing;
    }

    List<String> names() {
        return names;
    }

    int indexOf(Column column) {
        return places.getOrDefault(column, -1);
    }

    String nameOf(Column column) {
        var index = indexOf(column);
        return index < 0 ? column.canonical() : names.get(index);
    }

    /** The field that {@code --map} means, or an explanation that there is none. */
    static Column field(String canonical) {
        return Column.named(canonical)
                .orElseThrow(
                        () ->
                                UnusableFile.withMapping(
                                        "--map %s=...: there is no such field. The fields are %s."
                                                .formatted(
                                                        canonical,
                                                        Arrays.stream(Column.values())
                                                                .map(Column::canonical)
                                                                .collect(joining(", ")))));
    }

    private void map(String canonical, String inFile) {
        var column = field(canonical);
        claim(column, name -> name.equals(Column.plain(inFile)));
        if (!places.containsKey(column)) {
            throw UnusableFile.withMapping(
                    "--map %s=%s: the file has no column '%s'. It has: %s."
                            .formatted(canonical, inFile, inFile, String.join(" | ", names)));
        }
    }

    private void claim(Column column, Predicate<String> wanted) {
        for (int i = 0; i < names.size() && !places.containsKey(column); i++) {
            if (!places.containsValue(i) && wanted.test(Column.plain(names.get(i)))) {
                places.put(column, i);
            }
        }
    }
}
