package io.everstore.catalog.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

class PictureControllerTests {

    private final MockMvcTester mvc =
            MockMvcTester.of(new PictureController(new ProductPictures()));

    @Test
    void servesPicturesThatCachesMayKeep() {
        assertThat(get("MUG-104-SAGE"))
                .hasStatusOk()
                .hasHeader("Content-Type", "image/svg+xml;charset=UTF-8")
                .hasHeader("Cache-Control", "max-age=86400, public, immutable")
                .hasHeader("Content-Security-Policy", "default-src 'none'")
                .bodyText()
                .startsWith("<svg ");
    }

    @Test
    void answersNotModifiedToThoseWhoHaveThePicture() {
        String tag = get("85123A").getResponse().getHeader("ETag");
        assertThat(tag).isNotNull();
        assertThat(
                        mvc.get()
                                .uri("/images/{sku}.svg", "85123A")
                                .header("If-None-Match", tag)
                                .exchange())
                .hasStatus(HttpStatus.NOT_MODIFIED)
                .body()
                .isEmpty();
    }

    @Test
    void normalizesTheSku() {
        assertThat(tagOf(" mug-104-sage ")).isEqualTo(tagOf("MUG-104-SAGE"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"85123A", "POST", "GIFT_0001_20", "15056 BL", "A.B-C", "M"})
    void drawsWhateverIsASku(String sku) {
        assertThat(get(sku)).hasStatusOk();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>",
                "-MUG",
                "Ünï",
                "%00",
                "A12345678901234567890123456789012345678901"
            })
    void refusesWhatCannotBeASku(String text) {
        assertThat(get(text)).hasStatus(HttpStatus.NOT_FOUND);
    }

    private String tagOf(String sku) {
        return String.valueOf(get(sku).getResponse().getHeader("ETag"));
    }

    private MvcTestResult get(String sku) {
        return mvc.get().uri("/images/{sku}.svg", sku).exchange();
    }
}
