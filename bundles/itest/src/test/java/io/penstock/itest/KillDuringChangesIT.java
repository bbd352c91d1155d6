package io.penstock.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A runtime killed again and again while its pipe is edited, or a plugin's jar replaced, without pause: by renaming into
 * place, and written in two halves with the kill between them now and then. Every line is stored, none twice. Three
 * kills a test; {@code -Dpenstock.kills=20} for the long run.
 */
class KillDuringChangesIT {
    private static final int LONGEST_PAUSE_MS = 400;
    /** Longer than a start takes, so that some meet a file half written. */
    private static final int LONGEST_HALF_MS = 3000;
    private static final String OUTPUT = "output: {jdbc: {table: lines}, batch: {timeout: 20ms, max-events: 500}}";

    private final Random random = KillLoop.random();

    /** One change after the other; the number tells them apart. */
    private interface Change {
        void make(int number) throws IOException, InterruptedException;
    }

    @Test
    void killsDuringEditsLoseNothingAndStoreNothingTwice() throws Exception {
        Path home = Distribution.newHome("kill-edits");
        Path dist = Distribution.agent().folder();
        pipe(home, 0);

        long written = killedWhile(number -> pipe(home, number), dist, home);

        pipe(home, 0);
        KillLoop.everyLineIsStoredOnce(dist, home, written);
    }

    @Test
    void killsDuringUpdatesOfAPluginLoseNothingAndStoreNothingTwice() throws Exception {
        Path home = Distribution.newHome("kill-updates");
        Path dist = linked(Distribution.full().folder(), home.resolve("dist"));
        byte[] jar = taken(dist, "plugin-transform");
        Path dropped = Files.write(home.resolve("plugins/transform.jar"), jar);
        pipe(home, 0);

        long written = killedWhile(number -> write(dropped, jar), dist, home);

        KillLoop.everyLineIsStoredOnce(dist, home, written);
    }

    private long killedWhile(Change change, Path dist, Path home) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Changes changes = new Changes(change, over);
        Thread changer = new Thread(changes, "changes");
        changer.start();
        long written;
        try {
            written = KillLoop.run(dist, home);
        } finally {
            over.set(true);
            changer.join();
        }
        assertThat(changes.failure).isNull();
        System.out.println(home.getFileName() + ": " + written + " lines, " + changes.made + " changes");
        return written;
    }

    private final class Changes implements Runnable {
        private final Change change;
        private final AtomicBoolean over;
        private int made;
        private Exception failure;

        private Changes(Change change, AtomicBoolean over) {
            this.change = change;
            this.over = over;
        }

        @Override
        public void run() {
            try {
                while (!over.get()) {
                    change.make(++made);
                    Thread.sleep(random.nextInt(LONGEST_PAUSE_MS));
                }
            } catch (IOException | InterruptedException e) {
                failure = e;
            }
        }
    }

    private void pipe(Path home, int number) throws IOException, InterruptedException {
        write(home.resolve("pipes/kill.yaml"), """
                name: kill
                input: {file: {paths: ["%s"], poll-interval: 20ms}}
                actions:
                  - add: {edit: %d}
                %s
                """.formatted(home.resolve("in.log"), number, OUTPUT).getBytes());
    }

    /** Whole at once, or in two halves with a pause between them. */
    private void write(Path file, byte[] bytes) throws IOException, InterruptedException {
        if (random.nextInt(3) > 0 || !Files.exists(file)) {
            Path beside = Files.write(file.resolveSibling("." + file.getFileName() + ".part"), bytes);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return;
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(bytes, 0, bytes.length / 2);
            Thread.sleep(random.nextInt(LONGEST_HALF_MS));
            out.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
        }
    }

    /** A distribution to take bundles out of: its files are links to those of the real one. */
    private static Path linked(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path there = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(there);
                } else {
                    Files.createLink(there, file);
                }
            }
        }
        return to;
    }

    private static byte[] taken(Path dist, String bundle) throws IOException {
        try (Stream<Path> jars = Files.list(dist.resolve("bundles"))) {
            Path jar = jars.filter(file -> file.getFileName().toString().startsWith("penstock-" + bundle + "-")).findFirst().orElseThrow();
            byte[] bytes = Files.readAllBytes(jar);
            Files.delete(jar);
            return bytes;
        }
    }
}
