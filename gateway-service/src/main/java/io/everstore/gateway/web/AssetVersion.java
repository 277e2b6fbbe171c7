package io.everstore.gateway.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The storefront's own files under a name that changes with their content, {@code /assets/<hash of
 * all of them>/app/main.js}, so that browsers may keep them for good. Scripts import one another by
 * relative paths, and so those of one page are of one version.
 *
 * @param hash of everything in {@code static}
 */
record AssetVersion(String hash) {

    static final String ROOT = "/assets/";

    private static final Pattern REFERENCE =
            Pattern.compile("((?:href|src)=\")/((?!webjars/|images/)[^\"]+\\.(?:css|js|svg)\")");

    static AssetVersion ofStorefront() {
        try {
            MessageDigest digest = Page.sha256();
            Resource[] files =
                    new PathMatchingResourcePatternResolver()
                            .getResources("classpath:/static/**/*.*");
            Arrays.sort(files, Comparator.comparing(Resource::getDescription));
            for (Resource file : files) {
                digest.update(file.getContentAsByteArray());
            }
            return new AssetVersion(HexFormat.of().formatHex(digest.digest(), 0, 6));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the storefront's files", e);
        }
    }

    /** Where the files of this version are, with a slash at the end. */
    String path() {
        return ROOT + hash + "/";
    }

    /** The page, with the files it names being those of this version. */
    byte[] appliedTo(byte[] html) {
        String text = new String(html, StandardCharsets.UTF_8);
        return REFERENCE
                .matcher(text)
                .replaceAll("$1" + path() + "$2")
                .getBytes(StandardCharsets.UTF_8);
    }
}
