package io.penstock.bench.tunnel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds connections that have carried one byte each way and then nothing, until its input ends; asks each once more at the end.
 *
 * <p>{@code Idle PORT COUNT}: prints {@code open} once they are, and how many still answered at the end.
 */
public final class Idle {
    private Idle() {
    }

    /** See the class. */
    public static void main(String[] args) throws IOException {
        List<SocketChannel> channels = new ArrayList<>();
        for (int i = Integer.parseInt(args[1]); i > 0; i--) {
            SocketChannel channel = Ports.dial(Integer.parseInt(args[0]), Target.ECHO);
            ask(channel);
            channels.add(channel);
        }
        System.out.println("open");
        while (System.in.read() >= 0) {
            continue;
        }
        int alive = 0;
        for (SocketChannel channel : channels) {
            ask(channel);
            alive++;
        }
        System.out.println(alive);
    }

    private static void ask(SocketChannel channel) throws IOException {
        Ports.write(channel, ByteBuffer.wrap(new byte[]{1}));
        Ports.fill(channel, ByteBuffer.allocate(1));
    }
}
