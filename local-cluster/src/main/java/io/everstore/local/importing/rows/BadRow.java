package io.everstore.local.importing.rows;

/**
 * Why a row cannot be loaded.
 *
 * @param line where the row starts in the (uncompressed) file, from 1
 * @param column number of the column, from 1; 0 if it is about the whole row or a column that the
 *     row does not have
 * @param columnName what the file calls the column; empty if it is about the whole row
 * @param field what the catalogue calls it, {@code row} for the whole row; stable, for counting
 * @param value what was found, shortened to 80 characters
 * @param reason what is wrong with it; stable, for counting
 */
public record BadRow(
        long line, int column, String columnName, String field, String value, String reason) {

    private static final int LONGEST_VALUE = 80;

    /** Shortens the value. */
    public BadRow {
        if (value.length() > LONGEST_VALUE) {
            value = value.substring(0, LONGEST_VALUE - 3) + "...";
        }
    }

    static BadRow whole(long line, String value, String reason) {
        return new BadRow(line, 0, "", "row", value, reason);
    }

    /** For people: {@code line 7, column 3 (Description): '' is empty}. */
    @Override
    public String toString() {
        var where = column > 0 ? ", column %d (%s)".formatted(column, columnName) : ", " + field;
        return "line %d%s: '%s' %s".formatted(line, where, printable(value), reason);
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
