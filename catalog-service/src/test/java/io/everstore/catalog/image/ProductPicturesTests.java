package io.everstore.catalog.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ProductPicturesTests {

    private final ProductPictures pictures = new ProductPictures();

    @Test
    void drawsTheSamePictureForTheSameSku() {
        assertThat(pictures.draw("85123A")).isEqualTo(new ProductPictures().draw("85123A"));
    }

    @Test
    void takesTheColourFromTheLastWord() {
        assertThat(pictures.draw("MUG-104-SAGE")).contains("#8aa68a");
        assertThat(pictures.draw("MUG-104-NAVY")).contains("#344a68").doesNotContain("#8aa68a");
    }

    @Test
    void takesTheMotifFromTheFirstWord() {
        assertThat(motif(pictures.draw("MUG-104-SAGE")))
                .isEqualTo(motif(pictures.draw("MUG-201-SAGE")))
                .isNotEqualTo(motif(pictures.draw("LAMP-104-SAGE")));
    }

    @Test
    void givesAnImportedCatalogueManyDifferentPictures() {
        List<String> drawn =
                IntStream.range(20_000, 20_200)
                        .mapToObj(Integer::toString)
                        .map(sku -> pictures.draw(sku).replace(sku, ""))
                        .distinct()
                        .toList();
        assertThat(drawn).hasSizeGreaterThan(100);
    }

    @ParameterizedTest
    @MethodSource("motifs")
    void drawsEveryMotifAsWellFormedSvgWithoutAnythingActive(String motif) throws Exception {
        String svg = pictures.draw(motif.toUpperCase(Locale.ROOT));
        Document document = parse(svg);
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(svg).doesNotContain("{").doesNotContain("<script", "<style", "style=", "href");
        assertThat(document.getElementsByTagName("*").getLength()).isGreaterThan(6);
    }

    static List<String> motifs() {
        List<String> names = List.copyOf(Motifs.load().names());
        assertThat(names).hasSizeGreaterThan(60);
        return names;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"</title><script>alert(1)</script>", "a&b", "\" onload=\"x", "-", "{x}"})
    void escapesWhateverItIsGiven(String text) throws Exception {
        Document document = parse(pictures.draw(text));
        assertThat(document.getElementsByTagName("script").getLength()).isZero();
        assertThat(document.getElementsByTagName("title").item(0).getTextContent()).isEqualTo(text);
    }

    private static String motif(String svg) {
        return svg.substring(svg.indexOf("<ellipse"));
    }

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)));
    }
}
