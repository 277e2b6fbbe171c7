package io.everstore.gateway.balancing;

import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The settings as they are when nothing is configured. */
final class Settings {

    static final BalancingSettings DEFAULTS =
            new Binder(new MapConfigurationPropertySource(Map.of()))
                    .bindOrCreate("everstore.balancing", Bindable.of(BalancingSettings.class));

    private Settings() {}
}
