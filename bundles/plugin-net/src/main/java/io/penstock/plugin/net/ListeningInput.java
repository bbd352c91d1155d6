package io.penstock.plugin.net;

import io.penstock.core.plugin.Input;
import io.penstock.core.plugin.InputFeed;
import java.io.IOException;
import java.util.Optional;

/** An input around something that binds and then runs until closed. {@link #run} by one thread, {@link #close} by any. */
final class ListeningInput implements Input {
    private final Binding binding;
    private Optional<Listening> listening = Optional.empty();
    private boolean closed;

    /** Binds when the input runs. */
    @FunctionalInterface
    interface Binding {
        /** Binds, or says why not. */
        Listening bind() throws IOException;
    }

    /** What listens. */
    interface Listening extends AutoCloseable {
        /** Takes what comes until closed. */
        void run(InputFeed feed) throws Exception;

        /** Where senders find it. */
        int port();

        @Override
        void close();
    }

    ListeningInput(Binding binding) {
        this.binding = binding;
    }

    @Override
    public void run(InputFeed feed) throws Exception {
        Optional<Listening> bound = bind();
        if (bound.isPresent()) {
            feed.healthy();
            bound.get().run(feed);
        }
    }

    private synchronized Optional<Listening> bind() throws IOException {
        if (!closed) {
            listening = Optional.of(binding.bind());
        }
        notifyAll();
        return listening;
    }

    /** For tests: waits until it listens. */
    synchronized int awaitPort() throws InterruptedException {
        while (listening.isEmpty()) {
            wait();
        }
        return listening.get().port();
    }

    @Override
    public void close() {
        Optional<Listening> running;
        synchronized (this) {
            closed = true;
            running = listening;
        }
        running.ifPresent(Listening::close);
    }
}
