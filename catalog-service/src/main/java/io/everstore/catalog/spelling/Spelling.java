package io.everstore.catalog.spelling;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * What customers may have meant. A typed word that is the beginning of none in the catalogue is
 * taken for those that look most like it: the database finds some that share groups of three
 * letters, and of these the ones with the fewest slips of the finger count.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class Spelling {

    /**
     * Low, for a swap in the middle of a short word leaves two of ten groups: "chiar" for "chair".
     */
    private static final String SIMILAR_ENOUGH = "0.2";

    private final JdbcClient jdbc;

    Spelling(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A typed word as the search stems it. */
    private record Stem(String text, boolean isKnown) {}

    /**
     * For each word that means something, the stems it may have meant, any of which will do; empty
     * if there is nothing to correct.
     *
     * @param words as {@link Words#of} makes them
     */
    public Optional<List<Meaning>> corrected(List<String> words) {
        // For this transaction only; the operator takes it from here, and with it the index.
        jdbc.sql("select set_config('pg_trgm.similarity_threshold', :threshold, true)")
                .param("threshold", SIMILAR_ENOUGH)
                .query()
                .listOfRows();
        List<Meaning> meanings = new ArrayList<>();
        boolean changed = false;
        for (Stem stem : stems(words)) {
            List<String> meant = stem.isKnown() ? List.of(stem.text()) : mostSimilar(stem.text());
            if (meant.isEmpty()) {
                return Optional.empty();
            }
            changed |= !stem.isKnown();
            meanings.add(new Meaning(meant, stem.isKnown()));
        }
        return changed ? Optional.of(meanings) : Optional.empty();
    }

    /** Without those that mean nothing, such as "the". */
    private List<Stem> stems(List<String> words) {
        return jdbc.sql(
                        """
                        select s.lexeme, exists (select from product_word where word ^@ s.lexeme) as known
                        from unnest(cast(:words as text[])) with ordinality as typed (word, place),
                             unnest(to_tsvector('english', typed.word)) as s
                        order by typed.place
                        """)
                .param("words", words.toArray(String[]::new))
                .query((row, _) -> new Stem(row.getString(1), row.getBoolean(2)))
                .list();
    }

    private List<String> mostSimilar(String stem) {
        List<String> similar =
                jdbc.sql(
                                """
                                select word from product_word where word % :stem
                                order by similarity(word, :stem) desc, word limit 50
                                """)
                        .param("stem", stem)
                        .query((row, _) -> row.getString(1))
                        .list();
        return Slips.fewest(stem, similar);
    }
}
