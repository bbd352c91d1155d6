package io.penstock.admin.api;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Asks a running Penstock over its admin socket. One thread at a time; {@link #close} from any thread ends a call that
 * is under way.
 */
public final class AdminClient implements AutoCloseable {
    private final SocketChannel channel;
    private final BufferedReader lines;

    private AdminClient(SocketChannel channel) {
        this.channel = channel;
        this.lines = new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
    }

    /**
     * Connects to whoever runs on a data folder.
     *
     * @throws PenstockException CLOSED ({@code admin.not-running}) when nobody does, DENIED ({@code admin.not-yours})
     *         when another user does
     */
    public static AdminClient connect(Path data) {
        Path socket = SocketFile.find(data);
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(socket));
            return new AdminClient(channel);
        } catch (IOException e) {
            closeQuietly(channel);
            throw refused(data, e);
        }
    }

    private static PenstockException refused(Path data, IOException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("ermission")) {
            return new PenstockException(ErrorKind.DENIED, "admin.not-yours", "the Penstock on the data folder " + data
                    + " belongs to another user; run this as its owner", e);
        }
        return new PenstockException(ErrorKind.CLOSED, "admin.not-running", "no Penstock is running on the data folder "
                + data + "; start one with \"penstock up\", or name its data folder with --data", e);
    }

    /**
     * Runs a command and hands over every value of its answer as it arrives. Returns when the answer is complete.
     *
     * @throws PenstockException what the command failed with, its kind and code kept; CLOSED ({@code admin.lost}) when
     *         the connection ends before the answer does
     */
    public void call(String command, Map<String, ?> arguments, Consumer<Object> values) {
        send(command, arguments);
        while (true) {
            Map<?, ?> line = readLine();
            if (line.containsKey("value")) {
                values.accept(line.get("value"));
            } else if (line.get("error") instanceof Map<?, ?> error) {
                throw failure(error);
            } else if (Boolean.TRUE.equals(line.get("done"))) {
                return;
            }
        }
    }

    /**
     * Turns the connection into a raw session with a command that takes one over ({@code shell}). From then on the
     * channel belongs to the caller, and closing it ends the session.
     *
     * @throws PenstockException as {@link #call}
     */
    public SocketChannel takeOver(String command, Map<String, ?> arguments) {
        send(command, arguments);
        Map<?, ?> line = readLine();
        if (line.get("error") instanceof Map<?, ?> error) {
            throw failure(error);
        }
        if (!Boolean.TRUE.equals(line.get("raw"))) {
            throw lost(null);
        }
        // The server sends nothing before it has seen this empty line, so our reader cannot have buffered any of it.
        write("\n");
        return channel;
    }

    private void send(String command, Map<String, ?> arguments) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("command", command);
        request.put("arguments", arguments);
        write(PlainJson.line(request) + "\n");
    }

    private void write(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            // Turned away: the reason lies there to be read, and if it does not, reading fails too.
            return;
        }
    }

    private Map<?, ?> readLine() {
        try {
            String line = lines.readLine();
            if (line != null && PlainJson.read(line) instanceof Map<?, ?> map) {
                return map;
            }
        } catch (IOException e) {
            throw lost(e);
        }
        throw lost(null);
    }

    private static PenstockException lost(IOException cause) {
        return new PenstockException(ErrorKind.CLOSED, "admin.lost",
                "the connection to Penstock ended before the answer did; is it still running?", cause);
    }

    private static PenstockException failure(Map<?, ?> error) {
        return new PenstockException(kind(String.valueOf(error.get("kind"))), String.valueOf(error.get("code")),
                String.valueOf(error.get("message")));
    }

    private static ErrorKind kind(String name) {
        for (ErrorKind kind : ErrorKind.values()) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        return ErrorKind.BUG;
    }

    /** Ends the connection; the command under way is interrupted. */
    @Override
    public void close() {
        closeQuietly(channel);
    }

    private static void closeQuietly(SocketChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // Nothing is left to be done with it.
            return;
        }
    }
}
