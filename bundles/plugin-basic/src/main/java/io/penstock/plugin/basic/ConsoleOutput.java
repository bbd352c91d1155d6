package io.penstock.plugin.basic;

import io.penstock.core.batch.Batch;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.plugin.Output;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes each batch with one write and one flush; the stream is not its own to close. One thread at a time. */
final class ConsoleOutput implements Output {
    private final LineFormat format;
    private final OutputStream stream;
    private final StringBuilder text = new StringBuilder();

    ConsoleOutput(LineFormat format, OutputStream stream) {
        this.format = format;
        this.stream = stream;
    }

    @Override
    public void write(Batch batch) {
        text.setLength(0);
        for (Event event : batch.events()) {
            format.append(text, event);
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        try {
            synchronized (stream) {
                stream.write(bytes);
                stream.flush();
            }
        } catch (IOException e) {
            throw new PenstockException(ErrorKind.CLOSED, "console.closed",
                    "nobody reads the console any more: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        // the stream belongs to the process
    }
}
