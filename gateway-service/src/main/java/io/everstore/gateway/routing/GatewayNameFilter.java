package io.everstore.gateway.routing;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Tells in each answer, refusals included, which gateway it came through. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class GatewayNameFilter extends OncePerRequestFilter {

    private static final String HEADER = "Everstore-Gateway";

    private final String name;

    GatewayNameFilter(@Value("${everstore.node}") String name) {
        this.name = name;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader(HEADER, name);
        chain.doFilter(request, new SurvivesReset(response, name));
    }

    /** Whoever refuses a request half-way through begins its answer anew. */
    private static final class SurvivesReset extends HttpServletResponseWrapper {

        private final String name;

        SurvivesReset(HttpServletResponse response, String name) {
            super(response);
            this.name = name;
        }

        @Override
        public void reset() {
            super.reset();
            setHeader(HEADER, name);
        }
    }
}
