package io.everstore.local.replay;

import io.everstore.local.importing.rows.TextFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The idempotency key of each invoice: {@code <prefix>-<number>}. A number that does not fit into a
 * key (16 to 64 of {@code A-Za-z0-9._:-}) is replaced by 24 digits of its hash.
 *
 * @param prefix 1 to 39 of the same characters; two replays with the same prefix place each invoice
 *     once
 */
record Keys(String prefix) {

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._:-]{1,39}");
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._:-]{16,64}");

    static boolean isPrefix(String text) {
        return PREFIX.matcher(text).matches();
    }

    /** Keys that depend on the text of the file alone: not on its name, and not on being zipped. */
    static Keys forContentOf(Path file) throws IOException {
        var digest = sha256();
        try (var text = TextFile.open(file)) {
            var buffer = new char[1 << 14];
            for (int n = text.reader().read(buffer); n >= 0; n = text.reader().read(buffer)) {
                digest.update(new String(buffer, 0, n).getBytes(StandardCharsets.UTF_16));
            }
        }
        return new Keys(HexFormat.of().formatHex(digest.digest(), 0, 8));
    }

    String of(String invoice) {
        var key = prefix + "-" + invoice;
        return KEY.matcher(key).matches() ? key : prefix + "-" + hash(invoice);
    }

    private static String hash(String text) {
        var digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 12);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
