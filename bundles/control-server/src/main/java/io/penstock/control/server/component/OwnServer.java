package io.penstock.control.server.component;

import io.penstock.control.server.http.Place;
import io.penstock.core.error.PenstockException;
import io.penstock.core.identity.LocalServer;
import io.penstock.core.value.Secret;
import java.net.URI;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** This server, for the agent beside it. Thread-safe. */
final class OwnServer implements LocalServer {
    private final Place place;
    private final Supplier<CompletionStage<Secret>> key;

    /** @param place as it is reached on this machine */
    OwnServer(Place place, Supplier<CompletionStage<Secret>> key) {
        this.place = place;
        this.key = key;
    }

    @Override
    public URI url() {
        return place.url();
    }

    @Override
    public String pin() {
        return place.pin().orElse("");
    }

    @Override
    public Secret enrolmentKey() {
        try {
            return Waiting.on(key.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw PenstockException.retry("store.unavailable", "interrupted", e);
        }
    }
}
