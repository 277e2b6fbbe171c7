package io.everstore.order;

import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;

/** Another instance of the service over the same backends, beside the one of the tests. */
public final class Instance implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private Instance(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /**
     * Starts one.
     *
     * @param settings such as {@code everstore.placement.deadline=1s}
     */
    public static Instance with(String... settings) {
        return inProfiles(new String[0], settings);
    }

    /** The same, with settings in two heaps. */
    public static Instance with(String[] some, String... others) {
        return with(Stream.concat(Stream.of(some), Stream.of(others)).toArray(String[]::new));
    }

    /** The same, with profiles, which are known before any setting. */
    static Instance inProfiles(String[] profiles, String... settings) {
        return new Instance(
                new SpringApplicationBuilder(OrderApplication.class)
                        .profiles(profiles)
                        .initializers(
                                new Backends.Addresses(),
                                context -> TestPropertyValues.of(settings).applyTo(context))
                        .run("--server.port=0"));
    }

    public Client client(String customer) {
        return Client.of(context.getEnvironment(), customer);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }
}
