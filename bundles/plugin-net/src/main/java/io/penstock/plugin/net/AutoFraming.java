package io.penstock.plugin.net;

import java.util.Optional;
import java.util.function.Consumer;

/** Decides at the first byte. One thread. */
final class AutoFraming implements Framing {
    private final int maxBytes;
    private final Consumer<String> messages;
    private Optional<Framing> decided = Optional.empty();

    AutoFraming(int maxBytes, Consumer<String> messages) {
        this.maxBytes = maxBytes;
        this.messages = messages;
    }

    @Override
    public void feed(byte[] bytes, int from, int to) throws FramingException {
        if (decided.isEmpty() && from < to) {
            boolean digit = bytes[from] >= '1' && bytes[from] <= '9';
            decided = Optional.of((digit ? Kind.OCTET_COUNTING : Kind.LINES).create(maxBytes, messages));
        }
        if (decided.isPresent()) {
            decided.get().feed(bytes, from, to);
        }
    }

    @Override
    public void end() {
        decided.ifPresent(Framing::end);
    }

    @Override
    public int heldBytes() {
        return decided.map(Framing::heldBytes).orElse(0);
    }
}
