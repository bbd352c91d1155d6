package io.penstock.itest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command of a distribution, run as people run it. Closing ends it, hard if need be. */
final class StartedProcess implements AutoCloseable {
    private static final long DEADLINE_S = 120;

    private final Process process;
    private final Path log;

    private StartedProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts {@code bin/penstock} with a home folder; what it says goes to a file there. */
    static StartedProcess penstock(Path dist, Path home, String... arguments) throws IOException {
        return penstock(List.of(), dist, home, arguments);
    }

    /**
     * As the other, behind a command that starts it with fewer rights or under a limit.
     *
     * @param wrapper has to become the process, not to start another
     */
    static StartedProcess penstock(List<String> wrapper, Path dist, Path home, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(List.of("/bin/sh", dist.resolve("bin/penstock").toString()));
        command.addAll(List.of(arguments));
        Path log = Files.createTempFile(home, "said-", ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("PENSTOCK_HOME", home.toString());
        // Writing an archive of classes at a first end is not what is tested here, and takes its time on a busy machine.
        builder.environment().put("PENSTOCK_CDS", "off");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return new StartedProcess(builder.start(), log);
    }

    long pid() {
        return process.pid();
    }

    /** All it said so far. */
    String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has said something; fails at once when it ends before. */
    void awaitSaid(String text) throws InterruptedException {
        Eventually.holds("process says '" + text + "'", () -> {
            if (said().contains(text)) {
                return true;
            }
            if (!process.isAlive()) {
                throw new AssertionError("ended with " + process.exitValue() + " before it said '" + text + "': " + said());
            }
            return false;
        });
    }

    /** Sends SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Sends SIGHUP. */
    void hangUp() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-HUP", Long.toString(pid())).start().waitFor();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for its end and gives the exit code. */
    int awaitExit() throws InterruptedException {
        return awaitExit(DEADLINE_S);
    }

    /** Waits for its end for so many seconds. */
    int awaitExit(long seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("still runs after " + seconds + " s: " + said());
        }
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor(DEADLINE_S, TimeUnit.SECONDS);
    }
}
