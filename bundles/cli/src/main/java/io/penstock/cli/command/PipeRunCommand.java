package io.penstock.cli.command;

import io.penstock.cli.Console;
import io.penstock.cli.local.LocalReferences;
import io.penstock.cli.local.PipeFiles;
import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.plugin.PluginKind;
import io.penstock.pipes.api.NodeStatus;
import io.penstock.pipes.api.PipeRunner;
import io.penstock.pipes.api.PipeStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code penstock pipe run}. */
@Command(sortOptions = false, description = "Runs one pipe here and now, until its inputs are complete and everything is "
        + "delivered, or until Ctrl-C. No running Penstock is needed. Ends with 2 when events had to be put aside.",
        footer = {"", "Examples:", "  cat access.log | penstock pipe run -f errors.yaml > errors.jsonl",
            "  penstock pipe run -f load.yaml -p table=orders", "  # go on where the last run stopped",
            "  penstock pipe run -f load.yaml --data ./state --progress"})
public final class PipeRunCommand implements Callable<Integer> {
    private static final Duration DRAIN = Duration.ofSeconds(8);
    private static final Duration PROGRESS_EVERY = Duration.ofSeconds(1);

    private final Console console;
    @Mixin
    private final LocalPipes pipes = new LocalPipes();
    @Mixin
    private final PipeFile pipe = new PipeFile();
    @Option(names = "--data", paramLabel = "FOLDER", description = "Where checkpoints and buffers are kept. Without it a run "
            + "remembers nothing.")
    private Path data;
    @Option(names = "--progress", description = "Tell every second how many events went in and out.")
    private boolean progress;
    @Option(names = {"-q", "--quiet"}, description = "No summary at the end.")
    private boolean quiet;

    /** Tells progress and summary on the console's error stream. */
    public PipeRunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        String file = pipe.name();
        String text = PipeFiles.read(file, console);
        OrderlyEnd end = new OrderlyEnd(DRAIN);
        Path folder = data == null ? Files.createTempDirectory("penstock-run-") : data.toAbsolutePath();
        try (PipeRunner runner = new PipeRunner(text, file, pipes.plugins(text), pipes.params(),
                LocalReferences.of(pipes.home()), folder, DRAIN)) {
            return run(runner, end);
        } finally {
            if (data == null) {
                delete(folder);
            }
            end.reached();
        }
    }

    private int run(PipeRunner runner, OrderlyEnd end) throws InterruptedException {
        // What is on its way is delivered before the process ends.
        Thread stopper = end.onCtrlC(runner::stop);
        ScheduledExecutorService timer = Workers.timer("progress");
        if (progress) {
            timer.scheduleAtFixedRate(() -> console.err().println(counts(runner.status())),
                    PROGRESS_EVERY.toMillis(), PROGRESS_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
        try {
            PipeStatus status = runner.run();
            if (!quiet) {
                console.err().println(counts(status));
            }
            return status.deadLetters() == 0 ? 0 : deadLetters(status);
        } finally {
            timer.shutdownNow();
            removeHook(stopper);
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already, by that very hook.
            return;
        }
    }

    private int deadLetters(PipeStatus status) {
        console.err().println("penstock: " + status.deadLetters() + " events could not be handled and were put aside"
                + (data == null ? ", gone with this run; --data keeps them" : " in " + data));
        return ErrorKind.INVALID.exitCode();
    }

    private static String counts(PipeStatus status) {
        long in = sum(status, PluginKind.INPUT);
        long out = sum(status, PluginKind.OUTPUT);
        String reason = status.state().reason();
        return status.name() + " " + status.state().state() + (reason.isEmpty() ? "" : " (" + reason + ")") + ": " + in
                + " events in, " + out + " out";
    }

    private static long sum(PipeStatus status, PluginKind kind) {
        return status.nodes().stream().filter(node -> node.kind() == kind)
                .mapToLong(kind == PluginKind.INPUT ? NodeStatus::in : NodeStatus::out).sum();
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new PenstockException(ErrorKind.RETRY, "cli.temporary",
                    "the temporary folder " + folder + " cannot be removed: " + PenstockException.describe(e), e);
        }
    }
}
