package io.everstore.local.importing.shop;

/**
 * Who signs in at {@code POST /api/tokens}.
 *
 * @param username name of the account
 * @param password its password; never part of {@link #toString()}
 */
public record Credentials(String username, String password) {

    /** The administrator every demo shop has; a real one has no such account. */
    public static final Credentials DEMO_ADMIN = new Credentials("admin", "admin-demo");

    @Override
    public String toString() {
        return "Credentials[username=" + username + "]";
    }
}
