package io.everstore.gateway.web;

import java.util.Objects;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * A visitor who follows a dead link gets the shop, which says so; everybody else a problem
 * document.
 */
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class UnknownPage {

    private final Storefront storefront;

    UnknownPage(Storefront storefront) {
        this.storefront = storefront;
    }

    @ExceptionHandler(NoResourceFoundException.class)
    ResponseEntity<?> answer(WebRequest request) {
        String accepted = Objects.requireNonNullElse(request.getHeader(HttpHeaders.ACCEPT), "");
        Page page = storefront.page();
        return page != null && accepted.contains(MediaType.TEXT_HTML_VALUE)
                ? ResponseEntity.status(HttpStatus.NOT_FOUND)
                        .contentType(Storefront.HTML)
                        .body(page.content())
                : Storefront.notFound().toEntity();
    }
}
