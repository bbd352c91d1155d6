package io.penstock.plugin.transform.value;

import io.penstock.core.event.Bytes;
import io.penstock.core.event.Event;
import io.penstock.core.event.EventText;
import io.penstock.core.event.Fields;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;

/**
 * A key for remembering: large values are remembered by 128 bits of the SHA-256 of their JSON text, so that a map bounded
 * in entries is bounded in bytes too. That two different keys meet is not to be expected in a lifetime. One thread.
 */
public final class CompactKey implements EventKey {
    /** Keys up to this size, roughly, are remembered themselves: hashing costs more than they take. */
    static final int MAX_KEPT_BYTES = 256;

    private final EventKey key;
    private final MessageDigest digest;

    private record Fingerprint(long high, long low) {
    }

    /** Makes the values of a key compact. */
    public CompactKey(EventKey key) {
        this.key = key;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public Object of(Event event) {
        Object value = key.of(event);
        return bytes(value) <= MAX_KEPT_BYTES ? value : fingerprint(value);
    }

    private static int bytes(Object value) {
        if (value instanceof String text) {
            return text.length();
        }
        if (value instanceof List<?> list) {
            int sum = 0;
            for (Object element : list) {
                sum += 8 + bytes(element);
            }
            return sum;
        }
        return value instanceof Fields fields ? fields.sizeBytes() : value instanceof Bytes bytes ? bytes.length() : 16;
    }

    private Fingerprint fingerprint(Object value) {
        StringBuilder json = new StringBuilder(1024);
        EventText.appendJson(json, value);
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(json.toString().getBytes(StandardCharsets.UTF_8)));
        return new Fingerprint(hash.getLong(), hash.getLong());
    }
}
