package io.everstore.gateway.forwarding;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Wires the hop to the services: Apache HttpClient, stripped of everything that a proxy must not
 * do.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConnectionSettings.class)
class Forwarding {

    /** More than all instances together can have; the limit that counts is the one per instance. */
    private static final int MAX_CONNECTIONS = 8192;

    @Bean
    PoolingHttpClientConnectionManager upstreamConnections(ConnectionSettings settings) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnPerRoute(settings.maxPerInstance())
                .setMaxConnTotal(MAX_CONNECTIONS)
                .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                                .setSocketTimeout(Timeout.of(settings.connectTimeout()))
                                .setValidateAfterInactivity(TimeValue.of(settings.validateAfter()))
                                .build())
                .build();
    }

    @Bean
    CloseableHttpClient upstreamClient(
            PoolingHttpClientConnectionManager connections, ConnectionSettings settings) {
        TimeValue maxIdle = TimeValue.of(settings.maxIdle());
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setKeepAliveStrategy((_, _) -> maxIdle)
                .evictIdleConnections(maxIdle)
                // The balancing retries, on another instance and within a budget; nobody else does.
                .disableAutomaticRetries()
                // Redirects, cookies, credentials and compressed bodies are the client's business.
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableConnectionState()
                .disableDefaultUserAgent()
                .build();
    }

    @Bean
    Deadlines tryDeadlines() {
        return new Deadlines();
    }

    @Bean
    ProxyExchange upstreamExchange(
            CloseableHttpClient upstreamClient,
            ConnectionSettings settings,
            Deadlines tryDeadlines) {
        return new UpstreamExchange(upstreamClient, settings, tryDeadlines);
    }

    @Bean
    EdgeHeaders edgeHeaders() {
        return new EdgeHeaders();
    }
}
