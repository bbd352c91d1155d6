package io.penstock.plugin.net;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * {@code MSG-LEN SP MSG} of RFC 6587 section 3.4.1. A message longer than the limit is given up to the limit, the rest
 * of it is skipped. A line end between messages, which some senders add, is skipped too. One thread.
 */
final class OctetCounting implements Framing {
    private static final int INITIAL_BYTES = 1024;
    private static final int MAX_LENGTH = 1 << 30;
    /** A buffer beyond this is given back when its message is complete. */
    private static final int KEPT_BYTES = 64 << 10;

    private final int maxBytes;
    private final Consumer<String> messages;
    private byte[] begun = new byte[INITIAL_BYTES];
    private int begunBytes;
    private int length;
    private int left;
    private boolean inMessage;

    OctetCounting(int maxBytes, Consumer<String> messages) {
        this.maxBytes = maxBytes;
        this.messages = messages;
    }

    @Override
    public void feed(byte[] bytes, int from, int to) throws FramingException {
        int next = from;
        while (next < to) {
            if (inMessage) {
                int piece = Math.min(left, to - next);
                take(bytes, next, piece);
                next += piece;
            } else {
                count(bytes[next++]);
            }
        }
    }

    private void count(byte digit) throws FramingException {
        if (digit >= '0' && digit <= '9' && length <= MAX_LENGTH / 10) {
            length = length * 10 + digit - '0';
        } else if (digit == ' ' && length > 0) {
            inMessage = true;
            left = length;
            begunBytes = 0;
        } else if (!(digit == '\n' || digit == '\r') || length > 0) {
            throw new FramingException("expected a message's length and a blank");
        }
    }

    private void take(byte[] bytes, int from, int count) {
        if (count == length && count <= maxBytes) {
            give(bytes, from, count);
        } else {
            keep(bytes, from, Math.min(count, maxBytes - begunBytes));
        }
        left -= count;
        if (left == 0) {
            if (begunBytes > 0) {
                give(begun, 0, begunBytes);
            }
            reset();
        }
    }

    private void keep(byte[] bytes, int from, int count) {
        if (begunBytes + count > begun.length) {
            begun = Arrays.copyOf(begun, Math.min(maxBytes, Math.max(begun.length * 2, begunBytes + count)));
        }
        System.arraycopy(bytes, from, begun, begunBytes, count);
        begunBytes += count;
    }

    private void give(byte[] bytes, int from, int count) {
        int end = from + count;
        while (end > from && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
            end--;
        }
        messages.accept(new String(bytes, from, end - from, StandardCharsets.UTF_8));
    }

    @Override
    public int heldBytes() {
        return begun.length;
    }

    private void reset() {
        inMessage = false;
        if (begun.length > KEPT_BYTES) {
            begun = new byte[INITIAL_BYTES];
        }
        length = 0;
        begunBytes = 0;
    }

    @Override
    public void end() {
        if (inMessage && begunBytes > 0) {
            give(begun, 0, begunBytes);
        }
        reset();
    }
}
