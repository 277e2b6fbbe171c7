package io.everstore.catalog.image;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.DigestUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Serves product pictures. They never change, so browsers and caches may keep them for a day. */
@RestController
class PictureController {

    private static final MediaType SVG = MediaType.parseMediaType("image/svg+xml;charset=UTF-8");
    private static final Pattern SKU = Pattern.compile("[A-Z0-9][A-Z0-9 _.-]{0,39}");

    /** Somebody may open a picture as a page of its own: even then nothing in it may run. */
    private static final String NOTHING_RUNS = "default-src 'none'";

    private final ProductPictures pictures;

    PictureController(ProductPictures pictures) {
        this.pictures = pictures;
    }

    /**
     * The picture of a product, also of one that the shop does not have (yet).
     *
     * @throws NoSuchPicture (404) if the text cannot be a SKU
     */
    @GetMapping("/images/{sku}.svg")
    ResponseEntity<byte[]> picture(@PathVariable String sku) {
        String normalized = sku.strip().toUpperCase(Locale.ROOT);
        if (!SKU.matcher(normalized).matches()) {
            throw NoSuchPicture.forText(sku);
        }
        byte[] svg = pictures.draw(normalized).getBytes(StandardCharsets.UTF_8);
        return ResponseEntity.ok()
                .contentType(SVG)
                .cacheControl(CacheControl.maxAge(Duration.ofDays(1)).cachePublic().immutable())
                .eTag(DigestUtils.md5DigestAsHex(svg))
                .header("Content-Security-Policy", NOTHING_RUNS)
                .header("X-Content-Type-Options", "nosniff")
                .body(svg);
    }
}
