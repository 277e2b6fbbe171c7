package io.everstore.catalog.limited;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * All words must be somewhere; a whole word of the name counts most, then its beginning, then the
 * category.
 */
final class WordQueries {

    private WordQueries() {}

    /** Words as they were typed. */
    static Query strict(List<String> words) {
        return all(words, WordQueries::asTyped);
    }

    /** Each word as it was typed or nearly so. */
    static Query forgiving(List<String> words) {
        return all(words, WordQueries::nearlyAsTyped);
    }

    private static Query all(List<String> words, Function<String, List<Query>> ways) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        words.forEach(word -> all.add(new DisjunctionMaxQuery(ways.apply(word), 0), Occur.MUST));
        return all.build();
    }

    private static List<Query> asTyped(String word) {
        return List.of(
                counts(4, new TermQuery(new Term(FactDocument.NAME_WORD, word))),
                counts(3, new PrefixQuery(new Term(FactDocument.NAME_WORD, word))),
                counts(2, new PrefixQuery(new Term(FactDocument.CATEGORY_WORD, word))));
    }

    private static List<Query> nearlyAsTyped(String word) {
        List<Query> ways = new ArrayList<>(asTyped(word));
        ways.add(counts(1, new FuzzyQuery(new Term(FactDocument.NAME_WORD, word), slips(word))));
        return ways;
    }

    private static int slips(String word) {
        return word.length() < 5 ? 1 : FuzzyQuery.defaultMaxEdits;
    }

    /** The same for all that match, however long their names are: then the price decides. */
    private static Query counts(int weight, Query query) {
        return new BoostQuery(new ConstantScoreQuery(query), weight);
    }
}
