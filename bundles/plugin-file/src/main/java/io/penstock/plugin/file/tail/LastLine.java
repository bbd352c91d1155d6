package io.penstock.plugin.file.tail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Where the last line of a file begins: what was begun when reading starts "at the end" is read whole. */
final class LastLine {
    private static final int LOOK_BACK_BYTES = 64 << 10;

    private LastLine() {
    }

    /** After the last line end; the file's size when there is none in the last 64 KiB. */
    static long start(FileChannel channel) throws IOException {
        long size = channel.size();
        long from = Math.max(0, size - LOOK_BACK_BYTES);
        ByteBuffer end = ByteBuffer.allocate((int) (size - from));
        while (end.hasRemaining() && channel.read(end, from + end.position()) > 0) {
            continue;
        }
        for (int i = end.position() - 1; i >= 0; i--) {
            if (end.get(i) == '\n') {
                return from + i + 1;
            }
        }
        return from == 0 ? 0 : size;
    }
}
