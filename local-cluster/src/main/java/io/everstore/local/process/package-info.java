/** Child processes that never outlive the launcher, and what the kernel knows about them. */
@NullMarked
package io.everstore.local.process;

import org.jspecify.annotations.NullMarked;
