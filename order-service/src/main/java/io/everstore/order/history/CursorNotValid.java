package io.everstore.order.history;

/** A cursor was sent that this service did not hand out to this customer. */
final class CursorNotValid extends RuntimeException {

    private CursorNotValid(String message) {
        super(message);
    }

    static CursorNotValid here() {
        return new CursorNotValid("not a cursor of this list");
    }
}
