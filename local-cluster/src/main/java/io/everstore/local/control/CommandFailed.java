package io.everstore.local.control;

/** Ends a command with one sentence and an exit code. */
public final class CommandFailed extends RuntimeException {

    private final int exitCode;

    public CommandFailed(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
