package io.everstore.local.node;

import kafka.tools.StorageTool;

/** Formats the directories of several brokers in one JVM: its start is most of the work. */
final class FormatKafka {

    private FormatKafka() {}

    /** Arguments: the cluster's id, then the brokers' property files. */
    public static void main(String[] arguments) {
        for (int i = 1; i < arguments.length; i++) {
            String[] format = {"format", "-t", arguments[0], "-c", arguments[i]};
            int exitCode = StorageTool.execute(format, System.out);
            if (exitCode != 0) {
                System.exit(exitCode);
            }
        }
    }
}
