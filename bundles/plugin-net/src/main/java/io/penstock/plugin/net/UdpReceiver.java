package io.penstock.plugin.net;

import io.penstock.core.event.Event;
import io.penstock.core.plugin.InputFeed;
import io.penstock.core.time.Clock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Receives datagrams; those that lie ready are one batch. While the pipe takes nothing more, the kernel's buffer fills
 * and then drops: nobody can slow a datagram's sender down. {@link #run} is called by one thread, {@link #close} by any.
 */
final class UdpReceiver implements ListeningInput.Listening {
    private static final int MAX_DATAGRAM_BYTES = 65_535;
    private static final int MAX_BATCH = 1_000;

    private final EventMaker maker;
    private final Clock clock;
    private final boolean lines;
    private final DatagramChannel channel;
    private final Selector selector;
    private volatile boolean closed;

    /** Binds; an address in use is an IOException. @param lines whether every line of a datagram is an event */
    UdpReceiver(InetSocketAddress address, int bufferBytes, boolean lines, EventMaker maker, Clock clock) throws IOException {
        this.maker = maker;
        this.clock = clock;
        this.lines = lines;
        this.selector = Selector.open();
        this.channel = DatagramChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, bufferBytes);
            channel.bind(address);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ);
        } catch (IOException e) {
            close();
            throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    @Override
    public int port() {
        return channel.socket().getLocalPort();
    }

    @Override
    public void run(InputFeed feed) throws IOException, InterruptedException {
        ByteBuffer buffer = ByteBuffer.allocate(MAX_DATAGRAM_BYTES);
        try {
            while (!closed) {
                selector.select();
                selector.selectedKeys().clear();
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedException("interrupted while receiving");
                }
                drain(buffer, feed);
            }
        } catch (ClosedByInterruptException e) {
            Thread.interrupted();
            throw new InterruptedException("interrupted while receiving");
        } catch (ClosedSelectorException | ClosedChannelException e) {
            if (!closed) {
                throw e;
            }
        }
    }

    private void drain(ByteBuffer buffer, InputFeed feed) throws IOException, InterruptedException {
        List<Event> events = new ArrayList<>();
        Instant now = clock.now();
        InetSocketAddress sender = receive(buffer);
        while (sender != null) {
            add(buffer, now, sender.getAddress().getHostAddress(), events);
            if (events.size() >= MAX_BATCH) {
                feed.emit(events);
                events = new ArrayList<>();
                now = clock.now();
            }
            sender = receive(buffer);
        }
        if (!events.isEmpty()) {
            feed.emit(events);
        }
    }

    private InetSocketAddress receive(ByteBuffer buffer) throws IOException {
        buffer.clear();
        return (InetSocketAddress) channel.receive(buffer);
    }

    private void add(ByteBuffer buffer, Instant now, String peer, List<Event> events) {
        String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
        if (lines) {
            text.lines().filter(line -> !line.isEmpty()).forEach(line -> events.add(maker.event(line, now, peer)));
        } else {
            String message = text.endsWith("\r\n") ? text.substring(0, text.length() - 2)
                    : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
            if (!message.isEmpty()) {
                events.add(maker.event(message, now, peer));
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            channel.close();
            selector.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
