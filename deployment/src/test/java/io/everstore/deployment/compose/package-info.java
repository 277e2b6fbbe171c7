/** Whether the containers of docker-compose.yml are what they should be, and the docs say so. */
@NullMarked
package io.everstore.deployment.compose;

import org.jspecify.annotations.NullMarked;
