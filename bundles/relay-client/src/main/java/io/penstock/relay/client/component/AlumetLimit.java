package io.penstock.relay.client.component;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.Measurement;
import io.penstock.relay.client.block.EventLimit;
import io.penstock.relay.wire.api.RelayProtocol;

/** Refuses what Alumet has no way to say. */
final class AlumetLimit implements EventLimit {
    @Override
    public void check(Event event, int bytes) {
        if (!(event instanceof Measurement)) {
            throw PenstockException.invalid(RelayProtocol.UNFIT, "Alumet's relay takes measurements only, no records");
        }
        if (event.time().getEpochSecond() < 0) {
            throw PenstockException.invalid(RelayProtocol.UNFIT, "Alumet's relay knows no time before 1970: " + event.time());
        }
    }
}
