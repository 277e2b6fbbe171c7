package io.everstore.catalog.spelling;

import io.everstore.catalog.facts.FactListener;
import io.everstore.catalog.product.ProductFact;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Notes the words of new products, so that they are found when they are misspelled. Beside the
 * change and not within it: two editors with the same new word would wait for each other.
 */
@Component
class LearnWords implements FactListener {

    private static final Logger log = LoggerFactory.getLogger(LearnWords.class);

    /** Some 10 MB; once there are more, what was noted before is noted again, which is harmless. */
    private static final int MAX_NOTED = 100_000;

    private final JdbcClient jdbc;
    private final Set<String> noted = new HashSet<>();

    LearnWords(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void heard(Collection<ProductFact> facts) {
        Set<String> unknown = new HashSet<>();
        for (ProductFact fact : facts) {
            unknown.addAll(Words.of(fact.name()));
            unknown.addAll(Words.of(fact.category()));
        }
        unknown.removeAll(noted);
        if (unknown.isEmpty()) {
            return;
        }
        try {
            note(unknown);
        } catch (DataAccessException | TransactionException e) {
            // The next product that has them brings them back.
            log.warn("{} words are not noted for now: {}", unknown.size(), e.toString());
            return;
        }
        if (noted.size() + unknown.size() > MAX_NOTED) {
            noted.clear();
        }
        noted.addAll(unknown);
    }

    /** In order, so that instances that do the same at once do not wait in a circle. */
    private void note(Set<String> words) {
        jdbc.sql(
                        """
                        insert into product_word (word)
                        select distinct s.lexeme
                        from unnest(cast(:words as text[])) as w, unnest(to_tsvector('english', w)) as s
                        where s.lexeme ~ '^[[:alpha:]]{3,40}$'
                        order by s.lexeme
                        on conflict do nothing
                        """)
                .param("words", words.toArray(String[]::new))
                .update();
    }
}
