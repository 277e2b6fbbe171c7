package io.everstore.resilience.autoconfigure;

import io.everstore.resilience.BodyTooLarge;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** A request whose body can be read up to a limit; the read that passes it throws. */
final class LimitedRequest extends HttpServletRequestWrapper {

    private final DataSize limit;
    private @Nullable LimitedStream stream;
    private @Nullable BufferedReader reader;
    private @Nullable BodyTooLarge tooLarge;

    LimitedRequest(HttpServletRequest request, DataSize limit) {
        super(request);
        this.limit = limit;
    }

    /** What was thrown; null as long as the limit was not passed. */
    @Nullable BodyTooLarge tooLarge() {
        return tooLarge;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        LimitedStream opened = stream;
        if (opened == null) {
            opened = new LimitedStream(super.getInputStream());
            stream = opened;
        }
        return opened;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        BufferedReader opened = reader;
        if (opened == null) {
            String encoding = getCharacterEncoding();
            Charset charset = encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
            opened = new BufferedReader(new InputStreamReader(getInputStream(), charset));
            reader = opened;
        }
        return opened;
    }

    private final class LimitedStream extends ServletInputStream {

        private final ServletInputStream body;
        private long read;

        LimitedStream(ServletInputStream body) {
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            int next = body.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = body.read(buffer, offset, length);
            count(Math.max(0, count));
            return count;
        }

        private void count(int bytes) throws BodyTooLarge {
            read += bytes;
            if (read > limit.toBytes()) {
                BodyTooLarge thrown = tooLarge;
                if (thrown == null) {
                    thrown = BodyTooLarge.over(limit);
                    tooLarge = thrown;
                }
                throw thrown;
            }
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
