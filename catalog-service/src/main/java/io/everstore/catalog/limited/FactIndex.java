package io.everstore.catalog.limited;

import io.everstore.catalog.facts.FactListener;
import io.everstore.catalog.product.ProductDetails;
import io.everstore.catalog.product.ProductFact;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.springframework.stereotype.Component;

/**
 * An index of what was heard of products, on the heap. It is never committed, for it is made anew
 * from the facts with each start; what a search finds is as new as the last fact.
 */
@Component
class FactIndex implements FactListener, AutoCloseable {

    /** Documents that are not in a segment yet; more of them only make fewer, larger segments. */
    private static final double BUFFER_MEGABYTES = 4;

    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final LimitedSettings settings;

    /** Touched by the thread of the facts only. */
    private final Set<String> known = new HashSet<>();

    FactIndex(LimitedSettings settings) throws IOException {
        this.settings = settings;
        this.writer =
                new IndexWriter(
                        new ByteBuffersDirectory(),
                        new IndexWriterConfig()
                                .setRAMBufferSizeMB(BUFFER_MEGABYTES)
                                // On the thread of the facts, which may be busy for a while.
                                .setMergeScheduler(new SerialMergeScheduler()));
        this.searchers = new SearcherManager(writer, null);
    }

    @Override
    public void heard(Collection<ProductFact> facts) {
        try {
            for (ProductFact fact : facts) {
                if (hasRoomFor(fact.sku())) {
                    writer.updateDocument(FactDocument.key(fact), FactDocument.of(fact));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean hasRoomFor(String sku) {
        return known.contains(sku) || (known.size() < settings.products() && known.add(sku));
    }

    boolean isEmpty() {
        return writer.getDocStats().numDocs == 0;
    }

    /** The first matches in the given order. */
    List<ProductDetails> first(Query query, int limit, Sort order) {
        try {
            searchers.maybeRefreshBlocking();
            IndexSearcher searcher = searchers.acquire();
            try {
                StoredFields fields = searcher.storedFields();
                List<ProductDetails> found = new ArrayList<>();
                for (ScoreDoc match : searcher.search(query, limit, order).scoreDocs) {
                    found.add(FactDocument.read(fields, match.doc));
                }
                return found;
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        searchers.close();
        writer.rollback();
    }
}
