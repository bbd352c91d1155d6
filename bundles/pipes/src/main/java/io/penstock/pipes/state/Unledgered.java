package io.penstock.pipes.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** For outputs whose receivers cannot tell a batch's identity: numbers batches in a new stream, remembers nothing. */
public final class Unledgered implements Ledger {
    private final String stream;
    private long seq;

    /** @param stream a new name */
    public Unledgered(String stream) {
        this.stream = stream;
    }

    @Override
    public String stream() {
        return stream;
    }

    @Override
    public long plan(Part part) {
        return ++seq;
    }

    @Override
    public void delivered() {
    }

    @Override
    public void skipped(Part part) {
    }

    @Override
    public boolean has(Origin origin) {
        return false;
    }

    @Override
    public Optional<Unfinished> unfinished() {
        return Optional.empty();
    }

    @Override
    public void committed(long highest) {
    }

    @Override
    public void takeUp() {
    }

    @Override
    public List<Origin> cuts() {
        return List.of();
    }

    @Override
    public void forget(Origin.Source source) {
    }

    @Override
    public void freed(Map<Origin.Source, Long> checkpoints) {
    }

    @Override
    public void close() {
    }
}
