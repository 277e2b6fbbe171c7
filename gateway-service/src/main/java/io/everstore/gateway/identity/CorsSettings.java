package io.everstore.gateway.identity;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which other sites' scripts may use the shop's API.
 *
 * @param allowedOrigins as {@code https://partner.example}, without wildcards; by default none, for
 *     the storefront comes from the shop itself
 */
@ConfigurationProperties("everstore.cors")
record CorsSettings(@DefaultValue List<String> allowedOrigins) {}
