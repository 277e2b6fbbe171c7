package io.everstore.gateway.forwarding;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Wires the hop to the services: Apache HttpClient, stripped of everything that a proxy must not
 * do.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ConnectionSettings.class, StreamSettings.class})
class Forwarding {

    /** More than all instances together can have; the limit that counts is the one per instance. */
    private static final int MAX_CONNECTIONS = 8192;

    @Bean
    UpstreamTls upstreamTls(ConnectionSettings settings, SslBundles bundles) {
        String bundle = settings.sslBundle();
        return bundle == null ? UpstreamTls.off() : UpstreamTls.with(bundle, bundles);
    }

    @Bean
    CloseableHttpClient upstreamClient(ConnectionSettings settings, UpstreamTls tls) {
        return client(settings, settings.maxPerInstance(), tls);
    }

    /** Apart from the other, so that watching orders leaves connections for placing them. */
    @Bean
    CloseableHttpClient streamClient(
            ConnectionSettings settings, StreamSettings streams, UpstreamTls tls) {
        return client(settings, streams.atMost(), tls);
    }

    private static CloseableHttpClient client(
            ConnectionSettings settings, int maxPerInstance, UpstreamTls tls) {
        TimeValue maxIdle = TimeValue.of(settings.maxIdle());
        return HttpClients.custom()
                .setConnectionManager(connections(settings, maxPerInstance, tls))
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

    private static PoolingHttpClientConnectionManager connections(
            ConnectionSettings settings, int maxPerInstance, UpstreamTls tls) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setTlsSocketStrategy(tls.strategy())
                .setMaxConnPerRoute(maxPerInstance)
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
    Deadlines tryDeadlines() {
        return new Deadlines();
    }

    @Bean
    EventStreams eventStreams(StreamSettings settings) {
        return new EventStreams(settings.atMost());
    }

    @Bean
    ProxyExchange upstreamExchange(
            CloseableHttpClient upstreamClient,
            CloseableHttpClient streamClient,
            EventStreams eventStreams,
            ConnectionSettings settings,
            StreamSettings streams,
            Deadlines tryDeadlines) {
        return new StreamExchange(
                new UpstreamExchange(upstreamClient, settings, tryDeadlines),
                streamClient,
                eventStreams,
                tryDeadlines,
                StreamExchange.limits(settings, streams));
    }

    @Bean
    EdgeHeaders edgeHeaders() {
        return new EdgeHeaders();
    }
}
