package io.everstore.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.copy.CopyIn;
import org.postgresql.core.BaseConnection;

/** Fills the database with a generated catalogue, the fast way: COPY first, indexes then. */
final class CatalogueLoad {

    private CatalogueLoad() {}

    static void load(Connection connection, GeneratedCatalogue catalogue, int products)
            throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            List<String> indexes = dropIndexes(statement);
            statement.execute(
                    "create unlogged table loaded (sku text, name text, description text, category text,"
                            + " price numeric, quantity int)");
            copy(connection, catalogue, products);
            statement.execute(
                    """
                    insert into product (sku, name, description, category, price, currency, version, updated_at)
                    select sku, name, description, category, price, 'GBP', 1, now() from loaded;
                    insert into stock (sku, quantity, initial) select sku, quantity, quantity from loaded;
                    insert into product_word (word)
                    select word from ts_stat('select to_tsvector(''english'', name || '' '' || category) from loaded')
                    where word ~ '^[[:alpha:]]{3,40}$' on conflict do nothing;
                    drop table loaded
                    """);
            for (String index : indexes) {
                statement.execute(index);
            }
            statement.execute("vacuum analyze product");
            statement.execute("vacuum analyze stock");
            statement.execute("vacuum analyze product_word");
        }
    }

    /** And answers how to make them again. */
    private static List<String> dropIndexes(Statement statement) throws SQLException {
        List<String> names = new ArrayList<>();
        List<String> definitions = new ArrayList<>();
        try (ResultSet found =
                statement.executeQuery(
                        """
                        select indexname, indexdef from pg_indexes
                        where tablename = 'product' and indexname <> 'product_pkey'
                        """)) {
            while (found.next()) {
                names.add(found.getString(1));
                definitions.add(found.getString(2));
            }
        }
        for (String name : names) {
            statement.execute("drop index " + name);
        }
        return definitions;
    }

    private static void copy(Connection connection, GeneratedCatalogue catalogue, int products)
            throws SQLException {
        CopyIn copy =
                connection
                        .unwrap(BaseConnection.class)
                        .getCopyAPI()
                        .copyIn("copy loaded from stdin");
        for (int number = 1; number <= products; number++) {
            GeneratedCatalogue.Row row = catalogue.row(number);
            String line =
                    "%s\t%s\t%s\t%s\t%s\t%d\n"
                            .formatted(
                                    row.sku(),
                                    row.name(),
                                    row.description(),
                                    row.category(),
                                    row.price(),
                                    row.quantity());
            byte[] bytes = line.getBytes(UTF_8);
            copy.writeToCopy(bytes, 0, bytes.length);
        }
        copy.endCopy();
    }
}
