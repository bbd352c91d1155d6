package io.penstock.bench.tunnel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Iterator;

/**
 * What stands behind a tunnel. The first byte of a connection says what it is to do: {@code e} echoes the rest, {@code k} reads
 * the rest and answers one byte at its end, {@code s} sends without end. One thread for all connections.
 *
 * <p>{@code Target PORT}
 */
public final class Target {
    static final byte ECHO = 'e';
    static final byte SINK = 'k';
    static final byte SOURCE = 's';
    private static final int BACKLOG = 4096;
    private static final int BUFFER_BYTES = 256 << 10;

    /** One connection: what it is to do once that was said, and what it has not sent yet. */
    private static final class Peer {
        private byte task;
        private ByteBuffer unsent = ByteBuffer.allocate(0);
    }

    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

    private Target(int port) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** See the class. */
    public static void main(String[] args) throws IOException {
        Target target = new Target(Integer.parseInt(args[0]));
        while (true) {
            target.turn();
        }
    }

    private void turn() throws IOException {
        selector.select();
        for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext();) {
            SelectionKey key = keys.next();
            keys.remove();
            if (key.isAcceptable()) {
                accept((ServerSocketChannel) key.channel());
            } else {
                serve(key, (SocketChannel) key.channel(), (Peer) key.attachment());
            }
        }
    }

    private void accept(ServerSocketChannel listener) throws IOException {
        for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.register(selector, SelectionKey.OP_READ, new Peer());
        }
    }

    private void serve(SelectionKey key, SocketChannel channel, Peer peer) throws IOException {
        try {
            if (key.isWritable()) {
                write(key, channel, peer);
            } else {
                read(key, channel, peer);
            }
        } catch (IOException e) {
            channel.close();
        }
    }

    private void read(SelectionKey key, SocketChannel channel, Peer peer) throws IOException {
        buffer.clear();
        int count = channel.read(buffer);
        buffer.flip();
        if (count < 0) {
            finish(channel, peer);
            return;
        }
        if (peer.task == 0 && buffer.hasRemaining()) {
            peer.task = buffer.get();
            key.interestOps(peer.task == SOURCE ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }
        if (peer.task == ECHO && buffer.hasRemaining()) {
            channel.write(buffer);
            keep(key, peer);
        }
    }

    /** What the other end did not take: written before more is read. */
    private void keep(SelectionKey key, Peer peer) {
        if (buffer.hasRemaining()) {
            peer.unsent = ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
            key.interestOps(SelectionKey.OP_WRITE);
        }
    }

    private void write(SelectionKey key, SocketChannel channel, Peer peer) throws IOException {
        if (peer.task == SOURCE) {
            channel.write(buffer.clear());
        } else {
            channel.write(peer.unsent);
            if (!peer.unsent.hasRemaining()) {
                key.interestOps(SelectionKey.OP_READ);
            }
        }
    }

    private static void finish(SocketChannel channel, Peer peer) throws IOException {
        if (peer.task == SINK) {
            channel.write(ByteBuffer.wrap(new byte[]{SINK}));
        }
        channel.close();
    }
}
