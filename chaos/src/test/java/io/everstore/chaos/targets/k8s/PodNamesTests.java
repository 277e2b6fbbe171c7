package io.everstore.chaos.targets.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

/** The JDK asks it for names. */
class PodNamesTests {

    @Test
    void knowsNamesOfTheClusterAndLeavesOthersAlone() throws UnknownHostException {
        String name = "everstore-brokers-7.everstore-kafka-brokers.elsewhere.svc";
        PodNames.put(name, InetAddress.ofLiteral("127.0.0.17"));
        assertThat(InetAddress.getByName(name).getHostAddress()).isEqualTo("127.0.0.17");
        assertThat(InetAddress.getByName("localhost").isLoopbackAddress()).isTrue();
    }

    @Test
    void knowsThemOnlyWhileThereIsAWay() throws UnknownHostException {
        String name = "everstore-brokers-8.everstore-kafka-brokers.elsewhere.svc";
        PodNames.put(name, InetAddress.ofLiteral("127.0.0.18"));
        PodNames.forget(name);
        assertThatThrownBy(() -> InetAddress.getByName(name))
                .isInstanceOf(UnknownHostException.class);
    }
}
