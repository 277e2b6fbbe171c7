package io.everstore.chaos.targets.k8s;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolver.LookupPolicy;
import java.net.spi.InetAddressResolverProvider;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Teaches this process names of the cluster for which there are forwards: a Kafka broker tells its
 * clients by which name they have to come back, and no machine outside of the cluster knows it. All
 * other names are looked up as ever. Found by the JDK as a service.
 */
public final class PodNames extends InetAddressResolverProvider {

    private static final Map<String, InetAddress> KNOWN = new ConcurrentHashMap<>();

    static void put(String name, InetAddress address) {
        KNOWN.put(name, address);
    }

    static void forget(String name) {
        KNOWN.remove(name);
    }

    @Override
    public InetAddressResolver get(Configuration configuration) {
        InetAddressResolver others = configuration.builtinResolver();
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
                    throws UnknownHostException {
                InetAddress known = KNOWN.get(host);
                return known == null ? others.lookupByName(host, policy) : Stream.of(known);
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return others.lookupByAddress(address);
            }
        };
    }

    @Override
    public String name() {
        return "everstore-pods";
    }
}
