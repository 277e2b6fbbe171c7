package io.everstore.deployment.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the job {@code certificates} is told to make.
 *
 * @param node its own volume has this name, after {@code certificates-}
 * @param names under which the node may be called; everybody is localhost and 127.0.0.1 besides
 */
record Certificate(String node, Set<String> names) {

    static final String JOB = "certificates";

    /** In the order of the job's command. */
    static List<Certificate> all() {
        List<String> command = Stack.texts(Stack.services().get(JOB), "command");
        List<Certificate> all = new ArrayList<>();
        for (int i = 0; i < command.size(); i += 2) {
            if (!command.get(i).equals("--node")) {
                throw new AssertionError("no --node but " + command.get(i));
            }
            List<String> names = List.of(command.get(i + 1).split(",", -1));
            all.add(new Certificate(names.getFirst(), Set.copyOf(names)));
        }
        return all;
    }

    static Certificate of(String node) {
        return all().stream().filter(c -> c.node().equals(node)).findFirst().orElseThrow();
    }
}
