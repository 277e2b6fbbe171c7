/**
 * What the shop's databases and events really hold, read past the services: for those who check
 * what the services say.
 */
@NullMarked
package io.everstore.local.audit;

import org.jspecify.annotations.NullMarked;
