package io.penstock.bench.interop;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.penstock.yamux.api.StreamEvents;
import io.penstock.yamux.api.YamuxStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Map;

/**
 * Our end of a stream another implementation opened. Its first line says what to do: {@code echo}; {@code sum} (answer the SHA-256 of
 * what came, once it ended); {@code late KEY} (finish at once, note the SHA-256 of what comes after); {@code wait KEY} (say so, note how
 * the stream ends); {@code ask KEY} (answer what was noted); {@code reset}. Event loop only.
 */
final class Answering implements StreamEvents {
    private final Map<String, String> notes;
    private final MessageDigest digest = Sha256.digest();
    private final StringBuilder line = new StringBuilder();
    private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>();
    private String[] command = {""};
    private boolean ended;

    Answering(Map<String, String> notes) {
        this.notes = notes;
    }

    @Override
    public void data(YamuxStream stream, ByteBuf bytes) {
        int size = bytes.readableBytes();
        if (command[0].isEmpty()) {
            readLine(stream, bytes);
        }
        if (command[0].equals("echo")) {
            waiting.add(bytes);
            stream.consumed(size - bytes.readableBytes());
            echo(stream);
            return;
        }
        digest.update(ByteBufUtil.getBytes(bytes));
        bytes.release();
        stream.consumed(size);
    }

    @Override
    public void finished(YamuxStream stream) {
        ended = true;
        switch (command[0]) {
            case "sum" -> answer(stream, Sha256.hex(digest));
            case "late" -> notes.put(command[1], Sha256.hex(digest));
            case "wait" -> notes.put(command[1], "ended");
            default -> echo(stream);
        }
    }

    @Override
    public void reset(YamuxStream stream, Throwable cause) {
        waiting.forEach(ByteBuf::release);
        waiting.clear();
        if (command[0].equals("wait")) {
            notes.put(command[1], "reset");
        }
    }

    @Override
    public void writable(YamuxStream stream) {
        echo(stream);
    }

    private void readLine(YamuxStream stream, ByteBuf bytes) {
        while (bytes.isReadable()) {
            char c = (char) bytes.readByte();
            if (c == '\n') {
                command = line.toString().split(" ");
                begin(stream);
                return;
            }
            line.append(c);
        }
    }

    private void begin(YamuxStream stream) {
        switch (command[0]) {
            case "late" -> stream.finish();
            case "ask" -> answer(stream, notes.getOrDefault(command[1], "nothing"));
            case "wait" -> stream.write(Unpooled.copiedBuffer("ready", StandardCharsets.UTF_8));
            case "reset" -> stream.reset();
            default -> { }
        }
    }

    private void echo(YamuxStream stream) {
        while (!waiting.isEmpty() && stream.isWritable()) {
            ByteBuf bytes = waiting.poll();
            int size = bytes.readableBytes();
            stream.write(bytes);
            stream.consumed(size);
        }
        if (ended && waiting.isEmpty()) {
            stream.finish();
        }
    }

    private static void answer(YamuxStream stream, String text) {
        stream.write(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
        stream.finish();
    }
}
