package io.everstore.catalog.product;

import io.everstore.catalog.caching.PageResponses;
import io.everstore.resilience.Problems;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** The shop has no product of that number. */
public final class ProductNotFound extends ErrorResponseException {

    private ProductNotFound(ProblemDetail problem) {
        super(HttpStatus.NOT_FOUND, problem, null);
    }

    /** There is no product of this number, whether or not it could be one. */
    public static ProductNotFound forSku(String sku) {
        ProblemDetail problem =
                Problems.of(
                        HttpStatus.NOT_FOUND,
                        "unknown-sku",
                        "Unknown SKU",
                        "There is no product with the SKU '%s'. Search by name, or check the number."
                                .formatted(sku));
        return new ProductNotFound(problem);
    }

    /** The same, said by a cache. */
    static ProductNotFound forSku(String sku, String cacheStatus) {
        ProductNotFound answer = forSku(sku);
        answer.getHeaders().set(PageResponses.CACHE_STATUS, cacheStatus);
        return answer;
    }
}
