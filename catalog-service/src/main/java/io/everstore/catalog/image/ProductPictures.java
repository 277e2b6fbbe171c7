package io.everstore.catalog.image;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import org.springframework.stereotype.Component;
import org.springframework.web.util.HtmlUtils;

/**
 * Draws the picture of a product. The same SKU always gives the same picture, on every node and
 * after every restart, and nothing has to be asked for it.
 *
 * <p>The first word of the SKU says what is drawn and the last one in which colour, as in {@code
 * MUG-104-SAGE}. Where a SKU does not say (those of an imported catalogue do not), its checksum
 * chooses.
 */
@Component
class ProductPictures {

    /** What stands behind the product. */
    private static final List<String> BACKDROPS =
            List.of(
                    "<circle cx=\"200\" cy=\"196\" r=\"158\" fill=\"{halo}\"/>",
                    "<path d=\"M52 400V196a148 148 0 0 1 296 0v204z\" fill=\"{halo}\"/>",
                    "<path d=\"M0 286h400v114H0z\" fill=\"{halo}\"/>",
                    "<path d=\"M84 84q86-64 190-30 98 34 96 150-4 108-100 146-120 36-194-46-74-104 8-220z\""
                            + " fill=\"{halo}\"/>",
                    "<path d=\"M0 400V250Q190 130 400 214v186z\" fill=\"{halo}\"/>");

    private final Motifs motifs = Motifs.load();

    /** An SVG document of 400 x 400 units, without scripts, styles or references. */
    String draw(String sku) {
        String[] words = sku.toUpperCase(Locale.ROOT).split("[^A-Z0-9]+", -1);
        int number = checksum(sku);
        String last = words[words.length - 1];
        Colour colour = Colour.named(last).orElseGet(() -> Colour.chosenBy(number));
        String motif = motifs.drawing(words[0].toLowerCase(Locale.ROOT), number / 31);
        String backdrop = BACKDROPS.get(number / 7 % BACKDROPS.size());
        String drawing = "<rect width=\"400\" height=\"400\" fill=\"{paper}\"/>" + backdrop + motif;
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 400 400\" width=\"400\""
                + " height=\"400\" fill=\"none\"><title>"
                + HtmlUtils.htmlEscapeDecimal(sku)
                + "</title>"
                + colour.palette().fill(drawing)
                + "</svg>";
    }

    private static int checksum(String text) {
        CRC32 checksum = new CRC32();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        return (int) (checksum.getValue() >>> 1);
    }
}
