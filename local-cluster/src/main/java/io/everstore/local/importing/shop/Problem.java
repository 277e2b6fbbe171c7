package io.everstore.local.importing.shop;

/**
 * An RFC 9457 problem, as far as the answer held one.
 *
 * @param status HTTP status
 * @param type last segment of the type URI, for example {@code unknown-sku}; {@code http-404} if
 *     the answer was no problem document
 * @param detail what, where and what to do
 */
public record Problem(int status, String type, String detail) {

    /** Reads what the answer says about its failure. */
    public static Problem of(Answer.Received answer) {
        var json = answer.json();
        var uri = json.path("type").asString("");
        var name = uri.substring(uri.lastIndexOf('/') + 1);
        if (name.isEmpty() || name.equals("about:blank")) {
            name = "http-" + answer.status();
        }
        var detail = json.path("detail").asString(json.path("title").asString(""));
        return new Problem(answer.status(), name, detail.isEmpty() ? answer.excerpt() : detail);
    }

    @Override
    public String toString() {
        return status + " " + type + (detail.isEmpty() ? "" : ": " + detail);
    }
}
