package io.everstore.local.importing;

/**
 * Counts distinct SKUs for a dry run, where the shop cannot: by 64-bit hashes in an open table of
 * at most 32 MiB, which is enough for 3 million; then it stops counting. Two of a million SKUs
 * share a hash once in some 30 million files.
 */
final class DistinctSkus {

    private static final int MOST_SLOTS = 1 << 22;

    private long[] slots = new long[1 << 10];
    private int count;
    private boolean full;

    /** Counts the SKU unless it was there before. */
    void add(String sku) {
        if (!full && insert(slots, hash(sku)) && ++count * 4L > slots.length * 3L) {
            grow();
        }
    }

    /** How many there were; 3 million if there were more. */
    int count() {
        return count;
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
