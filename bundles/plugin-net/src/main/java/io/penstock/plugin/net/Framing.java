package io.penstock.plugin.net;

import io.penstock.core.text.LineSplitter;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts one connection's bytes into messages. One thread. */
interface Framing {
    /**
     * Takes bytes; keeps none of the array.
     *
     * @throws FramingException when the bytes make no sense any more: the connection must end
     */
    void feed(byte[] bytes, int from, int to) throws FramingException;

    /** No more bytes will come: gives a last, incomplete message, if there is one. */
    void end();

    /** How much memory a message that has begun takes now. */
    int heldBytes();

    /** How messages are told apart. */
    enum Kind {
        /** By the first byte of the connection: a digit means octet counting, anything else lines. */
        AUTO,
        /** Each ends with LF or CR LF. */
        LINES,
        /** Each begins with its length in bytes and a blank (RFC 6587). */
        OCTET_COUNTING;

        Framing create(int maxBytes, Consumer<String> messages) {
            return switch (this) {
                case AUTO -> new AutoFraming(maxBytes, messages);
                case LINES -> new Lines(new LineSplitter(maxBytes, StandardCharsets.UTF_8, messages));
                case OCTET_COUNTING -> new OctetCounting(maxBytes, messages);
            };
        }
    }

    /** The peer does not keep to the framing. */
    final class FramingException extends Exception {
        private static final long serialVersionUID = 1L;

        FramingException(String message) {
            super(message);
        }
    }

    /** Lines, by core's splitter. */
    record Lines(LineSplitter splitter) implements Framing {
        @Override
        public void feed(byte[] bytes, int from, int to) {
            splitter.feed(bytes, from, to);
        }

        @Override
        public void end() {
            splitter.end();
        }

        @Override
        public int heldBytes() {
            return splitter.heldBytes();
        }
    }
}
