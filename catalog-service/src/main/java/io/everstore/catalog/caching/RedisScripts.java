package io.everstore.catalog.caching;

/**
 * What Redis does in one step. The patterns read the first line of a page, as {@link PageText}
 * writes it.
 */
final class RedisScripts {

    /**
     * Keeps a page unless it was evicted a moment ago or a newer version is there.
     *
     * <p>Keys: the page, its guard. Arguments: the text, its version, its life in ms.
     */
    static final String PUT =
            """
            if redis.call('exists', KEYS[2]) == 1 then return 0 end
            local old = redis.call('get', KEYS[1])
            local had = old and tonumber(string.match(old, '^{"version":(%d+)')) or 0
            local has = tonumber(ARGV[2])
            if has > 0 and has < had then return 0 end
            redis.call('set', KEYS[1], ARGV[1], 'px', ARGV[3])
            return 1
            """;

    /**
     * Marks a page as out of date: it is read again, and shown only if that fails.
     *
     * <p>Keys: the page, its guard. Argument: how long the guard stays, in ms.
     */
    static final String EVICT =
            """
            redis.call('set', KEYS[2], '', 'px', ARGV[1])
            local old = redis.call('get', KEYS[1])
            if old then
              local new = string.gsub(old, '"freshUntil":%d+', '"freshUntil":0', 1)
              redis.call('set', KEYS[1], new, 'keepttl')
            end
            return 1
            """;

    private RedisScripts() {}
}
