package io.everstore.local.saga;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * One service's own classes over a real database, without a server and without Kafka: its listeners
 * are called by hand, and what it tells others is taken from its outbox. The services must not be
 * on one class path, so each has a class loader over what was compiled of it.
 */
final class Tier implements AutoCloseable {

    private final String root;
    private final AnnotationConfigApplicationContext context =
            new AnnotationConfigApplicationContext();
    private final URLClassLoader loader;
    private final HikariDataSource database;

    /**
     * @param root package of the service; all names of classes are relative to it
     */
    Tier(Path module, String root, String jdbcUrl, Clock clock) throws IOException {
        this.root = root;
        Path starter = module.resolveSibling("outbox-spring-boot-starter");
        this.loader =
                new URLClassLoader(
                        new URL[] {classesOf(module), classesOf(starter)},
                        Tier.class.getClassLoader());
        this.database = new HikariDataSource();
        database.setJdbcUrl(jdbcUrl);
        database.setMaximumPoolSize(4);
        migrate(module);
        var jdbc = new JdbcTemplate(database);
        var transactions = new JdbcTransactionManager(database);
        var json = new JsonMapper();
        context.setClassLoader(loader);
        add(Clock.class, clock);
        add(JdbcTemplate.class, jdbc);
        add(JdbcClient.class, JdbcClient.create(jdbc));
        add(JdbcTransactionManager.class, transactions);
        add(TransactionTemplate.class, new TransactionTemplate(transactions));
        add(HikariDataSource.class, database);
        Supplier<UUID> ids = UUID::randomUUID;
        Runnable afterCommit = () -> {};
        addShared("Outbox", jdbc, json, "/test", clock, ids, afterCommit);
        addShared("Inbox", jdbc, new SimpleMeterRegistry());
        addShared("EventReader", json);
        context.register(Transactions.class);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement(proxyTargetClass = true)
    static class Transactions {}

    private static URL classesOf(Path module) throws IOException {
        return module.resolve("target/classes").toUri().toURL();
    }

    private void migrate(Path module) {
        Flyway.configure()
                .dataSource(database)
                .locations(
                        "filesystem:"
                                + module.resolveSibling("outbox-spring-boot-starter")
                                        .resolve("src/main/resources/db/outbox"),
                        "filesystem:" + module.resolve("src/main/resources/db/migration"))
                .load()
                .migrate();
    }

    private <T> void add(Class<T> type, T bean) {
        context.registerBean(type, (Supplier<T>) () -> bean);
    }

    /** A class of the starter for outbox and inbox. */
    private void addShared(String name, Object... arguments) {
        context.registerBean(load("io.everstore.outbox." + name), arguments);
    }

    /** The settings of a component, each at its default. */
    Tier withSettings(String name) {
        addSettings(type(name));
        return this;
    }

    private <T> void addSettings(Class<T> type) {
        add(type, new Binder(List.of()).bindOrCreate("none", Bindable.of(type)));
    }

    Tier withComponents(String... names) {
        Arrays.stream(names).map(this::type).forEach(context::register);
        return this;
    }

    Tier start() {
        context.refresh();
        return this;
    }

    private Class<?> type(String name) {
        return load(root + "." + name);
    }

    private Class<?> load(String name) {
        try {
            return loader.loadClass(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "%s is not compiled: compile all modules first".formatted(name), e);
        }
    }

    /** Calls a method of a component, and throws what it throws. */
    void call(String component, String method, Object... arguments) {
        Class<?> type = type(component);
        Method found =
                Arrays.stream(type.getDeclaredMethods())
                        .filter(each -> each.getName().equals(method) && !each.isSynthetic())
                        .findFirst()
                        .orElseThrow();
        found.setAccessible(true);
        try {
            found.invoke(context.getBean(type), arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As a process that dies just before its commit. */
    void rollBack(Runnable work) {
        context.getBean(TransactionTemplate.class)
                .executeWithoutResult(
                        transaction -> {
                            work.run();
                            transaction.setRollbackOnly();
                        });
    }

    JdbcClient jdbc() {
        return context.getBean(JdbcClient.class);
    }

    /** Takes what was committed since the last time, in the order of the relay. */
    List<Message> told() {
        return jdbc().sql(
                        """
                        with told as (delete from outbox returning *)
                        select event_id, topic, aggregate_key, type, data from told order by id
                        """)
                .query(
                        (row, _) ->
                                new Message(
                                        row.getObject(1, UUID.class),
                                        row.getString(2),
                                        row.getString(3),
                                        row.getString(4),
                                        row.getString(5)))
                .list();
    }

    @Override
    public void close() throws IOException {
        context.close();
        database.close();
        loader.close();
    }
}
