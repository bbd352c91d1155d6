package io.penstock.control.client.wire;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** gzip, in memory. */
final class Packing {
    /** Shorter bodies travel as they are. */
    static final int WORTH_IT = 1024;

    private Packing() {
    }

    static byte[] pack(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(plain.length / 2);
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    static byte[] unpack(byte[] packed, int most) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] plain = in.readNBytes(most + 1);
            if (plain.length > most) {
                throw new IOException("the answer is longer than " + most + " bytes");
            }
            return plain;
        }
    }
}
