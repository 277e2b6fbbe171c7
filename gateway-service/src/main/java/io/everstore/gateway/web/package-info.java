/** The storefront and the API description: pages, assets and the headers that protect them. */
@NullMarked
package io.everstore.gateway.web;

import org.jspecify.annotations.NullMarked;
