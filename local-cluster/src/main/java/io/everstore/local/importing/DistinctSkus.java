package io.everstore.local.importing;

/**
 * Counts distinct SKUs by 64-bit hashes in an open table: 16 to 32 bytes each, at most 64 MiB. Two
 * SKUs of a million share a hash once in some 30 million files.
 */
final class DistinctSkus {

    private static final int MOST_SLOTS = 1 << 23;

    private long[] slots = new long[1 << 10];
    private int count;
    private boolean full;

    /** Counts the SKU unless it was there before. */
    void add(String sku) {
        if (!full && insert(slots, hash(sku)) && ++count * 2 > slots.length) {
            grow();
        }
    }

    /** How many there were; at least this many if {@link #full()}. */
    int count() {
        return count;
    }

    /** True if there were more than 4 million and counting stopped. */
    boolean full() {
        return full;
    }

    private void grow() {
        if (slots.length == MOST_SLOTS) {
            full = true;
            return;
        }
        var larger = new long[slots.length * 2];
        for (long hash : slots) {
            if (hash != 0) {
                insert(larger, hash);
            }
        }
        slots = larger;
    }

    private static boolean insert(long[] table, long hash) {
        int at = (int) (hash & (table.length - 1));
        while (table[at] != 0) {
            if (table[at] == hash) {
                return false;
            }
            at = (at + 1) & (table.length - 1);
        }
        table[at] = hash;
        return true;
    }

    // FNV-1a, then the finaliser of MurmurHash3 so that the low bits depend on all others.
    private static long hash(String sku) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < sku.length(); i++) {
            hash = (hash ^ sku.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        hash ^= hash >>> 33;
        return hash == 0 ? 1 : hash;
    }
}
