package io.everstore.local.bench;

import java.util.List;

/** How long nobody's order was acknowledged. */
final class WriteGap {

    private WriteGap() {}

    /** The longest time between two successive acknowledgements, in milliseconds. */
    static long millis(List<Sample> samples) {
        List<Long> acknowledged =
                samples.stream().filter(s -> !s.isFailed()).map(Sample::answered).sorted().toList();
        long longest = 0;
        for (int i = 1; i < acknowledged.size(); i++) {
            longest = Math.max(longest, acknowledged.get(i) - acknowledged.get(i - 1));
        }
        return longest / 1_000_000;
    }
}
