package io.penstock.plugin.telemetry.otlp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an answer says was left out: {@code ExportMetricsServiceResponse { partial_success = 1 { rejected = 1, message = 2 } }},
 * in binary or JSON. What cannot be read says nothing. Immutable.
 */
record PartialSuccess(long rejected, String message) {
    private static final PartialSuccess NONE = new PartialSuccess(0, "");
    private static final Pattern REJECTED = Pattern.compile("\"rejected(?:DataPoints|_data_points)\"\\s*:\\s*\"?(\\d{1,18})");
    private static final Pattern MESSAGE = Pattern.compile("\"error(?:Message|_message)\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.){0,500})");

    static PartialSuccess read(byte[] answer) {
        if (answer.length > 0 && answer[0] == '{') {
            return json(new String(answer, StandardCharsets.UTF_8));
        }
        try {
            PartialSuccess found = NONE;
            ByteBuffer in = ByteBuffer.wrap(answer);
            while (in.hasRemaining()) {
                long key = varint(in);
                ByteBuffer body = value(in, (int) key & 7);
                found = key == (1 << 3 | 2) ? partial(body) : found;
            }
            return found;
        } catch (RuntimeException e) {
            return NONE;
        }
    }

    private static PartialSuccess json(String text) {
        Matcher rejected = REJECTED.matcher(text);
        Matcher message = MESSAGE.matcher(text);
        return new PartialSuccess(rejected.find() ? Long.parseLong(rejected.group(1)) : 0,
                message.find() ? message.group(1) : "");
    }

    private static PartialSuccess partial(ByteBuffer in) {
        long rejected = 0;
        String message = "";
        while (in.hasRemaining()) {
            long key = varint(in);
            if (key == 1 << 3) {
                rejected = varint(in);
            } else {
                ByteBuffer body = value(in, (int) key & 7);
                message = key == (2 << 3 | 2) ? StandardCharsets.UTF_8.decode(body).toString() : message;
            }
        }
        return new PartialSuccess(rejected, message);
    }

    /** Reads over a value; what is in one that has a length is given. */
    private static ByteBuffer value(ByteBuffer in, int type) {
        int length = switch (type) {
            case 0 -> {
                varint(in);
                yield 0;
            }
            case 1 -> Long.BYTES;
            case 2 -> Math.toIntExact(varint(in));
            case 5 -> Integer.BYTES;
            default -> throw new IllegalArgumentException("no wire type " + type);
        };
        ByteBuffer body = in.slice(in.position(), length);
        in.position(in.position() + length);
        return body;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a varint of more than ten bytes");
    }
}
