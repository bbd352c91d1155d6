package io.penstock.plugin.file.write;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What is stored, and where it ends. Immutable.
 *
 * @param path the file, absolute
 * @param key the file's identity to the system; empty where there is none
 * @param length how many of its bytes are whole batches
 * @param reserve how many bytes beyond may be there after a crash: at most that many are cut off; 0 after an orderly end
 * @param startedMs when the file was begun, in milliseconds since 1970
 * @param stream the stream of the last batch; empty when there was none
 * @param seq its sequence number
 */
record FilePosition(String path, String key, long length, long reserve, long startedMs, String stream, long seq) {
    private static final int FORMAT = 1;

    FilePosition at(long newLength, String ofStream, long ofSeq) {
        return new FilePosition(path, key, newLength, reserve, startedMs, ofStream, ofSeq);
    }

    FilePosition reserving(long bytes) {
        return new FilePosition(path, key, length, bytes, startedMs, stream, seq);
    }

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeUTF(path);
            out.writeUTF(key);
            out.writeLong(length);
            out.writeLong(reserve);
            out.writeLong(startedMs);
            out.writeUTF(stream);
            out.writeLong(seq);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static FilePosition of(byte[] bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readUnsignedByte();
            if (format != FORMAT) {
                throw new IOException("it has format " + format + ", expected " + FORMAT);
            }
            return new FilePosition(in.readUTF(), in.readUTF(), in.readLong(), in.readLong(), in.readLong(), in.readUTF(),
                    in.readLong());
        }
    }
}
