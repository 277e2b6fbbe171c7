package io.everstore.catalog.image;

import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** The address names something that cannot be a product, so there is nothing to draw. */
class NoSuchPicture extends ErrorResponseException {

    private NoSuchPicture(ProblemDetail problem) {
        super(HttpStatus.NOT_FOUND, problem, null);
    }

    static NoSuchPicture forText(String text) {
        ProblemDetail problem = ProblemDetail.forStatus(HttpStatus.NOT_FOUND);
        problem.setType(URI.create("https://everstore.dev/problems/no-such-picture"));
        problem.setTitle("There is no such picture.");
        problem.setDetail(
                "Pictures are at /images/<sku>.svg; \"%s\" is not a SKU.".formatted(text));
        return new NoSuchPicture(problem);
    }
}
