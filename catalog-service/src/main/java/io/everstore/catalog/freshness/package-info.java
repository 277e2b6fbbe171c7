/** Pages follow what they show: at once where a change is made, within two seconds elsewhere. */
@NullMarked
package io.everstore.catalog.freshness;

import org.jspecify.annotations.NullMarked;
