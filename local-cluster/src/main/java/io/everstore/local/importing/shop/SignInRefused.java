package io.everstore.local.importing.shop;

/** The shop does not know this user or password. Trying again does not help. */
public final class SignInRefused extends RuntimeException {

    private SignInRefused(String message) {
        super(message);
    }

    static SignInRefused forUser(String username, Problem problem) {
        return new SignInRefused(
                "The shop refused the sign-in of '%s' (%s). Check --user and --password."
                        .formatted(username, problem));
    }
}
