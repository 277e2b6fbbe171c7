package io.everstore.chaos.invariant;

import io.everstore.chaos.targets.Target;
import io.everstore.local.node.Events.Event;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** I10. */
public final class NoContagion implements Invariant {

    private static final Pattern END =
            Pattern.compile("((?:catalog|order|gateway)-\\d) (?:ended|hangs).*");

    private final Target target;
    private final Instant since;
    private final Set<String> touched;

    /**
     * @param touched nodes to which something is done; may grow while the run lasts
     */
    NoContagion(Target target, Instant since, Set<String> touched) {
        this.target = target;
        this.since = since;
        this.touched = touched;
    }

    @Override
    public String id() {
        return "I10";
    }

    @Override
    public String promise() {
        return "no instance is restarted because something else is down";
    }

    @Override
    public List<String> violations() {
        return target.eventsSince(since).stream()
                .filter(this::isContagion)
                .map(Event::text)
                .toList();
    }

    private boolean isContagion(Event event) {
        Matcher end = END.matcher(event.text());
        return end.matches() && !touched.contains(end.group(1));
    }
}
