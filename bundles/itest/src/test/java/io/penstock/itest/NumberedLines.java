package io.penstock.itest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;

/** Appends {@code line 1}, {@code line 2}, … to a file until told to stop, in bursts that end anywhere within a line. */
final class NumberedLines implements Runnable {
    private static final long PAUSE_MS = 10;

    private final Path file;
    private final int linesABurst;
    private final AtomicBoolean stop = new AtomicBoolean();
    private long written;

    /** @param linesABurst how many lines are written each 10 ms */
    NumberedLines(Path file, int linesABurst) {
        this.file = file;
        this.linesABurst = linesABurst;
    }

    @Override
    public void run() {
        try (var out = Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (!stop.get()) {
                StringBuilder burst = new StringBuilder();
                for (int i = 0; i < linesABurst; i++) {
                    burst.append("line ").append(++written).append('\n');
                }
                byte[] bytes = burst.toString().getBytes(StandardCharsets.US_ASCII);
                int half = (int) (written % bytes.length);
                out.write(ByteBuffer.wrap(bytes, 0, half));
                Thread.sleep(PAUSE_MS);
                out.write(ByteBuffer.wrap(bytes, half, bytes.length - half));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void stop() {
        stop.set(true);
    }

    /** How many lines there are; to be asked after the thread has ended. */
    long written() {
        return written;
    }
}
