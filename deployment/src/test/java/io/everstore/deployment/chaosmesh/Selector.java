package io.everstore.deployment.chaosmesh;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which pods; all conditions hold together. */
public record Selector(
        List<String> namespaces,
        @Nullable Map<String, String> labelSelectors,
        @Nullable Map<String, String> nodeSelectors,
        @Nullable List<Expression> expressionSelectors) {

    public record Expression(String key, String operator, List<String> values) {}
}
