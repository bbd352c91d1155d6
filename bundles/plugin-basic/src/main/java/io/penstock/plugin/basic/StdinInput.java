package io.penstock.plugin.basic;

import io.penstock.core.event.Event;
import io.penstock.core.event.Record;
import io.penstock.core.plugin.Input;
import io.penstock.core.plugin.InputFeed;
import io.penstock.core.text.LineSplitter;
import io.penstock.core.time.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads lines from a channel until its end. What one read gives is one batch. A channel of the process's standard input
 * must be an interruptible one, and stays at its end once this input was closed. Run by one thread; closed from any.
 */
final class StdinInput implements Input {
    private static final int READ_BYTES = 256 << 10;

    private final StdinOptions options;
    private final Clock clock;
    private final Supplier<ReadableByteChannel> source;
    private ReadableByteChannel channel;
    private boolean closed;

    StdinInput(StdinOptions options, Clock clock, Supplier<ReadableByteChannel> source) {
        this.options = options;
        this.clock = clock;
        this.source = source;
    }

    @Override
    public void run(InputFeed feed) throws IOException, InterruptedException {
        try {
            if (open()) {
                read(feed);
            }
        } catch (ClosedByInterruptException e) {
            Thread.interrupted();
            throw new InterruptedException("interrupted while reading standard input");
        } catch (ClosedChannelException e) {
            if (!isClosed()) {
                throw e;
            }
        }
    }

    private synchronized boolean open() {
        if (!closed) {
            channel = source.get();
        }
        return !closed;
    }

    private void read(InputFeed feed) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        LineSplitter splitter = new LineSplitter((int) options.maxLineBytes().bytes(), StandardCharsets.UTF_8, lines::add);
        ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
        while (channel.read(buffer) >= 0) {
            splitter.feed(buffer.array(), 0, buffer.position());
            buffer.clear();
            emit(feed, lines);
        }
        splitter.end();
        emit(feed, lines);
    }

    private void emit(InputFeed feed, List<String> lines) throws InterruptedException {
        if (lines.isEmpty()) {
            return;
        }
        Instant now = clock.now();
        List<Event> events = new ArrayList<>(lines.size());
        for (String line : lines) {
            events.add(Record.raw(now, line));
        }
        lines.clear();
        feed.emit(events);
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // nothing of ours is lost: it was only read from
            }
        }
    }
}
