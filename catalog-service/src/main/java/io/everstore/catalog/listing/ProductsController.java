package io.everstore.catalog.listing;

import io.everstore.catalog.caching.Answer;
import io.everstore.catalog.caching.Content;
import io.everstore.catalog.caching.PageKey;
import io.everstore.catalog.caching.PageResponses;
import io.everstore.catalog.caching.Pages;
import io.everstore.catalog.limited.LimitedListings;
import io.everstore.catalog.limited.LimitedPage;
import io.everstore.catalog.search.ProductPage;
import io.everstore.catalog.search.SearchProducts;
import io.everstore.catalog.search.SearchQuery;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Listings of products: browsing without a query, searching with one. */
@RestController
@RequestMapping("/api/products")
class ProductsController {

    /** PostgreSQL has no place for a NUL in a text, and nobody types the others. */
    private static final String PRINTABLE = "[^\\p{Cntrl}]*";

    private final BrowseProducts browse;
    private final SearchProducts search;
    private final LimitedListings limited;
    private final Pages pages;
    private final PageResponses responses;

    ProductsController(
            BrowseProducts browse,
            SearchProducts search,
            LimitedListings limited,
            Pages pages,
            PageResponses responses) {
        this.browse = browse;
        this.search = search;
        this.limited = limited;
        this.pages = pages;
        this.responses = responses;
    }

    @GetMapping
    ResponseEntity<?> list(
            @RequestParam(defaultValue = "") @Size(max = 200) String query,
            @RequestParam(required = false)
                    @Size(max = 80)
                    @Pattern(regexp = PRINTABLE, message = "must not contain control characters")
                    @Nullable String category,
            @RequestParam(defaultValue = "24") @Min(1) @Max(100) int limit,
            @RequestParam(required = false) @Nullable String after) {
        String shelf = category == null || category.isBlank() ? null : category.strip();
        SearchQuery words = SearchQuery.of(query);
        // No part of it has a line break, so no two lists have the same name.
        String name = "%s\n%s\n%d\n%s".formatted(words.name(), shelf, limit, after);
        Answer answer =
                pages.answer(
                        PageKey.ofList((words.isEmpty() ? "browse\n" : "search\n") + name),
                        () -> Content.of(page(words, shelf, limit, after)));
        return switch (answer) {
            case Answer.Served page -> responses.of(page);
            case Answer.Unavailable away ->
                    known(words, shelf, limit, after)
                            .<ResponseEntity<?>>map(PageResponses::limited)
                            .orElseGet(() -> responses.of(away));
        };
    }

    /** The same from memory, where the first page is all there is. */
    private Optional<LimitedPage> known(
            SearchQuery words, @Nullable String shelf, int limit, @Nullable String after) {
        if (after != null) {
            return Optional.of(LimitedPage.end());
        }
        return words.isEmpty()
                ? limited.browse(shelf, limit)
                : limited.search(words.words(), words.number(), shelf, limit);
    }

    private ProductPage page(
            SearchQuery words, @Nullable String shelf, int limit, @Nullable String after) {
        return words.isEmpty()
                ? browse.page(shelf, limit, after)
                : search.page(words, shelf, limit, after);
    }
}
