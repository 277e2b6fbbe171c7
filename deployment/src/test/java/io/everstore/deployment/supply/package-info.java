/** What of others the shop is made of: under which licences, and with which known holes. */
@NullMarked
package io.everstore.deployment.supply;

import org.jspecify.annotations.NullMarked;
