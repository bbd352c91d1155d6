package io.penstock.cli.command;

import io.penstock.admin.api.AdminClient;
import io.penstock.cli.Console;
import io.penstock.core.concurrent.Workers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code penstock shell}: the terminal's lines to the Gogo shell of the running Penstock, and its answers back. */
@Command(sortOptions = false, description = "Opens a Gogo shell inside the running Penstock (full distribution only).",
        footer = {"", "Examples:", "  penstock shell", "  # one command", "  echo lb | penstock shell"})
public final class ShellCommand implements Callable<Integer> {
    private static final int BUFFER_BYTES = 8192;

    private final Console console;
    @Mixin
    private final Connection connection = new Connection();

    /** Talks on the console. */
    public ShellCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        try (AdminClient client = connection.open()) {
            SocketChannel channel = client.takeOver("shell", Map.of());
            Workers.thread("shell-input", () -> sendInput(channel)).start();
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
            while (channel.read(buffer) >= 0) {
                console.out().write(buffer.array(), 0, buffer.position());
                console.out().flush();
                buffer.clear();
            }
        }
        return 0;
    }

    /** Ends with the input; the shell then sees its own input end, answers what is left, and closes. */
    private void sendInput(SocketChannel channel) {
        byte[] bytes = new byte[BUFFER_BYTES];
        try {
            for (int n = console.in().read(bytes); n >= 0; n = console.in().read(bytes)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, n);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }
            channel.shutdownOutput();
        } catch (IOException e) {
            // The shell has ended first: the reading side sees the same.
            return;
        }
    }
}
