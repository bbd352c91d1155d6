package io.penstock.plugin.exec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.penstock.core.concurrent.Workers;
import io.penstock.core.error.PenstockException;
import io.penstock.core.text.LineSplitter;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A running command. Two threads read what it prints, so that its owner never blocks on it; the queue between bounds what
 * is held. They read only what is there: a daemon that the command left behind, and that keeps its output open, holds
 * nobody. Used by one thread.
 */
final class ChildProcess implements AutoCloseable {
    private static final int READ_BYTES = 64 << 10;
    private static final int QUEUED_READS = 16;
    private static final int MAX_ERROR_LINE_BYTES = 500;
    private static final long GRACE_MS = 500;
    /** How long after its end its last output may take to arrive. */
    private static final long LAST_OUTPUT_MS = 1_000;
    private static final long SHORTEST_PAUSE_MS = 1;
    private static final long LONGEST_PAUSE_MS = 32;
    private static final byte[] END = new byte[0];

    private final String name;
    private final Process process;
    private final BlockingQueue<byte[]> output = new ArrayBlockingQueue<>(QUEUED_READS);
    private final List<Thread> readers;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile String lastError = "";
    private boolean ended;

    private ChildProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.readers = List.of(Workers.thread("exec-out", this::readOutput), Workers.thread("exec-err", this::readErrors));
        this.readers.forEach(Thread::start);
    }

    /** Starts it, with nothing to read from; fails with RETRY ({@code exec.start}). */
    static ChildProcess start(ExecOptions options) {
        List<String> command = commandLine(options.command());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(options.env());
        options.workingFolder().ifPresent(folder -> builder.directory(folder.toFile()));
        String name = options.command().get(0).strip().split("\\s+", 2)[0];
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return new ChildProcess(name, process);
        } catch (IOException e) {
            throw PenstockException.retry("exec.start", e.getMessage(), e);
        }
    }

    private static List<String> commandLine(List<String> command) {
        if (command.size() > 1) {
            return command;
        }
        boolean windows = java.io.File.separatorChar == '\\';
        List<String> line = new ArrayList<>(windows ? List.of("cmd.exe", "/c") : List.of("/bin/sh", "-c"));
        line.addAll(command);
        return line;
    }

    private void readOutput() {
        byte[] buffer = new byte[READ_BYTES];
        try {
            InputStream in = process.getInputStream();
            for (int read = read(in, buffer); read >= 0; read = read(in, buffer)) {
                output.put(Arrays.copyOf(buffer, read));
            }
            output.put(END);
        } catch (IOException e) {
            output.offer(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As the stream's own, but never begun before there is something to read or the command has ended. */
    private int read(InputStream in, byte[] buffer) throws IOException, InterruptedException {
        long pauseMs = SHORTEST_PAUSE_MS;
        boolean over = false;
        while (in.available() == 0 && !over) {
            over = !process.isAlive();
            // After the end the JDK takes what is left and closes the pipe: then reading ends, whoever else holds the pipe.
            if (closed.await(over ? LONGEST_PAUSE_MS : pauseMs, TimeUnit.MILLISECONDS)) {
                return -1;
            }
            pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
        }
        return in.read(buffer);
    }

    private void readErrors() {
        LineSplitter lines = new LineSplitter(MAX_ERROR_LINE_BYTES, UTF_8, line -> {
            if (!line.isBlank()) {
                lastError = line.strip();
            }
        });
        byte[] buffer = new byte[READ_BYTES];
        try {
            InputStream in = process.getErrorStream();
            for (int read = read(in, buffer); read >= 0; read = read(in, buffer)) {
                lines.feed(buffer, 0, read);
            }
        } catch (IOException e) {
            // As good as its end.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lines.end();
    }

    /** What it printed next; empty when that takes longer than {@code waitMs}, or when it {@link #hasEnded}. */
    Optional<byte[]> next(long waitMs) throws InterruptedException {
        byte[] bytes = ended ? END : output.poll(waitMs, TimeUnit.MILLISECONDS);
        if (bytes == null && !process.isAlive()) {
            bytes = Optional.ofNullable(output.poll(LAST_OUTPUT_MS, TimeUnit.MILLISECONDS)).orElse(END);
        }
        ended = ended || bytes == END;
        return bytes == null || ended ? Optional.empty() : Optional.of(bytes);
    }

    /** Whether nothing more will come. */
    boolean hasEnded() {
        return ended;
    }

    /** Whether something more is there already. */
    boolean hasMore() {
        return !output.isEmpty();
    }

    /** Waits for its end and returns how it failed; empty when it ended with 0. */
    Optional<String> failure() throws InterruptedException {
        int code = process.waitFor();
        readers.get(1).join(LAST_OUTPUT_MS);
        return code == 0 ? Optional.empty() : Optional.of(describe("ended with code " + code));
    }

    /** {@code "df" timed out: its last words}. */
    String describe(String what) {
        String error = lastError;
        return "\"" + name + "\" " + what + (error.isEmpty() ? "" : ": " + error);
    }

    /** Ends it and everything it started that is still its own: asks first, then kills. */
    @Override
    public void close() {
        List<ProcessHandle> tree = new ArrayList<>(process.descendants().toList());
        tree.add(process.toHandle());
        tree.forEach(ProcessHandle::destroy);
        try {
            process.waitFor(GRACE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tree.addAll(process.descendants().toList());
        tree.forEach(ProcessHandle::destroyForcibly);
        closed.countDown();
        readers.forEach(Thread::interrupt);
        output.clear();
    }
}
