/** What the shop does under load while parts of it are lost, measured from the outside. */
@NullMarked
package io.everstore.local.bench;

import org.jspecify.annotations.NullMarked;
