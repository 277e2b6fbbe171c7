package io.everstore.tracing;

import io.opentelemetry.context.ContextStorage;
import io.opentelemetry.context.ContextStorageProvider;

/** For OpenTelemetry, which finds it by {@code META-INF/services} before the first span. */
public final class LoggedContexts implements ContextStorageProvider {

    @Override
    public ContextStorage get() {
        return new LoggedContext(ContextStorage.defaultStorage());
    }
}
