package io.everstore.catalog.category;

import io.everstore.catalog.caching.Content;
import io.everstore.catalog.caching.PageKey;
import io.everstore.catalog.caching.PageResponses;
import io.everstore.catalog.caching.Pages;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the shelves of the shop are. */
@RestController
class CategoriesController {

    private final CategoryCounts counts;
    private final Pages pages;
    private final PageResponses responses;

    CategoriesController(CategoryCounts counts, Pages pages, PageResponses responses) {
        this.counts = counts;
        this.pages = pages;
        this.responses = responses;
    }

    @GetMapping("/api/categories")
    ResponseEntity<String> list() {
        return responses.of(
                pages.answer(
                        PageKey.ofList("categories"),
                        () -> Content.of(new Categories(counts.all()))));
    }

    /** The shelves of the shop, as an object so that it can grow. */
    record Categories(List<Category> items) {}
}
