package io.penstock.cli.command;

import io.penstock.cli.Console;
import io.penstock.cli.launch.LaunchOptions;
import io.penstock.cli.launch.Mode;
import io.penstock.cli.local.LocalCommands;
import io.penstock.cli.local.LocalReferences;
import io.penstock.cli.text.TableText;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.net.Hosts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code penstock tunnel open}. */
@Command(sortOptions = false, description = "Opens a local port whose connections go through the gateway to an agent's target, "
        + "until Ctrl-C. No running Penstock is needed, only a user's file (penstock keys new-user).",
        footer = {"", "Examples:", "  penstock tunnel open berlin reporting --listen 127.0.0.1:5433 -c penstock-user.toml",
            "  penstock tunnel open berlin db.internal:5432 --listen 127.0.0.1:5433",
            "  # then, in another terminal", "  psql -h 127.0.0.1 -p 5433 -U me reports"})
public final class TunnelOpenCommand implements Callable<Integer> {
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final Console console;
    private final LaunchOptions place = LaunchOptions.ofProcess(Mode.AGENT);
    @Parameters(index = "0", paramLabel = "AGENT", description = "The agent's name at the gateway.")
    private String agent = "";
    @Parameters(index = "1", paramLabel = "TARGET", description = "A target's name there, or HOST:PORT as seen from the agent.")
    private String target = "";
    @Option(names = "--listen", paramLabel = "ADDR:PORT", defaultValue = "127.0.0.1:0", description = "Where to take "
            + "connections. Without it a free port of this machine, which is told.")
    private String listen;
    @Option(names = {"-c", "--config"}, paramLabel = "FILE", defaultValue = "penstock-user.toml", description = "The user's "
            + "identity: a file with a [tunnel] table. Default: penstock-user.toml here.")
    private Path config;
    @Option(names = {"-q", "--quiet"}, description = "Tell nothing but errors.")
    private boolean quiet;

    /** Tells on the console's error stream what it does. */
    public TunnelOpenCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!Hosts.isLoopback(HostPort.host(HostPort.checked("--listen", listen)))) {
            console.err().println("penstock: " + listen + " is beyond this machine: anybody who reaches it reaches " + target);
        }
        OrderlyEnd end = new OrderlyEnd(CLOSE);
        end.onCtrlC(Thread.currentThread()::interrupt);
        try {
            LocalCommands commands = LocalCommands.of(place);
            Map<String, Object> arguments = Map.of("settings", settings(commands), "agent", agent, "target", target,
                    "listen", listen);
            commands.run("tunnel.open", arguments, this::tell);
        } catch (InterruptedException e) {
            // Ctrl-C: what was open is closed by now.
            return 0;
        } finally {
            end.reached();
        }
        return 0;
    }

    /** The file's {@code [tunnel]} table with references filled in. */
    private Map<String, Object> settings(LocalCommands commands) throws InterruptedException {
        if (!Files.isRegularFile(config)) {
            throw new PenstockException(ErrorKind.NOT_FOUND, "tunnel.no-identity", "there is no file " + config
                    + "; ask whoever runs the gateway for one (penstock keys new-user), and name it with -c");
        }
        List<Object> read = new ArrayList<>();
        commands.run("config.read", Map.of("file", config.toAbsolutePath().toString(), "table", "tunnel",
                "owner-only", List.of("private-key")), read::add);
        Map<String, Object> settings = new LinkedHashMap<>();
        ((Map<?, ?>) read.get(0)).forEach((key, value) -> settings.put(key.toString(), resolved(value)));
        return settings;
    }

    private Object resolved(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> resolved = new LinkedHashMap<>();
            map.forEach((key, item) -> resolved.put(key.toString(), resolved(item)));
            return resolved;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(this::resolved).toList();
        }
        return value instanceof String text ? LocalReferences.of(place.home()).resolve(text) : value;
    }

    private void tell(Object said) {
        if (!quiet && said instanceof Map<?, ?> map) {
            Object listening = map.get("listening");
            String line = listening == null ? String.valueOf(map.get("notice"))
                    : listening + " leads to " + target + " of " + agent + "; Ctrl-C ends it";
            console.err().println("penstock: " + TableText.printable(line));
        }
    }
}
