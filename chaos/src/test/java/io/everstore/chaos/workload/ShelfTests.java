package io.everstore.chaos.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.everstore.local.control.CommandFailed;
import io.everstore.local.importing.shop.Credentials;
import io.everstore.local.importing.shop.ShopClient;
import io.everstore.local.transport.Transport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShelfTests {

    private final FakeShop shop = new FakeShop();
    private final ShopClient customer =
            new ShopClient(
                    shop.address(),
                    Transport.plain(),
                    new Credentials("alice", "alice-demo"),
                    InstantSource.system());

    @AfterEach
    void goHome() {
        customer.close();
        shop.close();
    }

    @Test
    void waitsForAShopThatShowsNothingYet() {
        shop.outOfOrder(true);
        var shelf =
                CompletableFuture.supplyAsync(() -> Shelf.lookAt(customer, Duration.ofSeconds(30)));
        shop.awaitRefusal();

        shop.outOfOrder(false);

        assertThat(shelf.join().skus()).containsExactly("A");
    }

    @Test
    void saysInASentenceThatThereIsNothing() {
        shop.outOfOrder(true);

        assertThatThrownBy(() -> Shelf.lookAt(customer, Duration.ZERO))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining("shows no products: 503");
    }
}
