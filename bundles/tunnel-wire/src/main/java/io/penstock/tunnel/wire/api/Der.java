package io.penstock.tunnel.wire.api;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** As much of ASN.1's distinguished encoding as a certificate needs (ITU-T X.690). */
final class Der {
    static final byte[] TRUE = tagged(0x01, new byte[] {(byte) 0xff});
    private static final int BITS = 0x03;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int LAST_YEAR_OF_UTC_TIME = 2049;

    private Der() {
    }

    /** Anything, under a tag. */
    static byte[] tagged(int tag, byte[]... contents) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : contents) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        writeLength(out, content.size());
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    private static void writeLength(ByteArrayOutputStream out, int length) {
        if (length < 0x80) {
            out.write(length);
            return;
        }
        byte[] bytes = BigInteger.valueOf(length).toByteArray();
        int start = bytes[0] == 0 ? 1 : 0;
        out.write(0x80 | bytes.length - start);
        out.write(bytes, start, bytes.length - start);
    }

    static byte[] sequence(byte[]... parts) {
        return tagged(0x30, parts);
    }

    static byte[] set(byte[] part) {
        return tagged(0x31, part);
    }

    static byte[] integer(BigInteger value) {
        return tagged(0x02, value.toByteArray());
    }

    static byte[] octets(byte[] bytes) {
        return tagged(0x04, bytes);
    }

    /** @param unused how many of the last byte's low bits do not count */
    static byte[] bits(int unused, byte[] bytes) {
        return tagged(BITS, new byte[] {(byte) unused}, bytes);
    }

    static byte[] utf8(String text) {
        return tagged(0x0c, text.getBytes(StandardCharsets.UTF_8));
    }

    /** RFC 5280, 4.1.2.5: two digits of the year through 2049, four from there. */
    static byte[] time(Instant time) {
        String text = TIME.format(time);
        boolean old = time.atZone(ZoneOffset.UTC).getYear() <= LAST_YEAR_OF_UTC_TIME;
        return tagged(old ? 0x17 : 0x18, (old ? text.substring(2) : text).getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] oid(String dotted) {
        String[] numbers = dotted.split("\\.");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(Integer.parseInt(numbers[0]) * 40 + Integer.parseInt(numbers[1]));
        for (int i = 2; i < numbers.length; i++) {
            writeBase128(out, Integer.parseInt(numbers[i]));
        }
        return tagged(0x06, out.toByteArray());
    }

    private static void writeBase128(ByteArrayOutputStream out, int number) {
        for (int shift = 28; shift > 0; shift -= 7) {
            if (number >>> shift != 0) {
                out.write(0x80 | number >>> shift & 0x7f);
            }
        }
        out.write(number & 0x7f);
    }
}
