package io.everstore.catalog.paging;

import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * How cursors are sealed.
 *
 * @param secret any text that all catalog instances share and clients do not know; no default. When
 *     it changes, cursors that clients hold are refused once and their listing starts again; were
 *     it to differ between instances, every second page would be refused
 */
@Validated
@ConfigurationProperties("everstore.catalog.cursor")
record CursorSettings(@NotBlank String secret) {}
