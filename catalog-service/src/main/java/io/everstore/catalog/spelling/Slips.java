package io.everstore.catalog.spelling;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Slips of the finger: a letter too many, too few or wrong, or two swapped (optimal string
 * alignment distance).
 */
final class Slips {

    /** More meanings than these are guesswork. */
    private static final int MAX_MEANINGS = 5;

    private Slips() {}

    /** Those that one gets to with the fewest slips, none if they are all too many. */
    static List<String> fewest(String typed, List<String> words) {
        int[] slips = words.stream().mapToInt(word -> between(typed, word)).toArray();
        int fewest = IntStream.of(slips).min().orElse(Integer.MAX_VALUE);
        return fewest > allowed(typed)
                ? List.of()
                : IntStream.range(0, slips.length)
                        .filter(i -> slips[i] == fewest)
                        .limit(MAX_MEANINGS)
                        .mapToObj(words::get)
                        .toList();
    }

    /** One in a short word, else two: with three, nearly everything looks like everything. */
    private static int allowed(String typed) {
        return typed.length() < 5 ? 1 : 2;
    }

    static int between(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int wrong = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + wrong);
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
