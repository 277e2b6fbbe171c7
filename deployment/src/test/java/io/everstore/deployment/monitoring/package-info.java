/** Holds rules, dashboards and their documentation to each other and to the stack they watch. */
@NullMarked
package io.everstore.deployment.monitoring;

import org.jspecify.annotations.NullMarked;
