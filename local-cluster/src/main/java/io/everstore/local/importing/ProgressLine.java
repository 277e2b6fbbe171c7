package io.everstore.local.importing;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Tells people now and then how far something has come: rewrites one line on a terminal, prints a
 * new line every few seconds otherwise, and says nothing about what takes less than two seconds.
 */
public final class ProgressLine implements AutoCloseable {

    private static final Duration SILENCE = Duration.ofSeconds(2);
    private static final Duration ON_TERMINAL = Duration.ofMillis(250);
    private static final Duration ELSEWHERE = Duration.ofSeconds(5);

    private final PrintWriter out;
    private final boolean terminal;
    private final Supplier<String> text;
    private final Thread ticker;
    private int width;

    private ProgressLine(PrintWriter out, boolean terminal, Supplier<String> text) {
        this.out = out;
        this.terminal = terminal;
        this.text = text;
        this.ticker = Thread.ofVirtual().name("progress").unstarted(this::tick);
    }

    /**
     * Begins to tell.
     *
     * @param out where to, normally standard error
     * @param text asked for each time, from another thread
     */
    public static ProgressLine start(PrintWriter out, Supplier<String> text) {
        var line = new ProgressLine(out, onTerminal(), text);
        line.ticker.start();
        return line;
    }

    @SuppressWarnings("SystemConsoleNull") // it is null again since JDK 25 if there is no terminal
    private static boolean onTerminal() {
        var console = System.console();
        return console != null && console.isTerminal();
    }

    private void tick() {
        try {
            Thread.sleep(SILENCE);
            while (true) {
                print(text.get());
                Thread.sleep(terminal ? ON_TERMINAL : ELSEWHERE);
            }
        } catch (InterruptedException _) {
            if (terminal && width > 0) {
                out.print("\r" + " ".repeat(width) + "\r");
                out.flush();
            }
        }
    }

    private void print(String now) {
        if (terminal) {
            out.print("\r" + now + " ".repeat(Math.max(0, width - now.length())));
            width = now.length();
        } else {
            out.println(now);
        }
        out.flush();
    }

    /** Ends, and wipes the line off a terminal. */
    @Override
    public void close() {
        ticker.interrupt();
        try {
            ticker.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
