package io.everstore.local.failover;

/** A position in the write-ahead log, as PostgreSQL's {@code pg_lsn}: later is greater. */
record Lsn(long position) implements Comparable<Lsn> {

    static final Lsn ZERO = new Lsn(0);

    /** Reads {@code 0/3000148}. */
    static Lsn parse(String text) {
        int slash = text.indexOf('/');
        long high = Long.parseLong(text.substring(0, slash), 16);
        return new Lsn((high << 32) | Long.parseLong(text.substring(slash + 1), 16));
    }

    boolean reached(Lsn target) {
        return compareTo(target) >= 0;
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compareUnsigned(position, other.position);
    }

    @Override
    public String toString() {
        return "%X/%X".formatted(position >>> 32, position & 0xFFFFFFFFL);
    }
}
