/**
 * Everstore as people see it: the storefront and the console in a real browser, over a real shop.
 */
@NullMarked
package io.everstore.local.browser;

import org.jspecify.annotations.NullMarked;
