package io.everstore.gateway.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;

/** A document of the storefront, read once. */
final class Page {

    private static final Pattern SCRIPT =
            Pattern.compile(
                    "<script\\b(?![^>]*\\bsrc\\s*=)[^>]*>(.*?)</script>",
                    Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private final byte[] content;
    private final String etag;
    private final List<String> inlineScripts;

    private Page(byte[] content, String etag, List<String> inlineScripts) {
        this.content = content;
        this.etag = etag;
        this.inlineScripts = inlineScripts;
    }

    static Page read(Resource resource) {
        return of(bytes(resource));
    }

    static byte[] bytes(Resource resource) {
        try {
            return resource.getContentAsByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource.getDescription(), e);
        }
    }

    static Page of(byte[] html) {
        List<String> scripts =
                SCRIPT.matcher(new String(html, StandardCharsets.UTF_8))
                        .results()
                        .map(script -> "'sha256-" + base64Hash(script.group(1)) + "'")
                        .distinct()
                        .toList();
        return new Page(html, etagOf(html), scripts);
    }

    byte[] content() {
        return content;
    }

    /**
     * A hash of the content. Dates would not do, since all files of a reproducible jar have the
     * same. It is a weak one, because the page may be sent compressed.
     */
    String etag() {
        return etag;
    }

    /**
     * CSP sources ({@code 'sha256-...'}) of the scripts that stand in the page itself, such as an
     * import map, which browsers do not load from elsewhere.
     */
    List<String> inlineScripts() {
        return inlineScripts;
    }

    static String etagOf(byte[] content) {
        return "W/\"" + HexFormat.of().formatHex(sha256().digest(content), 0, 12) + '"';
    }

    private static String base64Hash(String text) {
        return Base64.getEncoder()
                .encodeToString(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
