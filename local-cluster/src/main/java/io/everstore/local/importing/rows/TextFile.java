package io.everstore.local.importing.rows;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;

/**
 * A UTF-8 text file, gzipped or not, with or without byte order mark. Bytes that are no UTF-8 are
 * read as U+FFFD, which the checks of rows look for.
 */
public final class TextFile implements Closeable {

    /** What malformed bytes are read as. */
    public static final char MALFORMED = '\uFFFD';

    private static final int BUFFER = 1 << 16;

    private final AtomicLong bytesRead;
    private final BufferedReader reader;

    private TextFile(BufferedReader reader, AtomicLong bytesRead) {
        this.reader = reader;
        this.bytesRead = bytesRead;
    }

    /** Opens the file and skips its byte order mark. */
    public static TextFile open(Path file) throws IOException {
        var bytesRead = new AtomicLong();
        var bytes =
                new BufferedInputStream(
                        new Counting(Files.newInputStream(file), bytesRead), BUFFER);
        try {
            return new TextFile(decoded(unzipped(bytes)), bytesRead);
        } catch (IOException | RuntimeException failure) {
            bytes.close();
            throw failure;
        }
    }

    /** The text. Closed with this file. */
    public BufferedReader reader() {
        return reader;
    }

    /** Bytes of the file, compressed or not, read so far. */
    public long bytesRead() {
        return bytesRead.get();
    }

    /** The first character that is no white space, without taking it. */
    char firstVisible() throws IOException {
        reader.mark(BUFFER);
        int next = reader.read();
        for (int i = 0; i < BUFFER - 2 && next >= 0 && Character.isWhitespace(next); i++) {
            next = reader.read();
        }
        if (next < 0) {
            throw UnusableFile.empty();
        }
        reader.reset();
        return (char) next;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private static InputStream unzipped(BufferedInputStream bytes) throws IOException {
        bytes.mark(2);
        var zipped = bytes.read() == 0x1f && bytes.read() == 0x8b;
        bytes.reset();
        return zipped ? new GZIPInputStream(bytes, BUFFER) : bytes;
    }

    private static BufferedReader decoded(InputStream bytes) throws IOException {
        var decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE);
        var reader = new BufferedReader(new InputStreamReader(bytes, decoder), BUFFER);
        reader.mark(1);
        if (reader.read() != '\uFEFF') {
            reader.reset();
        }
        return reader;
    }

    private static final class Counting extends FilterInputStream {

        private final AtomicLong count;

        Counting(InputStream in, AtomicLong count) {
            super(in);
            this.count = count;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count.addAndGet(Math.max(read, 0));
            return read;
        }
    }
}
