package io.everstore.catalog.stock;

import io.everstore.catalog.product.ProductNotFound;
import io.everstore.catalog.product.Sku;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Stock, for those who count the shelves. */
@RestController
class StockController {

    private final AdjustStock adjustStock;
    private final StockDrift drift;

    StockController(AdjustStock adjustStock, StockDrift drift) {
        this.adjustStock = adjustStock;
        this.drift = drift;
    }

    /** With an Idempotency-Key it may be sent again when its answer got lost. */
    @PostMapping("/api/products/{sku}/stock")
    Stock adjust(
            @PathVariable String sku,
            @RequestHeader(name = "Idempotency-Key", required = false)
                    @Pattern(regexp = "[A-Za-z0-9._:-]{16,64}")
                    @Nullable String key,
            @Valid @RequestBody Correction correction) {
        Sku known = Sku.parse(sku).orElseThrow(() -> ProductNotFound.forSku(sku));
        return new Stock(known.value(), adjustStock.by(known, correction.delta(), key));
    }

    /** Where the stock does not add up, among the products that follow {@code after}. */
    @GetMapping("/api/stock/drift")
    StockDrift.Comparison drift(@RequestParam(defaultValue = "") @Size(max = 40) String after) {
        return drift.after(after);
    }

    /**
     * A correction.
     *
     * @param delta pieces to add, or to take away if negative
     */
    record Correction(@NotNull @Min(-1_000_000) @Max(1_000_000) Integer delta) {

        /** Named for the error message: an adjustment by nothing is a mistake of its sender. */
        @AssertTrue(message = "delta must not be 0")
        boolean isChange() {
            return delta == null || delta != 0;
        }
    }

    /**
     * What is left.
     *
     * @param available pieces that can be ordered now
     */
    record Stock(String sku, int available) {}
}
