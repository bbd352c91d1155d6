package io.penstock.control.server.http;

import io.penstock.control.api.ProblemCode;
import io.penstock.core.error.PenstockException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Packs and unpacks bodies. */
final class Gzip {
    private Gzip() {
    }

    /** {@code request.too-large} for what is larger than that unpacked, {@code request.body} for what is not packed so. */
    static byte[] unpack(byte[] packed, int most) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw tooLarge(most);
            }
            return bytes;
        } catch (IOException e) {
            throw PenstockException.invalid(ProblemCode.REQUEST_BODY.code(), "the body is no gzip");
        }
    }

    static PenstockException tooLarge(int most) {
        return PenstockException.invalid(ProblemCode.REQUEST_TOO_LARGE.code(), "the body is larger than " + most + " bytes");
    }

    static byte[] pack(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.length / 2);
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be written", e);
        }
        return packed.toByteArray();
    }
}
