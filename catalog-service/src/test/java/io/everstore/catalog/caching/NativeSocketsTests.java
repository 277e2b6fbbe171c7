package io.everstore.catalog.caching;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Without Linux' own sockets, nobody gives up a connection to a host that has vanished. */
class NativeSocketsTests {

    @Test
    @EnabledOnOs(OS.LINUX)
    void areThereOnLinux() {
        assertThat(Epoll.unavailabilityCause()).isNull();
    }
}
