package io.everstore.chaos.experiment;

import io.everstore.chaos.fault.Fault;
import java.time.Duration;

/**
 * A step of an experiment.
 *
 * @param name what happens, for the report
 * @param onceRedundant whether it waits until nothing is missing any more from what was done
 *     before, so that it is a second loss and not a double one
 * @param before how long the load goes on before it
 * @param after how long the load goes on after it
 */
public record Action(
        String name, Fault fault, boolean onceRedundant, Duration before, Duration after) {}
