package io.everstore.order.intake;

import io.everstore.order.history.OrderView;
import io.everstore.order.history.QueuedOrders;
import io.everstore.order.placement.Purchase;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What customers are shown of the board: their own. */
@Component
class WaitingOrders implements QueuedOrders {

    private final Board board;
    private final BoardKeeper keeper;

    WaitingOrders(Board board, BoardKeeper keeper) {
        this.board = board;
        this.keeper = keeper;
    }

    @Override
    public boolean catchUp() {
        return keeper.catchUp();
    }

    @Override
    public Optional<OrderView> find(String customer, UUID order) {
        return board.find(order)
                .filter(purchase -> purchase.customer().equals(customer))
                .map(Purchase::view);
    }

    @Override
    public List<OrderView> of(String customer) {
        return board.of(customer).stream().map(Purchase::view).toList();
    }
}
