package io.everstore.resilience.autoconfigure;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Names this instance in every answer, errors included. The header has one value: whoever sets or
 * adds it later replaces this one, so a gateway that copies its upstream's headers names that.
 */
final class ServedByFilter extends OncePerRequestFilter {

    static final String HEADER = "Everstore-Served-By";

    private final String node;

    ServedByFilter(String node) {
        this.node = node;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!response.containsHeader(HEADER)) {
            response.setHeader(HEADER, node);
        }
        chain.doFilter(request, new SingleValued(response, node));
    }

    /** An error page is answered by us too, and the container may have reset the headers. */
    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    private static final class SingleValued extends HttpServletResponseWrapper {

        private final String node;

        SingleValued(HttpServletResponse response, String node) {
            super(response);
            this.node = node;
        }

        @Override
        public void addHeader(String name, String value) {
            if (HEADER.equalsIgnoreCase(name)) {
                super.setHeader(name, value);
            } else {
                super.addHeader(name, value);
            }
        }

        @Override
        public void reset() {
            super.reset();
            setHeader(HEADER, node);
        }
    }
}
